"""The application without a terminal: workers, dealing, trust, planning. No Typer, no Rich."""
