"""What ``deliver`` needs: file uploads, reading a thread back, and what a failed call means."""
