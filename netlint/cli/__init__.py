"""Command line: arguments in, bytes and exit codes out."""
