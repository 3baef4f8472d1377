"""Looking only where answers can be gives those of looking everywhere, for names of cards and parts of these."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from cnskg.nearest import Known, alike
from cnskg.search.asked import Asked
from cnskg.search.entries import entries
from cnskg.search.readings import Heard, short, spelled, within
from tests.support import ROOT

#: Every so many names are asked for.
STEP = 61


@pytest.fixture(scope="module")
def names() -> list[tuple[str, tuple[str, ...]]]:
    """All names without their spaces, with their readings."""
    cards = (
        quad.triple for path in sorted((ROOT / "data/entities").glob("*.ttl")) for quad in ox.parse(path=str(path))
    )
    return [(name.folded.replace(" ", ""), name.readings) for entry in entries(cards) for name in entry.names]


@pytest.fixture(scope="module")
def asked(names: list[tuple[str, tuple[str, ...]]]) -> list[str]:
    """Names, the same with a letter less, and what is shorter: first, last and every second characters or syllables."""
    found = []
    for name, readings in [one for one in names if one[1]][::STEP] + names[::STEP]:
        found += [name, name[:2] + name[3:]]
        for parts in (list(name), *(reading.split(" ") for reading in readings)):
            found += ["".join(one) for one in (parts[:3], parts[-3:], parts[::2], parts[::-1])]
    return [text for text in dict.fromkeys(found) if text]


def test_names_like_one_are_found_among_those_of_its_length(
    names: list[tuple[str, tuple[str, ...]]], asked: list[str]
) -> None:
    """A name of quite another length is never like the one that is asked for."""
    texts = sorted({name for name, _ in names})
    known = Known(texts)
    for text in asked[::5]:
        assert sorted(known.alike(text, 80)) == sorted(alike(text, texts, 80))


def test_shorter_forms_are_found_by_their_parts(names: list[tuple[str, tuple[str, ...]]], asked: list[str]) -> None:
    """Names in hanzi that are made shorter have the characters, or begin and end with the syllables, that are asked."""
    known = [(at, name, readings) for at, (name, readings) in enumerate(names) if readings]
    heard = Heard(known)
    syllables = {one for _, _, readings in known for reading in readings for one in reading.split(" ")}
    found = 0
    for question in map(Asked.of, asked):
        wanted = []
        for at, name, readings in known if question.han or spelled(question.joined, syllables) else ():
            if not question.han and any(within(question.joined, reading) for reading in readings):
                wanted.append((at, 0))
            elif short(question, name, readings):
                wanted.append((at, 1))
        assert list(heard.shorter(question)) == wanted
        found += len(wanted)
    assert found > len(asked)  # most ask for something
