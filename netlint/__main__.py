"""``python -m netlint``."""

from netlint.cli.launch import main

main()
