"""What can be answered: one module an answer kind, and what several of them share."""
