"""Spec: from text to a wired net."""
