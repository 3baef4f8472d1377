"""From the bytes of a curated file to its text; and the flaws of its bytes that lose nothing, which a tool mends."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import NamedTuple

from ..errors import ContentError
from .listing import shown

BYTE_ORDER_MARK = "byte order mark"
UTF_16 = "UTF-16"
CRLF = "CRLF"
MARKS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


class Decoded(NamedTuple):
    """The text of a file, its lines ending in LF, without a mark; and the flaws that it had."""

    text: str
    flaws: tuple[str, ...]


def refusal(name: str, line: int, said: str, hint: str, column: int = 0) -> ContentError:
    """What is wrong with a file so that it cannot be read: one message, its parts in `extra` for a finding."""
    place = ":".join(str(part) for part in (name, line, column) if part)
    return ContentError(f"{place}: {said}", hint=hint, file=name, line=line, column=column, said=said)


def read_file(root: Path, path: Path) -> Decoded:
    """The text of a file under a content folder. Raises ContentError where it is no file, or no text in UTF-8."""
    name = shown(root, path)
    if not path.is_file():  # what is a pipe or a device is not opened: it might never end
        said = "a link that leads to no file" if path.is_symlink() else "not a file"
        raise refusal(name, 0, said, "Remove it, or put the file there.")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise refusal(name, 0, f"cannot be read: {error.strerror}", "Give yourself the right to read it.") from None
    return decode(name, data)


def decode(name: str, data: bytes) -> Decoded:
    """The text of bytes. Raises ContentError where they are neither UTF-8 nor UTF-16 with its mark."""
    encoding = MARKS.get(data[:2], "utf-8-sig")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        said = f"not {UTF_16 if encoding == 'utf-16' else 'UTF-8'} at byte {error.start}"
        raise refusal(name, line, said, "Save the file as UTF-8.") from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise refusal(name, line, "not UTF-8, or not text: there is a zero byte in it", "Save the file as UTF-8.")
    flaws = [UTF_16] if encoding == "utf-16" else [BYTE_ORDER_MARK] * data.startswith(codecs.BOM_UTF8)
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return Decoded(plain, (*flaws, *[CRLF] * (plain != text)))
