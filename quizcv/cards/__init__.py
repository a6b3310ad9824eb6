"""What a card is: its model, its texts, its identity, choosing among many. Touches no disk."""
