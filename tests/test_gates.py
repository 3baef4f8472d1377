"""Each gate goes red on a planted fault, names file and line, and says how to mend it; the last good release stays."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cnskg.release.folder import read_release
from tests.support import ROOT
from tests.support.cli import Cli
from tests.support.content import Small, edit, passage


def where(path: Path, content: Path, word: str) -> str:
    """FILE:LINE of the first line with the word."""
    rows = path.read_text(encoding="utf-8").split("\n")
    line = next(i for i, row in enumerate(rows, 1) if word in row)
    return f"{path.relative_to(content).as_posix()}:{line}:"


def test_all_is_green_without_a_fault(small: Small, run: Cli) -> None:
    """The sample passes every gate, so that what follows is due to the planted fault alone."""
    assert run("check").code == 0
    assert run("validate").code == 0
    assert run("verify").code == 0
    assert small.release.is_dir()


def test_misspelt_class(content: Path, run: Cli) -> None:
    """A class that the ontology lacks is named with its line and the nearest ones."""
    path = passage(content, "p003")
    edit(path, "cns:Assessment", "cns:Asessment")
    outcome = run("check")
    assert outcome.code == 1
    assert where(path, content, "Asessment") in outcome.out
    assert "cns:Assessment" in outcome.out


def test_misspelt_property(content: Path, run: Cli) -> None:
    """A property that the ontology lacks is named with the nearest ones."""
    edit(passage(content, "p003"), "cns:claimant", "cns:claimnat")
    outcome = run("validate")
    assert outcome.code == 1
    assert "there is no property cns:claimnat" in outcome.out
    assert "cns:claimant" in outcome.out


def test_syntax_error(content: Path, run: Cli) -> None:
    """Broken Turtle stops every command at file, line and column, with the line shown."""
    path = passage(content, "p002")
    path.write_text(path.read_text(encoding="utf-8") + "\nid:x cns:y .\n", encoding="utf-8")
    for command in ("check", "validate", "build"):
        outcome = run(command)
        assert outcome.code == 1
        assert path.relative_to(content).as_posix() + ":" in outcome.both
        assert "not valid Turtle" in outcome.both
        assert "\n    id:x cns:y .\n" in outcome.both
        assert "Traceback" not in outcome.both


def test_not_utf8(content: Path, run: Cli) -> None:
    """A file in another encoding is named, with what to do."""
    path = passage(content, "p002")
    path.write_bytes(path.read_bytes() + "# café".encode("latin-1"))
    outcome = run("build")
    assert outcome.code == 1
    assert "not UTF-8" in outcome.err


def test_broken_anchor(content: Path, run: Cli) -> None:
    """A first word that the text does not have fails verification at the line of the anchor."""
    path = passage(content, "p002")
    edit(path, 'cns:startsWith "The Council', 'cns:startsWith "The Counsel')
    outcome = run("verify")
    assert outcome.code == 1
    assert where(path, content, "startsWith") in outcome.out
    assert "stand 0 times" in outcome.out


def test_other_text(content: Path, run: Cli, tmp_path: Path) -> None:
    """A source text that changed under the graph is told, and so is the passage it changed."""
    edit(tmp_path / "texts" / "report.txt", "clear rules", "plain rules")
    outcome = run("verify")
    assert outcome.code == 1
    assert "other-text" in outcome.out
    assert "digest" in outcome.out


def test_a_copy_with_other_lines_verifies(content: Path, run: Cli, tmp_path: Path) -> None:
    """A reader's own copy, its lines broken elsewhere and its accents apart, is the same text: all passages stand."""
    text = tmp_path / "texts" / "report.txt"
    text.write_text("\n\n\n" + text.read_text(encoding="utf-8").replace(" ", " \n"), encoding="utf-8")
    outcome = run("verify")
    assert outcome.code == 0, outcome.both
    assert "3 of 3 passages verified" in outcome.out


def test_a_copy_with_more_around_is_told_once(content: Path, run: Cli, tmp_path: Path) -> None:
    """Of a copy with other words around, the passages are found by their own; no new passage is made from it."""
    text = tmp_path / "texts" / "report.txt"
    text.write_text("Menu\n\n" + text.read_text(encoding="utf-8") + "\nFooter.", encoding="utf-8")
    outcome = run("verify")
    assert outcome.code == 1
    assert "data/documents.ttl" in outcome.out
    assert outcome.out.count("error:") == 1
    assert "3 of 3 passages verified" in outcome.out
    made = run("new", "passage", "report", "p004", "footer", "Footer.", "Footer.", "--section", "1")
    assert made.code == 1
    assert "other words than its digest says" in made.err


def test_gap(content: Path, run: Cli) -> None:
    """A stretch of the text that belongs to no passage is told."""
    passage(content, "p002").unlink()
    outcome = run("verify")
    assert outcome.code == 1
    assert "belong to no passage" in outcome.out


def test_fact_without_evidence(content: Path, run: Cli) -> None:
    """A fact in a card, where no passage stands behind it, fails the build."""
    cards = content / "data" / "entities" / "all.ttl"
    cards.write_text(cards.read_text(encoding="utf-8") + "\nid:council cns:partOf id:council .\n", encoding="utf-8")
    outcome = run("build")
    assert outcome.code == 1
    assert "facts-in-card" in outcome.err
    assert "Move the statement to the passage" in outcome.err


def test_undescribed_entity(content: Path, run: Cli) -> None:
    """A statement about something that has no type anywhere is told, with the tool that mends it."""
    edit(passage(content, "p003"), "cns:about id:council", "cns:about id:counsel")
    outcome = run("check")
    assert outcome.code == 1
    assert "id:counsel has no type" in outcome.out
    assert "cnskg new entity" in outcome.out


