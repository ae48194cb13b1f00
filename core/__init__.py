"""The platform-neutral heart: a Question goes in, a Reply comes out. Knows no platform and no SDK of one."""
