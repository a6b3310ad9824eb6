"""Typer commands: parse options, wire the core together, render or print JSON."""
