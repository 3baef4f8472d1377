"""Whatever bytes a file holds, a curator gets findings: no trace, no fault of ours, a code that means something."""

from __future__ import annotations

import re
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cnskg.checks import files, parsers, passages, quick
from cnskg.checks.check import run_all
from cnskg.content.files import Content, Unread, gather, parse
from cnskg.content.listing import shown
from cnskg.curation import form
from cnskg.errors import ContentError
from tests.support.cli import Outcome, call
from tests.support.content import passage
from tests.support.spoiling import spoilt

#: One folder serves all examples: each lays its own file.
HERE = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
#: A failing example is told as it is found: to make it smaller would take minutes.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)


def is_told(outcome: Outcome) -> None:
    """Fine, or findings that name their files; in no case a fault of ours."""
    assert outcome.code in (0, 1), outcome.both
    assert "fault of ours" not in outcome.both
    assert "Traceback" not in outcome.both
    if outcome.code == 1:
        assert re.search(r"^(not canonical: \S+/)?data/[a-z]", outcome.out, re.MULTILINE), outcome.both


@settings(max_examples=15, phases=PHASES, deadline=None, suppress_health_check=HERE)
@given(data=st.data())
def test_spoilt_passages_are_told_at_the_doors(data: st.DataObject, content: Path) -> None:
    """Edited, cut, random or otherwise encoded passages pass, or are findings with their file, in every command."""
    path = passage(content, "p003")
    path.write_bytes(data.draw(spoilt(passage(content, "p001").read_text(encoding="utf-8"))))
    for command in (["check"], ["fmt", "--check", str(path)], ["verify"]):
        is_told(call(*command))


def with_file(content: Path, others: Content, path: Path) -> Content:
    """The content with one file read again."""
    try:
        return Content(content, (*others.files, parse(content, path)), others.texts)
    except ContentError as error:
        return Content(content, others.files, others.texts, (Unread(path, shown(content, path), error),))


def test_no_check_stumbles_over_a_spoilt_passage(content: Path) -> None:
    """No check raises, whatever a passage holds; what `fmt` writes says the same, and is canonical."""
    path = passage(content, "p003")
    good = path.read_text(encoding="utf-8")
    others = tuple(f for f in gather(content)[0] if f.path != path)

    @settings(max_examples=150, phases=PHASES, deadline=None, suppress_health_check=HERE)
    @given(spoilt(good))
    def holds(data: bytes) -> None:
        path.write_bytes(data)
        whole = with_file(content, Content(content, others, content.parent / "texts"), path)
        told = quick.run(whole) + run_all(whole, (*files.VERIFIED, *passages.CHECKS))
        assert not whole.unread or path.name in {Path(f.file).name for f in told}
        mine = [f for f in whole.files if f.path == path]
        parsers.two_parsers.run(Content(content, tuple(mine)))
        for source in mine:
            rewritten(content, path, source.triples)

    holds()


def rewritten(content: Path, path: Path, before: frozenset[object]) -> None:
    """Whether `fmt` leaves what a file says, and is done with it; or refuses, as it does with blank nodes."""
    try:
        form.format_file(content, path, check=False)
    except ContentError:
        return
    assert parse(content, path).triples == before
    assert not form.format_file(content, path, check=True).changed
