"""The web chat in a real browser. A package, so that the browser ends with the last of its tests: while it runs,
Playwright holds this thread's event loop, and no test of asyncio could run beside it."""
