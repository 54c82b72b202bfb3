"""netlint: a linter and design service for neural-network specs."""

__all__ = ["__version__"]

__version__ = "0.1.0"
