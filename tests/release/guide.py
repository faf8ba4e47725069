"""A program as a guide of the ZIP shows it: guide.py GUIDE.html LANGUAGE WORD, the first block of code in that language that has
the word in it, to standard output."""

import html
import re
import sys

guide, language, word = sys.argv[1:]
with open(guide, encoding="utf-8") as file:
    text = file.read()
for block in re.findall(rf'<pre><code class="language-{language}">(.*?)</code></pre>', text, re.S):
    block = html.unescape(block)
    if word in block:
        sys.stdout.buffer.write(block.encode("utf-8"))
        break
else:
    sys.exit(f"{guide} has no such program")
