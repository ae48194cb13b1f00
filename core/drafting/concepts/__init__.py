"""What tables and columns mean to maintenance: equipment, orders, places, people; each with its evidence."""
