"""A catalogue of messages, read from a .po file of gettext as it is: nothing has to be compiled.

The file is written by `python -m tests.support.messages`, with Babel; to read it back takes a page, and Babel weighs
36 MB.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

_FIELD = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr\[0\]|msgstr) (".*")')
#: A message is known by its context, which most do not have, and its English.
Key = tuple[str, str]


@dataclass(frozen=True)
class Catalogue:
    """English messages and what they are in another language, which has one form for any number."""

    texts: Mapping[Key, str] = field(default_factory=dict, repr=False)

    def text(self, message: str, context: str = "") -> str:
        """The message in the language: of its context, else of none; else as it is."""
        return self.texts.get((context, message)) or self.texts.get(("", message)) or message


def read_po(text: str) -> Catalogue:
    """The catalogue that a .po file is. Its head, and what has no translation, are left out."""
    return Catalogue(
        {
            (entry.get("msgctxt", ""), entry["msgid"]): said
            for entry in _entries(text)
            if entry.get("msgid") and (said := entry.get("msgstr") or entry.get("msgstr[0]"))
        }
    )


def _entries(text: str) -> Iterator[dict[str, str]]:
    """The entries, each with its fields; a string may go on in the next lines."""
    entry: dict[str, str] = {}
    last = ""
    for line in text.splitlines():
        if found := _FIELD.fullmatch(line):
            if found[1] in entry or (found[1] == "msgctxt" and entry):
                yield entry
                entry = {}
            last = found[1]
            entry[last] = ast.literal_eval(found[2])
        elif line.startswith('"'):
            entry[last] += ast.literal_eval(line)
        elif not line.strip() and entry:
            yield entry
            entry = {}
    if entry:
        yield entry
