"""A session line in, line out."""
