"""Comments in curated files: above a subject they stay with it, and no other is lost without a word."""

from __future__ import annotations

from pathlib import Path

import pytest

from cnskg.content.comments import comments
from tests.support.cli import Cli
from tests.support.content import edit

KEPT = "# The chair since 2001,\n# as the council says.\n"


def cards(content: Path) -> Path:
    """The small content's file of cards."""
    return content / "data" / "entities" / "all.ttl"


def test_a_comment_above_a_subject_survives(content: Path, run: Cli) -> None:
    """Comments above a subject stay above it when the file is brought into form, and when a tool adds to it."""
    edit(cards(content), "id:ann-author\n", f"  {KEPT}\nid:ann-author\n")
    assert run("fmt").code == 0
    assert f"\n{KEPT}id:ann-author\n" in cards(content).read_text(encoding="utf-8")
    assert run("fmt", "--check").code == 0
    assert run("check").code == 0
    assert run("names", "ann-author", "sv=Ann Författare").code == 0
    assert run("new", "entity", "all", "aaa", "cns:Field", "--name", "en=Zoology").code == 0
    assert f"\n{KEPT}id:ann-author\n" in cards(content).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("    a cns:Person ;", "    # within\n    a cns:Person ;", 6),
        ("    a cns:Person ;", "    a cns:Person ; # beside", 6),
        ("@prefix id:", "# above a prefix\n@prefix id:", 2),
        ("id:ann-author\n", "id:ann-author # after its name\n", 5),
        ("id:council\n", "id:council\n#x\n", 11),
    ],
)
def test_what_cannot_be_kept_is_said(old: str, new: str, line: int, content: Path, run: Cli) -> None:
    """A comment elsewhere is told with its line and words, and counted, by `check` before and by `fmt` as it goes."""
    edit(cards(content), old, new)
    place = f"data/entities/all.ttl:{line}"
    told = run("check")
    assert told.code == 1
    assert f"{place}: error: a comment for which the canonical form has no place [not-canonical]" in told.out
    before = run("fmt", "--check")
    assert f"all.ttl:{line}: cannot be kept: #" in before.out
    assert "1 comments cannot be kept" in before.out
    after = run("fmt")
    assert after.code == 0
    assert f"all.ttl:{line}: not kept: #" in after.out
    assert "1 comments were not kept" in after.out
    assert run("check").code == 0


def test_no_tool_drops_a_comment(content: Path, run: Cli) -> None:
    """A tool that adds to a file refuses where that would cost a comment, and the file stays as it is."""
    edit(cards(content), "    a cns:Person ;", "    a cns:Person ; # since 2001")
    before = cards(content).read_text(encoding="utf-8")
    for command in (
        ("names", "ann-author", "sv=Ann Författare"),
        ("new", "entity", "all", "zoo", "cns:Field", "--name", "en=Zoology"),
    ):
        refused = run(*command)
        assert refused.code == 1
        assert "all.ttl:6: the comment '# since 2001' would be lost" in refused.err
    assert cards(content).read_text(encoding="utf-8") == before


def test_a_sign_within_a_term_is_no_comment() -> None:
    """The number sign in an IRI, a string or a string over several lines begins no comment."""
    text = """PREFIX c: <https://example.org/a#>
<https://example.org/#x> c:p " # a", '''
# b
''' , <https://example.org/#y> .
#> above
c:z#beside
 c:p 1 . [] c:p 2 .
# at the end"""
    found = comments(text)
    assert {s: [c.text for c in rows] for s, rows in found.above.items()} == {"https://example.org/a#z": ["#> above"]}
    assert [(c.line, c.text) for c in found.elsewhere] == [(6, "#beside"), (8, "# at the end")]
