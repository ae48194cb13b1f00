"""What an operator starts: the command line, the HTTP server, the Socket Mode runner."""
