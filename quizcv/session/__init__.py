"""Study, quiz and mock as state machines over ports. Knows no terminal, no clock, no database."""
