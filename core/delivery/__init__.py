"""From an accepted Question to a delivered answer: inbox, worker, outbox, and the contract with an Adapter."""
