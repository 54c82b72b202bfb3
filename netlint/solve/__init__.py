"""Solve: accepted sizes and repairs, read from an analysis."""
