"""The application without a terminal: what every front end calls. No Typer, no Rich.

`places` and `clock` say where state lives and what time it is; `libraries`, `workers` and `trust`
open banks and run them; a `Shelf` is a learner with their cards, a `Desk` what a session needs.
The rest has one module a subject, and each command's outcome is a `Result`.
"""
