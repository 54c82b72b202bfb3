"""Layers: one file is one layer."""
