"""A session on the whole screen of a terminal."""
