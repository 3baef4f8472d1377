"""One fault is one finding in the curator's check; how the file is laid out is told last."""

from __future__ import annotations

from pathlib import Path

import pytest

from cnskg.curation.checking import judge
from tests.support.content import add, edit, passage

CLAIM = '    cns:sentence "Clarity counts for more than length in rules."@en'


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        (f"{CLAIM} .", "    cns:reportedBy id:council .", "incomplete-claim"),
        (f"{CLAIM} .", f"{CLAIM.removesuffix('@en')} .", "language"),
        ("cns:claimant id:ann-author ;", "cns:claimant id:nobody ;", "undescribed"),
        ("cns:claimant id:ann-author ;", "cns:claimant id:fill-in-claimant ;", "unfilled"),
    ],
)
def test_consequences_are_not_told(old: str, new: str, rule: str, content: Path) -> None:
    """What breaks a shape only because a statement is wrong by itself is told once, where it is wrong."""
    path = passage(content, "p003")
    edit(path, old, new)
    found = judge(content.resolve(), [path.resolve()]).findings
    assert [one.rule for one in found if one.rule != "not-canonical"] == [rule]


def test_layout_comes_last(content: Path) -> None:
    """That a file is not in canonical form is told after all that is wrong in it, though it begins further up."""
    path = passage(content, "p003")
    edit(path, "\n\n", "\n\n\n")
    add(path, "\nid:claim-rules cns:abuot id:council .\n")
    found = judge(content.resolve(), [path.resolve()]).findings
    assert [one.rule for one in found] == ["unknown-term", "not-canonical"]
    assert found[0].line > found[1].line
