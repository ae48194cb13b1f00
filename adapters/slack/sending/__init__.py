"""What a Step of delivery needs: uploads, looking back, and what a failed call means."""
