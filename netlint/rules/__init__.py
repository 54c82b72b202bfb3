"""Rules: one file is one rule."""
