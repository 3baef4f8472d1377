"""The release notes as a page shows them: CHANGELOG.md, of which headings, lists, code and links are read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from markupsafe import Markup, escape

_INLINE = re.compile(r"`([^`]+)`|\[([^\]]+)\]\((https?://[^)\s]+)\)")


@dataclass
class Part:
    """A heading of the notes, and what stands below it: single points, and parts of its own."""

    title: str
    points: list[Markup] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)


def read(text: str) -> list[Part]:
    """The notes by version, the newest first, each with its parts."""
    found: list[Part] = []
    for line in _joined(text):
        if line.startswith("## "):
            found.append(Part(line[3:]))
        elif line.startswith("### ") and found:
            found[-1].parts.append(Part(line[4:]))
        elif line.startswith("- ") and found:
            (found[-1].parts or found)[-1].points.append(inline(line[2:]))
    return found


def _joined(text: str) -> list[str]:
    """The lines of a text; one that goes on with what is before it, joined to that."""
    lines: list[str] = []
    for line in text.splitlines():
        if line.startswith("  ") and lines and lines[-1]:
            lines[-1] += " " + line.strip()
        else:
            lines.append(line.rstrip())
    return lines


def inline(text: str) -> Markup:
    """A line with its code and links; whatever else stands in it is text."""
    made, at = Markup(""), 0
    for found in _INLINE.finditer(text):
        made += escape(text[at : found.start()])
        code, name, address = found.groups()
        made += Markup("<code>{}</code>").format(code) if code else Markup('<a href="{}">{}</a>').format(address, name)
        at = found.end()
    return made + escape(text[at:])
