"""The index: an SQLite database with full-text tables, made when a release is built and never changed.

`thing` and `name` hold what is shown; `key` the forms under which a whole name is known; `named` the words of names,
stemmed, `begun` the same as they are spelt, for words of which only the beginning is typed; `told` all that is said of
a thing; `word` which words there are, for typing errors. The same entries give the same bytes with one SQLite.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

from .. import namespaces as ns
from ..errors import ReleaseError
from ..folding import has_han
from . import groups
from .entries import Entry, Name
from .words import bare, pieces, stems, telling

#: The file of an index in the folder of a release.
FILE = "search.sqlite"
#: What stands before the name of a law or an organ in formal style, and is left out by everybody.
STATE = "中华人民共和国"
#: How that is read.
STATE_READ = "zhonghuarenmingongheguo"
_PORTER = "tokenize='porter unicode61 remove_diacritics 0', content=''"
_SCHEMA = f"""
CREATE TABLE thing (id INTEGER PRIMARY KEY, iri TEXT, kinds TEXT, place TEXT, about TEXT, quoted TEXT, more TEXT,
  mentions INTEGER);
CREATE TABLE name (id INTEGER PRIMARY KEY, thing INTEGER, text TEXT, language TEXT, preferred INTEGER, folded TEXT,
  readings TEXT, size INTEGER);
CREATE TABLE key (key TEXT, name INTEGER, sort INTEGER);
CREATE TABLE word (word TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE VIRTUAL TABLE named USING fts5(words, {_PORTER});
CREATE VIRTUAL TABLE begun USING fts5(words, tokenize='unicode61 remove_diacritics 0', content='', prefix='1 2 3');
CREATE VIRTUAL TABLE told USING fts5(names, more, texts, {_PORTER});
"""
#: The groups whose names are sentences, which are found as texts are.
_SENTENCES = (groups.QUESTIONS, groups.CLAIMS, groups.SECTIONS)


def fill(base: sqlite3.Connection, entries: Iterable[Entry]) -> None:
    """Write entries into an empty database."""
    base.executescript(_SCHEMA)
    words: set[str] = set()
    at = 0
    for number, entry in enumerate(entries):
        row = (entry.iri, " ".join(entry.kinds), entry.group, entry.about, entry.quoted, entry.more, entry.mentions)
        base.execute("INSERT INTO thing VALUES (?,?,?,?,?,?,?,?)", (number, *row))
        if entry.iri.startswith(ns.ID) and entry.group not in _SENTENCES:  # an id is a name, too, of some sort
            base.executemany("INSERT INTO key VALUES (?,?,?)", ((form, at, 2) for form in sorted(loose(entry.local))))
        for name in entry.names:
            _fill_name(base, at, number, name, entry)
            words.update(name.folded.split())
            at += 1
        names, texts = " ".join(n.text for n in entry.names), f"{entry.about} {entry.quoted}"
        told = [" ".join(stems(text)) for text in (names, entry.more, texts)]
        base.execute("INSERT INTO told(rowid, names, more, texts) VALUES (?,?,?,?)", (number, *told))
    base.executemany("INSERT INTO word VALUES (?)", ((word,) for word in sorted(words)))
    base.execute("CREATE INDEX by_key ON key(key)")
    for table in ("named", "begun", "told"):
        base.execute(f"INSERT INTO {table}({table}) VALUES ('optimize')")  # names of ours
    base.commit()


def _fill_name(base: sqlite3.Connection, at: int, thing: int, name: Name, entry: Entry) -> None:
    held = stems(name.text)
    row = (name.text, name.language, name.preferred, name.folded, "|".join(name.readings), len(telling(held)))
    base.execute("INSERT INTO name VALUES (?,?,?,?,?,?,?,?)", (at, thing, *row))
    forms = sorted(keys(name))
    base.executemany("INSERT INTO key VALUES (?,?,?)", ((key, at, sort) for key, sort in forms))
    if entry.group not in _SENTENCES:
        base.execute("INSERT INTO named(rowid, words) VALUES (?,?)", (at, " ".join(held)))
    spelt = " ".join(part for piece in pieces(name.text) for part in (piece if has_han(piece) else [piece]))
    base.execute("INSERT INTO begun(rowid, words) VALUES (?,?)", (at, spelt))


def keys(name: Name) -> set[tuple[str, int]]:
    """The forms under which a whole name is known, each with how near it is: as written, as read, in other words."""
    joined = name.folded.replace(" ", "")
    found = {(form, 0) for form in (joined, joined.removeprefix(STATE), _sorted(name.folded.split()))}
    read = {reading.replace(" ", "") for reading in name.readings}
    found |= {(form, 1) for one in read for form in (one, one.removeprefix(STATE_READ))}
    return found | {(form, 2) for text in (name.text, bare(name.text)) for form in loose(text)}


def loose(text: str) -> set[str]:
    """The forms that two wordings of one name share: plurals, articles and the order of words make no difference."""
    found = telling(stems(text))
    return {"".join(found), _sorted(found)} - {""}


def _sorted(words: list[str]) -> str:
    return " ".join(sorted(words))


def write(folder: Path, entries: Iterable[Entry]) -> None:
    """Write the index into the folder of a release."""
    base = in_memory(entries)
    try:
        base.execute("VACUUM INTO ?", (str(folder / FILE),))
    finally:
        base.close()


def in_memory(entries: Iterable[Entry]) -> sqlite3.Connection:
    """An index of entries that is kept nowhere."""
    base = sqlite3.connect(":memory:", check_same_thread=False)
    fill(base, entries)
    return base


def opened(folder: Path) -> sqlite3.Connection:
    """The index in the folder of a release. Raises ReleaseError where there is none, or none that can be read."""
    try:
        address = f"{(folder / FILE).resolve().as_uri()}?mode=ro&immutable=1"
        base = sqlite3.connect(address, uri=True, check_same_thread=False)
        try:
            base.execute("SELECT COUNT(*) FROM thing, name, key, word, named, begun, told WHERE FALSE")
        except sqlite3.Error:
            base.close()
            raise
        return base
    except sqlite3.Error as error:
        message = f"the release {folder.name} has no index of names that can be read ({type(error).__name__})"
        raise ReleaseError(message, hint="Run `cnskg build`.") from None


def read(base: sqlite3.Connection) -> Iterator[Entry]:
    """The entries of an index, in its order."""
    names: dict[int, list[Name]] = {}
    for thing, text, language, preferred, folded, read in base.execute(
        "SELECT thing, text, language, preferred, folded, readings FROM name ORDER BY id"
    ):
        heard = tuple(read.split("|")) if read else ()
        names.setdefault(thing, []).append(Name(text, language, bool(preferred), folded, heard))
    for number, iri, kinds, *rest in base.execute("SELECT * FROM thing ORDER BY id"):
        yield Entry(iri, tuple(kinds.split()), rest[0], tuple(names[number]), *rest[1:])
