"""Runs untrusted Python snippets in forked children and returns plain values. Knows no cards."""
