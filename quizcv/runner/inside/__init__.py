"""The side of the runner that executes untrusted code. Standard library only."""
