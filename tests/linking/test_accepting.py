"""`cnskg link --accept` is one decision: all of it is taken over, or none; and the same command again ends well."""

from __future__ import annotations

import errno
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cnskg.linking import accepting
from tests.support.cli import Cli
from tests.support.linking import TABLE, Propose, decide, mapped, rows

OLD = "id:ann-author\tAnn Author\tschema:sameAs\twd:Q7\tAnn Author\tsemapv:ManualMappingCuration"


def hidden(folder: Path) -> list[Path]:
    """What somebody left half written in a folder."""
    return sorted(folder.glob(".*.tmp"))


@pytest.fixture
def decided(propose: Propose, tmp_path: Path) -> Path:
    """Two proposals, of which one is accepted."""
    path = tmp_path / "proposals.sssom.tsv"
    propose(TABLE, "--to", str(path))
    decide(path, Q901="yes")
    return path


def links(content: Path) -> list[Path]:
    """What lies in the folder of mappings, what is half written included."""
    return sorted(content.glob("data/links/*")) + sorted(content.glob("data/links/.*"))


def test_files_in_utf_16_are_taken_over(content: Path, run: Cli, decided: Path) -> None:
    """Proposals, and mappings, as a spreadsheet saves "Unicode text" lose nothing and end in plain UTF-8."""
    there = mapped(content, "wikidata", OLD)
    for path in (there, decided):
        path.write_bytes(path.read_text("utf-8").encode("utf-16"))
    outcome = run("link", "--accept", str(decided))
    assert outcome.out.startswith("1 accepted, 0 refused, 1 left open"), outcome.err
    assert set(rows(there.read_text("utf-8"))) == {"wd:Q7", "wd:Q901"}
    assert set(rows(decided.read_text("utf-8"))) == {"wikidata:Q902"}


def test_a_decision_has_its_day_and_no_path(content: Path, run: Cli, decided: Path) -> None:
    """A row tells when it was decided, and the name of the file that it came from, not where that lay."""
    before = datetime.now(UTC).date().isoformat()
    assert run("link", "--accept", str(decided)).code == 0
    (row,) = rows((content / "data" / "links" / "wikidata.sssom.tsv").read_text("utf-8")).values()
    assert row["mapping_date"] in (before, datetime.now(UTC).date().isoformat())
    assert row["object_source"] == "there.csv"


@pytest.mark.parametrize("full", ["proposals", "wikidata"])
def test_a_full_disk_leaves_both_files_as_they_were(
    content: Path, run: Cli, decided: Path, monkeypatch: pytest.MonkeyPatch, full: str
) -> None:
    """Where one of the two cannot be written, neither the mappings nor the proposals change."""
    there, write = mapped(content, "wikidata", OLD), Path.write_text
    before = [(path, path.read_bytes()) for path in (there, decided)]

    def write_text(path: Path, *told: str, **more: str) -> int:
        if full in path.name and path.parent in (there.parent, decided.parent):
            path.touch()  # as a disk does that has room for a name only; the system says no file
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(path, *told, **more)

    monkeypatch.setattr(Path, "write_text", write_text)
    outcome = run("link", "--accept", str(decided))
    named = {"proposals": decided, "wikidata": there}[full]
    assert (outcome.code, f"no space left on device: {named}\n" in outcome.err) == (2, True), outcome.err
    assert [path.read_bytes() for path, _ in before] == [data for _, data in before]
    assert links(content) == [there]
    assert hidden(decided.parent) == []


def test_who_stops_it_while_it_judges_has_written_nothing(
    content: Path, run: Cli, decided: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C during the checks leaves no row that nothing has judged."""
    before = decided.read_bytes()

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(accepting, "run_all", stop)
    assert run("link", "--accept", str(decided)).code == 2
    assert (links(content), decided.read_bytes()) == ([], before)


def test_the_same_command_again_ends_well(
    content: Path, run: Cli, decided: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped between the two files, the decisions stand in both; again, they are cleared away and stand once."""
    decide(decided, Q902="no")
    put = Path.replace

    def replace(path: Path, to: Path) -> Path:
        if to.name == decided.name:
            raise KeyboardInterrupt
        return put(path, to)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", replace)
        assert run("link", "--accept", str(decided)).code == 2
    (there,) = links(content)
    assert hidden(decided.parent) == []
    taken = there.read_bytes()
    assert set(rows(decided.read_text("utf-8"))) == {"wikidata:Q901", "wikidata:Q902"}
    outcome = run("link", "--accept", str(decided))
    assert outcome.code == 0, outcome.err
    assert outcome.out.startswith("1 accepted, 1 refused (2 stood there before), 0 left open")
    assert (there.read_bytes(), rows(decided.read_text("utf-8"))) == (taken, {})
