"""Where the ready questions stand on the pages: `data/questions/subjects.toml`, which a folder may leave out.

front = ["slug", …]          answered on the front page
[[subject]]                  a heading, in the order of the pages
name = "laws"                in English, and as name-zh-hans in Chinese
questions = ["slug", …]      what stands below it
apart = true                 a heading of questions that try the data, which stand apart
"""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import ContentError
from .decoding import read_file, refusal

#: Where it stands below a folder of content.
PLACE = Path("data") / "questions" / "subjects.toml"
_KINDS: dict[str, type] = {"name": str, "name-zh-hans": str, "questions": list, "apart": bool}


@dataclass(frozen=True)
class Subject:
    """A heading and the slugs of the questions below it."""

    name: str
    name_zh_hans: str = ""
    questions: tuple[str, ...] = ()
    apart: bool = False


@dataclass(frozen=True)
class Subjects:
    """The headings in their order, and the questions of the front page."""

    front: tuple[str, ...] = ()
    subjects: tuple[Subject, ...] = ()


def read_subjects(root: Path) -> Subjects:
    """What the folder says of its questions. Raises ContentError where that is no TOML, or is not made as above."""
    path = root / PLACE
    if not path.exists():
        return Subjects()
    try:
        given = tomllib.loads(read_file(root, path).text)
    except tomllib.TOMLDecodeError as error:
        raise refusal(PLACE.as_posix(), 0, f"not valid TOML: {error}", "Mend the line.") from None
    front, subjects = given.pop("front", []), given.pop("subject", [])
    if given or not _is_texts(front) or not isinstance(subjects, list):
        raise _wrong("it holds something else than front and [[subject]]", 'Write front = ["slug"], or [[subject]].')
    found = Subjects(tuple(front), tuple(map(_subject, subjects)))
    twice = [slug for slug, n in Counter(s for one in found.subjects for s in one.questions).items() if n > 1]
    if twice:
        raise _wrong(f"{twice[0]} stands under two subjects", "Leave it under one.")
    return found


def _subject(given: Any) -> Subject:
    right = isinstance(given, dict) and all(type(value) is _KINDS.get(key) for key, value in given.items())
    if not right or "name" not in given or not _is_texts(given.get("questions", [])):
        raise _wrong(f"a subject is {given!r:.60}", 'Write name = "…" and questions = ["slug"] below [[subject]].')
    told = {key.replace("-", "_"): value for key, value in given.items()}
    return Subject(**told | {"questions": tuple(told.get("questions", ()))})


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _wrong(said: str, hint: str) -> ContentError:
    return refusal(PLACE.as_posix(), 0, said, hint)