def test_wrong_object(content: Path, run: Cli) -> None:
    """A property between things that it is not made for is told with both classes."""
    edit(passage(content, "p003"), "cns:about id:council", "cns:supports id:council")
    outcome = run("check")
    assert outcome.code == 1
    assert "the object of cns:supports must be a cns:Claim; id:council is a cns:StateOrgan" in outcome.out


def test_shape_violation(content: Path, run: Cli) -> None:
    """A broken SHACL rule is told with its sentence, its name and the line of the node."""
    path = passage(content, "p003")
    edit(path, '    cns:sentence "Clarity counts for more than length in rules."@en .\n', "")
    edit(path, '    cns:hedgeWord "may"@en ;\n', '    cns:hedgeWord "may"@en .\n')
    outcome = run("validate")
    assert outcome.code == 1
    assert "A claim says in exactly one sentence" in outcome.out
    assert "[claim-sentence]" in outcome.out
    assert path.relative_to(content).as_posix() + ":" in outcome.out


def test_shape_that_matches_nothing(content: Path, run: Cli) -> None:
    """A shape without a single focus node is an error, since it could not fail."""
    shutil.copy(ROOT / "shapes" / "tenure.ttl", content / "shapes" / "tenure.ttl")
    (content / "data" / "dataset.toml").write_text('title = "A sample"\nuses-every-shape = true\n', encoding="utf-8")
    outcome = run("validate")
    assert outcome.code == 1
    assert "tenure-holder matches nothing" in outcome.out


def test_no_shapes(content: Path, run: Cli) -> None:
    """A folder without shapes does not count as valid."""
    shutil.rmtree(content / "shapes")
    outcome = run("validate")
    assert outcome.code == 1
    assert "there is no shape" in outcome.err


def test_inconsistent_statement(content: Path, run: Cli) -> None:
    """A person who is also an organ clashes with the ontology, and the build says so before it reasons."""
    edit(content / "data" / "entities" / "all.ttl", "    a cns:Person ;", "    a cns:Person ;\n    a cns:StateOrgan ;")
    outcome = run("build")
    assert outcome.code == 1
    assert "is a cns:Person and a cns:StateOrgan, which exclude one another [two-sorts]" in outcome.err
    assert "data/entities/all.ttl:" in outcome.err
    assert "Traceback" not in outcome.both


def test_inconsistent_axiom(content: Path, run: Cli) -> None:
    """An axiom that makes an asserted class disjoint from its own superclass is caught."""
    with (content / "ontology" / "core.ttl").open("a", encoding="utf-8") as handle:
        handle.write("\ncns:Assessment owl:disjointWith cns:Claim .\n")
    outcome = run("build")
    assert outcome.code == 1
    assert "rules should be clear" in outcome.err
    assert "p003-rules.ttl:" in outcome.err


def test_near_duplicate(content: Path, run: Cli) -> None:
    """A second card with nearly the same name is told, and silenced only by a reviewed row with a reason."""
    twin = run(
        "new", "entity", "all", "the-council", "cns:StateOrgan", "--name", "en=The Council of Examples", "--different"
    )
    assert twin.code == 0
    assert "[near-duplicate]" in run("validate").out
    (content / "data" / "different.tsv").write_text("council\tthe-council\ttwo councils\n", encoding="utf-8")
    assert "[near-duplicate]" not in run("validate").out


def test_bad_mapping(content: Path, run: Cli) -> None:
    """A mapping file without licence or justification fails, which the common validator lets pass."""
    folder = content / "data" / "links"
    folder.mkdir()
    columns = "subject_id\tsubject_label\tpredicate_id\tobject_id\tobject_label\tmapping_justification"
    row = "id:council\tCouncil\tschema:sameAs\twd:Q1\tCouncil\t"
    (folder / "wikidata.sssom.tsv").write_text(f"#mapping_set_id: x\n{columns}\n{row}\n", encoding="utf-8")
    outcome = run("validate")
    assert outcome.code == 1
    assert "lacks license" in outcome.out
    assert "wikidata.sssom.tsv:3: error: mapping_justification is empty" in outcome.out


def test_failed_build_keeps_the_last_release(small_copy: Small, run: Cli) -> None:
    """After a good build, a bad one changes nothing: the link, the release and the answers stay."""
    release = small_copy.release
    edit(passage(small_copy.content, "p003"), "cns:Assessment", "cns:Asessment")
    assert run("build").code == 1
    assert small_copy.release == release
    assert read_release(release, thorough=True).path == release
    assert list((small_copy.build / "releases").iterdir()) == [release]


def test_corrupt_release_is_rebuilt(small_copy: Small, run: Cli, tmp_path: Path) -> None:
    """A release that lost a file is refused with the remedy, and the remedy works."""
    next((small_copy.release / "store").glob("*.sst")).unlink()
    query = tmp_path / "q.rq"
    query.write_text("ASK {}", encoding="utf-8")
    outcome = run("query", str(query))
    assert outcome.code == 2
    assert "is damaged" in outcome.err
    assert "cnskg build" in outcome.err
    assert run("build").code == 0
    assert run("query", str(query), "-f", "json").code == 0


@pytest.mark.parametrize("folder", ["nowhere", "texts-gone"])
def test_missing_sources(content: Path, run: Cli, tmp_path: Path, folder: str) -> None:
    """A missing source folder is one clear message and exit code 2."""
    outcome = run("verify", str(tmp_path / folder))
    assert outcome.code == 2
    assert f"there is no folder {tmp_path / folder}" in outcome.err
