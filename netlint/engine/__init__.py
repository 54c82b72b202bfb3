"""Engine: one reading of a net."""
