"""Templates: what they leave open is found by the check; filled in, they pass every rule."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.support import ROOT
from tests.support.cli import Cli
from tests.support.content import add, edit, passage

CLAIM = ("new", "claim", "report/p002", "x", "--kind", "cns:Prediction", "--label", "rules will do",
         "--claimant", "ann-author", "--about", "id:council", "--sentence", "Rules will do.",
         "--contends", "ann-author cns:pursues council")  # fmt: skip


@pytest.fixture(autouse=True)
def shapes(content: Path) -> None:
    """The shapes that the templates are made of."""
    for name in ("tenure", "question", "background", "evidence"):
        shutil.copy(ROOT / "shapes" / f"{name}.ttl", content / "shapes")


def test_a_claim_that_says_all_passes(content: Path, run: Cli) -> None:
    """With all options given the claim is whole: `fmt` names its proposition, and no rule finds anything."""
    assert run(*CLAIM).code == 0
    path = passage(content, "p002")
    assert "id:claim-x\n    a cns:Prediction ;" in path.read_text(encoding="utf-8")
    assert run("fmt").code == 0
    assert "cns:contends id:p--ann-author--pursues--council" in path.read_text(encoding="utf-8")
    assert run("check").code == 0, run("check").out
    assert "claim-x" not in run("validate").out


@pytest.mark.parametrize(
    ("option", "stance"),
    {
        "--denies": "denies",
        "--leaves-open": "leavesOpen",
        "--calls-for": "callsFor",
        "--calls-against": "callsAgainst",
    }.items(),
)
def test_a_claim_takes_any_stance(option: str, stance: str, content: Path, run: Cli) -> None:
    """What is denied, left open or called for is written as such, with its hedge, and nothing is contended."""
    told = [option if one == "--contends" else one for one in CLAIM]
    if stance.startswith("calls"):
        told[told.index("cns:Prediction")] = "cns:Demand"
    assert run(*told, "--hedge", "Likelihood probably").code == 0
    assert run("fmt").code == 0
    text = passage(content, "p002").read_text(encoding="utf-8")
    assert f"cns:{stance} id:p--ann-author--pursues--council" in text
    assert 'cns:hedge cns:Likelihood ;\n    cns:hedgeWord "probably"@en' in text
    assert "contends" not in text
    assert run("check").code == 0, run("check").out


def test_a_hedge_has_a_kind_and_a_word(content: Path, run: Cli) -> None:
    """A hedge of which only the word is said is refused, and nothing is written."""
    before = passage(content, "p002").read_bytes()
    outcome = run(*CLAIM, "--hedge", "probably")
    assert outcome.code == 2
    assert "Write both, as in 'cns:Likelihood probably'" in outcome.both
    assert passage(content, "p002").read_bytes() == before


def test_a_claim_of_somebody_else_says_who_reports_it(content: Path, run: Cli) -> None:
    """Without the author who reports it, a third party's claim is an error; the command takes that author, too."""
    who = ("--label", "x", "--claimant", "council", "--about", "council")
    says = ("--sentence", "It is.", "--contends", "council cns:pursues ann-author")
    told = ("new", "claim", "report/p002", "x", *who, *says)
    before = passage(content, "p002").read_bytes()
    assert run(*told).code == 0
    assert run("fmt").code == 0
    assert "[unreported-voice]" in run("check").out
    passage(content, "p002").write_bytes(before)
    assert run(*told, "--reported-by", "ann-author").code == 0
    assert run("fmt").code == 0
    assert "cns:reportedBy id:ann-author" in passage(content, "p002").read_text(encoding="utf-8")
    assert run("check", "--all").out.split("\n")[0].endswith(" 0 findings")


def test_what_a_claim_leaves_open_is_found(content: Path, run: Cli) -> None:
    """Of a bare template each thing to fill in is told with file and line; the facts above it stay."""
    before = passage(content, "p002").read_text(encoding="utf-8").rstrip("\n")
    assert run("new", "claim", "report/p002", "claim-y").code == 0
    text = passage(content, "p002").read_text(encoding="utf-8")
    assert before.split("\n\n", 1)[1] in text
    told = run("check").out
    assert "[unreported-voice]" not in told
    assert "[unlisted-relation]" not in told
    found = [row for row in told.split("\n") if "[unfilled]" in row]
    for name in ("cns:claimant", "cns:about", "cns:sentence", "skos:prefLabel", "cns:subject", "cns:object"):
        assert any(f"{name} is still to be filled in" in row and "p002-council.ttl:" in row for row in found), name


#: What is left of each kind of claim, once claimant, label and sentence are told; and how its proposition is held.
OF_A_KIND = {
    "Assessment": ("contends", ["subject", "relation", "object"]),
    "Prediction": ("contends", ["subject", "relation", "object"]),
    "Commitment": ("contends", ["subject", "relation", "object"]),
    "Demand": ("callsFor", ["subject", "relation", "object"]),
    "Recommendation": ("callsFor", ["addressee", "subject", "relation", "object"]),
    "Criticism": ("contends", ["criticises", "subject", "relation", "object"]),
    "ThreatPerception": ("contends", ["perceivedBy", "namesThreat", "subject", "object"]),
}
RULES = {
    "Recommendation": "# A recommendation says to whom it is addressed or who would act.\n",
    "Criticism": "# A criticism says what or whom it is of.\n",
    "ThreatPerception": "# A threat perception names the threat or what is threatened.\n",
}


