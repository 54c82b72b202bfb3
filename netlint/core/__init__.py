"""Core: values and integer arithmetic, standard library only."""
