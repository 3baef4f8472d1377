"""Judging one file: what it says wrong is found as it is when everything is judged."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from cnskg.checks import quick, registry
from cnskg.checks.check import Check
from cnskg.checks.sample import sample
from tests.support import ROOT
from tests.support.trying import content_of

#: What `cnskg check FILE` runs.
OF_A_FILE = [*(c for checks in quick.GROUPS.values() for c in checks), *registry.groups(ROOT)["SHACL"]]


@pytest.mark.parametrize("check", OF_A_FILE, ids=lambda check: check.name)
def test_a_file_is_judged_as_the_whole_is(check: Check, tmp_path: Path) -> None:
    """Each check finds in a chosen file just what it finds there when all are judged, and nothing in its right one."""
    for i, wrong in enumerate(check.failing.values()):
        content = content_of(wrong, tmp_path / str(i))
        found = check.run(content)
        assert found
        for name in {one.file for one in found}:
            alone = check.run(replace(content, chosen=frozenset([name])))
            assert [f for f in alone if f.file == name] == [f for f in found if f.file == name]
    content = content_of(check.passing, tmp_path / "passing")
    assert check.run(replace(content, chosen=frozenset(f.name for f in content.files))) == []


def test_of_two_files_at_odds_the_one_that_is_judged_is_told(tmp_path: Path) -> None:
    """Who checks one of two files hears of it there, and of the place in the other, whichever comes first."""
    for rule in ("two-things", "same-name", "described-twice"):
        (check,) = (one for one in OF_A_FILE if one.name == rule)
        content = content_of(check.failing["a card" if rule == "described-twice" else check.cases[0]], tmp_path / rule)
        (told,) = check.run(content)
        (first,) = (f.name for f in content.files if f.name.startswith("data/") and f.name != told.file)
        (other,) = check.run(replace(content, chosen=frozenset([first])))
        assert (other.file, first in told.message, told.file in other.message) == (first, True, True)


def test_a_file_at_odds_is_told_whatever_others_are(tmp_path: Path) -> None:
    """Where three files say three things of one id, each hears of it, the last one too."""
    (check,) = (one for one in OF_A_FILE if one.name == "two-things")
    said = 'id:claim-x a cns:Assessment ; skos:prefLabel "{name}"@en .'
    files = {f"data/passages/sample/{name}-sample.ttl": said.format(name=name) for name in ("p001", "p002", "p003")}
    content = content_of(sample(files), tmp_path / "content")
    for name in files:
        assert name in {one.file for one in check.run(replace(content, chosen=frozenset([name])))}


def test_a_shape_is_told_where_it_was_broken(tmp_path: Path) -> None:
    """What a passage adds to a thing so that it breaks a shape is told in the passage, not where the card lies."""
    (check,) = (one for one in OF_A_FILE if one.name == "entity-few-quoted-words")
    words = " ".join(f"word{n}" for n in range(13))
    passage = "data/passages/sample/p001-sample.ttl"
    files = {
        "data/entities/initiatives.ttl": 'id:x a cns:Initiative ; skos:prefLabel "x"@en .',
        passage: f'id:x cns:quotedWords "{words}"@en .',
    }
    content = content_of(sample(files), tmp_path / "content")
    for chosen in (None, frozenset([passage])):
        assert {one.file for one in check.run(replace(content, chosen=chosen))} == {passage}
