"""What a folder of content says of itself in `data/dataset.toml`: what its release is called, and how strict to be.

    title = "…"                 as pages and the description of the release call it
    about = "…"                 one sentence on what is in it
    uses-every-shape = true     a shape that matches nothing is then an error: there, it must be a slip
    themes = ["laws"]           a question of another theme is then an error
    [cards]                     a card that lies in another file is then an error
    people = ["Person"]         people.ttl, or all of people-*.ttl, takes the cards of these classes and those below

and more, see `Dataset`; each may be left out, the file, too: a folder that says nothing has few classes in use, and
bears no name of ours.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from ..errors import ContentError
from ..nearest import nearest
from .decoding import read_file, refusal

#: Where it stands below a folder of content.
PLACE = Path("data") / "dataset.toml"
#: The list in it of the themes that a question may have.
THEMES = "themes"
#: The table in it that says which file takes which cards.
CARDS = "cards"


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


def read_dataset(root: Path) -> Dataset:
    """What the folder says of itself. Raises ContentError where that is no TOML, or says what nothing asks."""
    given = _given(root)
    for other in (CARDS, THEMES):
        given.pop(other, None)
    known = {field.name.replace("_", "-"): field for field in fields(Dataset)}
    for key, value in given.items():
        if key not in known:
            near = ", ".join(nearest(key, known)) or ", ".join(known)
            raise _wrong(f"there is no key {key!r}", f"Did you mean {near}?")
        if type(value) is not type(known[key].default):
            raise _wrong(f"{key} is {value!r}", f"Write {'true or false' if 'uses' in key else 'a text in quotes'}.")
    return Dataset(**{known[key].name: value for key, value in given.items()})


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
