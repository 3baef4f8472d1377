"""`cnskg verify` and words that are given as those of a text: they stand in it, in the passage that gives them."""

from __future__ import annotations

from pathlib import Path

from cnskg.checks.quotations import stands
from tests.support.cli import Cli
from tests.support.content import edit, passage

PLACE = "    cns:claimant id:ann-author ;"


def test_an_invented_quotation_is_told_with_the_nearest_words(content: Path, run: Cli) -> None:
    """Words that the passage does not have are told with file, line, statement, what is like them, and the mend."""
    path = passage(content, "p003")
    edit(path, PLACE, f'{PLACE}\n    cns:quotedWords "clear rules matter more"@en ;')
    assert run("verify").code == 0
    edit(path, "clear rules matter more", "strict rules matter more")
    outcome = run("verify")
    line = next(i for i, row in enumerate(path.read_text(encoding="utf-8").split("\n"), 1) if "quotedWords" in row)
    assert outcome.code == 1
    assert (
        f"p003-rules.ttl:{line}: error: cns:quotedWords of id:claim-rules is 'strict rules matter more', "
        "which the passage does not have: nearest is 'clear rules matter more' [no-such-words]\n"
        "  Write them as they stand there;"
    ) in outcome.out
    assert "2 of 3 passages verified" in outcome.out


def test_words_of_another_passage_are_told_as_such(content: Path, run: Cli) -> None:
    """A hedge that stands in the document and not in the passage is told as standing elsewhere."""
    edit(passage(content, "p003"), PLACE, f'{PLACE}\n    cns:hedgeWord "founded"@en ;')
    outcome = run("verify")
    assert "which the document has elsewhere and not in this passage [no-such-words]" in outcome.out
    assert "where the text has none, the claim has no cns:hedge" in outcome.out


def test_how_a_quotation_is_typed_makes_no_difference() -> None:
    """Quotation marks, dashes, case, script, white space and words cut at a line's end are let be, not their order."""
    text = "The Party’s “all-round\u00a0leader-\nship” — of 國家 security"
    right = ("the party's", "Party", "All Round leadership", "all-round leadership of", "国家 security", "The [...] of")
    wrong = ("arty", "leaders", "leadership … all", "安全", "party leadership")
    assert [words for words in (*right, *wrong) if stands(words, text)] == list(right)
