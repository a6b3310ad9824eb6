"""Question banks: YAML files read with their positions into frozen cards."""
