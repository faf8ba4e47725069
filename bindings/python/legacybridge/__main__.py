"""``python -m legacybridge``: what the package does without a program of one's own."""

import sys

from .table.command import main

if __name__ == "__main__":
    sys.exit(main())