@pytest.mark.parametrize("kind", OF_A_KIND)
def test_a_claim_brings_what_its_kind_needs(kind: str, content: Path, run: Cli) -> None:
    """Each kind asks for its own, says why in a comment, holds its proposition as it must, and passes once filled."""
    stance, needed = OF_A_KIND[kind]
    for name in ("recommendation", "criticism", "threat-perception"):
        shutil.copy(ROOT / "shapes" / f"{name}.ttl", content / "shapes")
    told = ("--label", "x", "--claimant", "ann-author", "--about", "council", "--sentence", "It is.")
    assert run("new", "claim", "report/p002", "x", "--kind", kind, *told).code == 0
    path = passage(content, "p002")
    text = path.read_text(encoding="utf-8")
    assert f"cns:{stance} [" in text
    assert RULES.get(kind, "") in text
    assert ("# To be filled in" in text) == (kind in RULES)
    rows = [row for row in run("check").out.split("\n") if "[unfilled]" in row]
    assert {name for name in needed if not any(f"cns:{name} is still" in row for row in rows)} == set()
    text = text.replace("id:fill-in-relation", "cns:pursues").replace("id:fill-in-object", "id:council")
    text = text.replace("id:fill-in-threatened", "id:council")
    path.write_text(re.sub(r"id:fill-in-\w+", "id:ann-author", text), encoding="utf-8")
    assert run("fmt").code == 0
    assert run("check", "--all").out.split("\n")[0].endswith(" 0 findings"), run("check", "--all").out


def test_only_a_claim_is_begun_as_one(content: Path, run: Cli) -> None:
    """A class that is no kind of claim is refused with those that are, and nothing is written."""
    before = passage(content, "p002").read_bytes()
    outcome = run("new", "claim", "report/p002", "x", "--kind", "Law")
    assert outcome.code == 2
    assert "cns:Law is no kind of claim" in outcome.err
    assert "cns:Prediction" in outcome.err
    assert passage(content, "p002").read_bytes() == before


def test_a_tenure_has_the_dates_that_are_given(content: Path, run: Cli) -> None:
    """A tenure takes what is known of its time; only without any it asks when."""
    post = ("new", "entity", "all", "chair", "cns:Post", "--name", "en=Chair of the Council")
    assert run(*post).code == 0
    add(passage(content, "p001"), "id:chair cns:postIn id:council .\n")
    who = ("--holder", "ann-author", "--post", "chair", "--label", "Ann Author as chair")
    assert run("new", "tenure", "report/p002", "ann", *who, "--starts", "2001", "--time-text", "early 2001").code == 0
    text = passage(content, "p002").read_text(encoding="utf-8")
    assert "cns:starts span:2001" in text
    assert "asOf" not in text
    assert run("fmt").code == 0
    assert run("check").code == 0, run("check").out
    assert run("new", "tenure", "report/p003", "ann-later", *who).code == 0
    assert "cns:asOf is still to be filled in" in run("check").out


def test_a_background_source_and_a_question(content: Path, run: Cli, tmp_path: Path) -> None:
    """Both begin as canonical files; a question without rows has them to be filled in."""
    made = run("new", "background", "gazette", "--name", "Gazette of 2001", "--url", "https://example.org/gazette")
    assert made.code == 0, made.err
    query = tmp_path / "q.rq"
    query.write_text("SELECT ?x { ?x a cns:Post }\n", encoding="utf-8")
    assert run("new", "question", "posts", "Which posts are there?", str(query), "--theme", "organs").code == 0
    assert run("fmt", "--check").code == 0
    (finding,) = [row for row in run("check").out.split("\n") if "error" in row]
    assert finding.startswith("data/questions/posts.ttl:")
    assert "cns:expects is still to be filled in" in finding
    assert "[background" not in run("validate").out


@pytest.mark.parametrize(
    ("line", "code", "told"),
    [
        (("claim", "report/p009", "x"), 2, "no passage or background source report/p009"),
        (("claim", "nowhere", "x"), 2, "no passage or background source nowhere"),
        (("claim", "report/p002", "X y"), 2, "is no name"),
        (("claim", "report/p002", "x", "--kind", "cns:Assesment"), 2, "cns:Assessment"),
        (("claim", "report/p002", "x", "--contends", "id:a cns:pursues"), 2, "no subject, relation and object"),
        (("claim", "report/p002", "rules"), 1, "id:claim-rules is there already, in data/passages/report/p003"),
        (("claim", "report/p002", "x", "--about", "my:thing"), 2, "not valid Turtle"),
        (("background", "b", "--name", "B", "--url", "example.org"), 2, "is no address"),
        (("background", "B b", "--name", "B", "--url", "https://example.org"), 2, "is no name"),
    ],
)
def test_what_cannot_be_is_not_written(line: tuple[str, ...], code: int, told: str, content: Path, run: Cli) -> None:
    """Each slip is told with how to mend it, and no file is touched."""
    before = {path: path.read_bytes() for path in content.rglob("*.ttl")}
    outcome = run("new", *line)
    assert (outcome.code, outcome.out) == (code, ""), outcome.both
    assert told in outcome.err
    assert {path: path.read_bytes() for path in content.rglob("*.ttl")} == before


def test_what_is_there_stays(content: Path, run: Cli) -> None:
    """A claim that a file has already, and a background source of that name, are not written again."""
    assert run(*CLAIM).code == 0
    assert run(*CLAIM).code == 1
    background = ("new", "background", "b", "--name", "B", "--url", "https://example.org/")
    assert run(*background).code == 0
    assert "is there already" in run(*background).err


def test_a_folder_without_the_shape_says_so(content: Path, run: Cli) -> None:
    """Where the shape is missing that the template is read off, it is named."""
    edit(content / "shapes" / "claim.ttl", "shape:claim-sentence", "shape:claim-other")
    assert "there is no shape claim-sentence" in run(*CLAIM).err
