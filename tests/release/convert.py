"""What a program in Python does with a wheel: the Markdown of an RTF file, to standard output."""

import sys

import legacybridge

with open(sys.argv[1], "rb") as file:
    markdown = legacybridge.rtf_to_markdown(file.read())
sys.stdout.buffer.write(markdown.encode("utf-8"))
