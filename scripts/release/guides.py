"""The guides as HTML: guides.py PROJECT OUT VERSION

Output  OUT/README.html, OUT/docs/*.html and OUT/docs/hosts/*.html, with the pictures they show. Links between guides lead
        to the HTML; links to files that OUT does not have become plain words.
Errors  a link to a place in a guide that is not there.
"""

import html
import os
import re
import shutil
import sys

from markdown_it import MarkdownIt

STYLE = """body{font:16px/1.5 "Segoe UI",Arial,sans-serif;max-width:52em;margin:2em auto;padding:0 1em;color:#222}
pre{background:#f4f4f4;padding:.8em;overflow:auto}code{font-family:Consolas,monospace;font-size:.92em}
table{border-collapse:collapse}td,th{border:1px solid #bbb;padding:.3em .6em;text-align:left;vertical-align:top}
img{max-width:100%}nav{font-size:.9em}"""

project, out, version = sys.argv[1:]
# The source's own affairs stay with the source.
LEFT_OUT = {"docs/gallery.md", "docs/gallery-documents.md", "docs/origin.md", "docs/release.md", "docs/size.md", "docs/web.md"}
parser = MarkdownIt("commonmark").enable("table").enable("strikethrough")


def sources():
    found = [name for name in ("CHANGELOG.md", "SECURITY.md")]
    for folder in ("docs", "docs/hosts"):
        for name in sorted(os.listdir(os.path.join(project, folder))):
            path = f"{folder}/{name}"
            if name.endswith(".md") and path not in LEFT_OUT:
                found.append(path)
    return found


def anchor(text):
    return re.sub(r"[^\w\- ]", "", text.strip().lower()).replace(" ", "-")


def render(source, text, known, places, leads):
    """A page; `known` has what can be linked to. Its headings go into `places`, its links to places into `leads`."""
    tokens = parser.parse(text)
    here = os.path.dirname(source)
    for at, token in enumerate(tokens):
        if token.type == "heading_open":
            token.attrSet("id", anchor(tokens[at + 1].content))
            places.add((source, token.attrGet("id")))
        closing = []
        for child in token.children or []:
            if child.type == "link_open":
                link = child.attrGet("href")
                file, _, place = link.partition("#")
                if "://" in link or link.startswith("mailto:"):
                    closing.append("a")
                    continue
                path = os.path.normpath(os.path.join(here, file)) if file else source
                if path in known:
                    leads |= {(source, path, place)} if place else set()
                    child.attrSet("href", (file[:-3] + ".html" if file else "") + ("#" + place if place else ""))
                    closing.append("a")
                elif os.path.exists(os.path.join(out, path)):
                    closing.append("a")
                else:
                    child.tag = "span"
                    child.attrs = {}
                    closing.append("span")
            elif child.type == "link_close":
                child.tag = closing.pop()
            elif child.type == "image":
                path = os.path.normpath(os.path.join(here, child.attrGet("src")))
                target = os.path.join(out, path)
                os.makedirs(os.path.dirname(target), exist_ok=True)
                shutil.copyfile(os.path.join(project, path), target)
    body = parser.renderer.render(tokens, parser.options, {})
    title = re.search(r"^# (.*)", text, re.M).group(1)
    up = "../" * source.count("/")
    home = "" if source == "README.md" else (
        f'<nav><a href="{up}README.html">LegacyBridge {version}</a> · <a href="{up}docs/hosts/README.html">Hosts</a></nav>\n')
    return (f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{html.escape(title)}</title>\n'
            f"<style>{STYLE}</style></head><body>\n{home}{body}</body></html>\n")


def main():
    pages = sources()
    known = set(pages) | {"README.md"}
    windows = os.path.isdir(os.path.join(out, "x86"))
    with open(os.path.join(project, "scripts/release", "windows.md" if windows else "linux.md"), encoding="utf-8") as file:
        texts = {"README.md": file.read().replace("@VERSION@", version)}
    for page in pages:
        with open(os.path.join(project, page), encoding="utf-8") as file:
            texts[page] = file.read()
    places, leads = set(), set()
    for page, text in texts.items():
        target = os.path.join(out, page[:-3] + ".html")
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(target, "w", encoding="utf-8", newline="\n") as file:
            file.write(render(page, text, known, places, leads))
    for source, page, place in sorted(leads):
        if (page, place) not in places:
            sys.exit(f"release: {source} leads to #{place} of {page}, which is not there")


main()
