"""What the bot remembers: sessions, people, what is waiting to be answered and what is waiting to be delivered."""
