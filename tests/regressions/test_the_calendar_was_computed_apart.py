"""Build, checks and reasoner each computed the time spans that facts mention, from files of their own choice.

Nothing held the three together. The calendar is one of the files of the content now, computed once, from all facts.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from cnskg import namespaces as ns
from cnskg.content import files
from cnskg.content.files import DATA, FACTUAL, Content, Kind


def test_the_calendar_is_a_file_of_its_own(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The time spans that facts mention have types and bounds; they are computed once, and only where asked for."""
    calls: list[int] = []
    computed = files.triples_of
    monkeypatch.setattr(files, "triples_of", lambda given: (calls.append(1), computed(given))[1])
    read = Content.read(content)
    assert Kind.CALENDAR not in {f.kind for f in read.of(*DATA)}
    assert calls == []
    everything = read.of(*Kind)
    assert [f.kind for f in everything].count(Kind.CALENDAR) == 1
    assert read.types[ns.TIME + "2001-40"] == {ns.CNS + "TimeSpan"}
    assert read.triples(Kind.CALENDAR) <= read.triples(*FACTUAL)
    assert len(calls) == 1
