"""What a folder of content says of itself in `data/dataset.toml`: what its release is called, and how strict to be.

    title = "…"                 as pages and the description of the release call it
    about = "…"                 one sentence on what is in it
    uses-every-shape = true     a shape that matches nothing is then an error: there, it must be a slip
    themes = ["laws"]           a question of another theme is then an error
    [cards]                     a card that lies in another file is then an error
    people = ["Person"]         people.ttl, or all of people-*.ttl, takes the cards of these classes and those below
    [[readings]]                a document was read against the graph by somebody else than its curator, see `Reading`

and more, see `Dataset`; each may be left out, the file, too: a folder that says nothing has few classes in use, and
bears no name of ours.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, get_type_hints

from ..errors import ContentError
from ..nearest import nearest
from .decoding import read_file, refusal

#: Where it stands below a folder of content.
PLACE = Path("data") / "dataset.toml"
#: The list in it of the themes that a question may have.
THEMES = "themes"
#: The table in it that says which file takes which cards.
CARDS = "cards"
#: The tables in it that tell what readers found.
READINGS = "readings"


@dataclass(frozen=True)
class Reading:
    """What a reader found in a document whose facts others had written, before anything of it was mended."""

    document: str  # its id
    day: str  # as 2026-11-28
    points: int  # argued points on a list that was made from the text alone
    held: int  # of these, in the structure of claims as a whole
    partly: int  # of these, in part
    statements: int  # drawn at random and held against the text
    misleading: int  # of these, by which somebody would believe what the text does not say


@dataclass(frozen=True)
class Dataset:
    """The description of a dataset; in the file, names have hyphens."""

    name: str = "graph"
    name_zh_hans: str = ""
    title: str = "A knowledge graph"
    title_zh_hans: str = ""
    about_zh_hans: str = ""
    about: str = "Who and what a few documents speak of and who argues what about it, with a passage behind each fact."
    creator: str = ""
    publisher: str = ""  # an IRI
    license: str = ""  # an IRI
    license_name: str = ""
    repository: str = ""  # an IRI: where the files are worked on, and mistakes are told
    example: str = ""  # a thing that shows what there is, as a CURIE
    uses_every_shape: bool = False
    readings: tuple[Reading, ...] = ()


def read_dataset(root: Path) -> Dataset:
    """What the folder says of itself. Raises ContentError where that is no TOML, or says what nothing asks."""
    given = _given(root)
    for other in (CARDS, THEMES):
        given.pop(other, None)
    given_rows = given.pop(READINGS, [])
    read = tuple(map(_reading, given_rows if isinstance(given_rows, list) else [given_rows]))
    known = {field.name.replace("_", "-"): field for field in fields(Dataset) if field.name != READINGS}
    for key, value in given.items():
        if key not in known:
            near = ", ".join(nearest(key, known)) or ", ".join(known)
            raise _wrong(f"there is no key {key!r}", f"Did you mean {near}?")
        if type(value) is not type(known[key].default):
            raise _wrong(f"{key} is {value!r}", f"Write {'true or false' if 'uses' in key else 'a text in quotes'}.")
    return Dataset(**{known[key].name: value for key, value in given.items()}, readings=read)


def _reading(row: Any) -> Reading:
    kinds = get_type_hints(Reading)
    if not isinstance(row, dict) or {key: type(value) for key, value in row.items()} != kinds:
        wanted = ", ".join(f"{key} ({'a text' if kind is str else 'a number'})" for key, kind in kinds.items())
        raise _wrong(f"[[{READINGS}]] holds {row!r}", f"Each has {wanted}, and nothing else.")
    one = Reading(**row)
    if one.held + one.partly > one.points or one.misleading > one.statements:
        raise _wrong(f"[[{READINGS}]] of {one.document} finds more than was looked for", "Mend the numbers.")
    return one


def read_cards(root: Path) -> dict[str, list[str]]:
    """Which classes the files of cards take, by the name of the file or what its name begins with; none where it does
    not say. Raises ContentError where that is no such table."""
    given = _given(root).get(CARDS, {})
    for names in given.values() if isinstance(given, dict) else [given]:
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise _wrong(f"[{CARDS}] holds {names!r}", 'Write lines such as people = ["Person"] below it.')
    return given


def read_themes(root: Path) -> list[str]:
    """The themes that a question may have; none where it does not say. Raises ContentError for no such list."""
    given = _given(root).get(THEMES, [])
    if not isinstance(given, list) or not all(isinstance(name, str) for name in given):
        raise _wrong(f"{THEMES} is {given!r}", f'Write {THEMES} = ["laws", "time"].')
    return given


def _given(root: Path) -> dict[str, Any]:
    path = root / PLACE
    if not path.exists():
        return {}
    try:
        return tomllib.loads(read_file(root, path).text)
    except tomllib.TOMLDecodeError as error:
        raise refusal(PLACE.as_posix(), 0, f"not valid TOML: {error}", "Mend the line.") from None


def _wrong(said: str, hint: str) -> ContentError:
    return refusal(PLACE.as_posix(), 0, said, hint)
