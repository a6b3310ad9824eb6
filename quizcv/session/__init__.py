"""Study, quiz and interview as state machines over ports. Knows no terminal, clock or database."""
