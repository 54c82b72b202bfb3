"""``python -m netlint``."""

from netlint.cli.main import main

main()
