"""Where the bot is installed: the app package, the welcome, thumbs, the doctor."""
