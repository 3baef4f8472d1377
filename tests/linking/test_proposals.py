"""Proposed mappings: each with its reasons, none that holds by itself, and what was refused never again."""

from __future__ import annotations

from pathlib import Path

import pytest

from cnskg.content.files import Content
from cnskg.content.mappings import triples
from cnskg.linking import ours as mine
from cnskg.linking import proposing, tables
from cnskg.linking.blocking import Block
from cnskg.linking.ours import Links
from cnskg.linking.things import Thing, kinds_agree, kinds_of
from cnskg.reconciling.matching import Candidate
from tests.support import ROOT
from tests.support.cli import Cli
from tests.support.linking import ITEMS, TABLE, Propose, decide, mapped, rows


def test_a_proposal_gives_its_reasons(content: Path, propose: Propose) -> None:
    """Names in both scripts, type and date are told, and make a proposal surer; nothing is written by itself."""
    outcome = propose()
    assert outcome.code == 0, outcome.err
    found = rows(outcome.out)
    assert set(found) == {"wikidata:Q901", "wikidata:Q902"}
    council, author = found["wikidata:Q901"], found["wikidata:Q902"]
    assert council["subject_id"] == "id:council"
    assert council["mapping_justification"] == "semapv:LexicalMatching"
    for told in (
        "the same name: ",
        "and in the other script: ",
        "its type fits: government agency",
        "its date fits: 2001",
    ):
        assert told in council["comment"]
    assert "the same words in another order: Author Ann = Ann Author" in author["comment"]
    assert float(author["confidence"]) < float(council["confidence"]) < 1
    assert (council["decision"], list((content / "data").glob("links/*"))) == ("", [])


def test_another_type_or_date_is_told(propose: Propose) -> None:
    """A namesake of another kind, or of another time, is less sure, and says why."""
    sure, song = (rows(propose(TABLE, "--least", "0").out)[f"wikidata:Q90{n}"] for n in (1, 3))
    assert "its type is another: song" in song["comment"]
    late = rows(propose(TABLE.replace(",2001", ",1949"), "--least", "0").out)["wikidata:Q901"]
    assert "its date is another: 1949, here 2001-40" in late["comment"]
    assert float(song["confidence"]) < 0.5 < float(late["confidence"]) < 0.7 < float(sure["confidence"])


def test_decisions_are_taken_over(content: Path, run: Cli, propose: Propose, tmp_path: Path) -> None:
    """`yes` becomes a mapping, `no` one that is refused and no statement; neither is proposed again."""
    path = tmp_path / "proposals.sssom.tsv"
    propose(TABLE, "--to", str(path))
    decide(path, Q902="no")
    assert run("link", "--accept", str(path)).out.startswith("0 accepted, 1 refused, 1 left open")
    assert set(rows(propose().out)) == {"wikidata:Q901"}
    decide(path, Q901="yes")
    assert run("link", "--accept", str(path)).out.startswith("1 accepted, 0 refused, 0 left open")
    assert rows(propose().out) == {}
    links = rows((content / "data" / "links" / "wikidata.sssom.tsv").read_text(encoding="utf-8"))
    assert [links[f"wikidata:Q90{n}"]["predicate_modifier"] for n in (1, 2)] == ["", "Not"]
    assert {t.object.value.rpartition("/")[2] for t in triples(content)} == {"Q901"}
    assert run("check", str(content / "data" / "links")).code == 0


@pytest.mark.parametrize("word", ["yes", "no", "maybe"])
def test_decisions_are_not_written_over(run: Cli, propose: Propose, tmp_path: Path, word: str) -> None:
    """Proposals take the place of undecided ones only; what somebody decided stays, and how to go on is told."""
    path = tmp_path / "proposals.sssom.tsv"
    assert [propose(TABLE, "--to", str(path)).code for _ in range(2)] == [0, 0]
    decide(path, Q901=word)
    before = path.read_bytes()
    outcome = propose(TABLE, "--to", str(path))
    assert outcome.code == 2
    assert f"{path} holds 1 decision not yet taken over\n  `cnskg link --accept {path}` takes them over" in outcome.err
    assert path.read_bytes() == before


def test_no_other_file_is_written_over(content: Path, propose: Propose) -> None:
    """Neither mappings nor a note give way to proposals."""
    note = content / "note.txt"
    note.write_bytes(b"\xff note")
    row = "id:ann-author\tAnn Author\tschema:sameAs\twd:Q7\tAnn Author\tsemapv:ManualMappingCuration"
    for path in (mapped(content, "other", row), note, content / "data"):
        before = path.is_file() and path.read_bytes()
        outcome = propose(TABLE, "--to", str(path))
        assert (outcome.code, f"{path} is there already, and is no file of proposals" in outcome.err) == (2, True)
        assert (path.is_file() and path.read_bytes()) == before


def test_rows_join_those_that_are_there(content: Path, run: Cli, propose: Propose, tmp_path: Path) -> None:
    """What a mapping file holds stays, and a new row takes the prefix that it uses."""
    old = "id:ann-author\tAnn Author\tschema:sameAs\twd:Q7\tAnn Author\tsemapv:ManualMappingCuration"
    links = mapped(content, "wikidata", old)
    path = tmp_path / "proposals.sssom.tsv"
    propose(TABLE, "--to", str(path))
    decide(path, Q901="yes")
    assert run("link", "--accept", str(path)).code == 0
    found = rows(links.read_text(encoding="utf-8"))
    assert [found[node]["mapping_justification"] for node in ("wd:Q7", "wd:Q901")] == [
        "semapv:ManualMappingCuration",
        "semapv:MappingReview",
    ]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "schema:sameAs\t\twikidata:Q901",
            "skos:exactMatch\t\twikidata:Q901",
            "skos:exactMatch does not suit id:council",
        ),
        ("wikidata:Q901", "wikidata:X901", "cannot be an identifier"),
        ("yes\tid:council", "perhaps\tid:council", "'perhaps' is no decision"),
        ("decision", "decided", "is no file of proposals"),
    ],
)
def test_what_is_wrong_is_not_taken_over(
    content: Path, run: Cli, propose: Propose, tmp_path: Path, old: str, new: str, told: str
) -> None:
    """A decision that breaks a rule is told once, and neither the links nor the proposals change."""
    path = tmp_path / "proposals.sssom.tsv"
    propose(TABLE, "--to", str(path))
    decide(path, Q901="yes", Q902="no")
    before = path.read_text("utf-8").replace(old, new)
    path.write_text(before, encoding="utf-8")
    outcome = run("link", "--accept", str(path))
    assert (outcome.code, told in outcome.err) == (1, True), outcome.err
    assert path.read_text("utf-8") == before
    assert list((content / "data").glob("links/*")) == []


def test_a_realistic_sample_is_matched() -> None:
    """Of items in Wikidata's shape those that are ours are proposed, the right one first; namesakes are not."""
    content = Content.read(ROOT, *mine.READ)
    found = proposing.propose(mine.gather(content), tables.read(ITEMS, "", 1), Links.read(ROOT), "wikidata", 0.7)
    first: dict[str, str] = {}
    for one in found:
        first.setdefault(one.ours.iri.rpartition("/")[2], one.thing.iri.rpartition("Q9000000")[2])
    assert first == {
        "ding-xuexiang": "01",
        "zhao-lijian": "02",
        "mss": "04",
        "peoples-daily": "05",
        "washington-post": "06",
        "law-foreign-ngo-management-law-2016": "07",
        "taiwan-strait": "08",
        "cicir": "09",
        "yan-xuetong": "10",
        "chen-yixin": "11",
    }


@pytest.mark.parametrize(
    ("here", "there", "agree"),
    [("2014-11-01", "2014", True), ("2014", "2014-11-01", True), ("2014-11", "2014-12", False),
     ("2001-40", "2001-03-01", True), ("201X", "2014", True), ("201X", "2021", False),
     ("2021--2025", "2021", True), ("2021-06-10", "2021-06-11", False)],
)  # fmt: skip
def test_dates_agree_as_far_as_they_are_known(here: str, there: str, agree: bool) -> None:
    """A year holds its days, a half its year, a decade its years; two days are one or none."""
    assert proposing.dates_agree([here], [there]) == agree


def test_few_pairs_are_looked_at(content: Path) -> None:
    """Names that share most of their words are looked at, those that share one word are not."""
    block = Block(mine.gather(Content.read(content, *mine.READ)))
    named = {
        name: block.candidates(Thing("x:1", main=[name])) for name in ("The Council of all Examples", "Examples of Art")
    }
    assert [[one.iri.rpartition("/")[2] for one in found] for found in named.values()] == [["council"], []]


def test_only_the_best_are_proposed(propose: Propose) -> None:
    """Of many namesakes three are proposed, and each says how many there are; ours is none of them."""
    ours = "https://w3id.org/cnskg/id/ann-author,Ann Author,,human,\n"
    many = ours + "".join(f"http://www.wikidata.org/entity/Q91{n},Ann Author,,human,\n" for n in range(5))
    found = rows(propose(TABLE.split("\n")[0] + "\n" + many).out)
    assert len(found) == 3
    assert all("one of 5 candidates" in row["comment"] for row in found.values())


@pytest.mark.parametrize(
    ("words", "kind"),
    [("sovereign state", "Place"), ("ministry of China", "Organisation Organ"), ("StateOrgan", "Organisation Organ"),
     ("law enforcement agency", "Organisation"), ("MediaOrganisation", "Organisation House"), ("中国法律", "Law"),
     ("research institutes", "Organisation House"), ("human", "Person"), ("Wikimedia disambiguation page", "Name"),
     ("", ""), ("thingummy", "")],
)  # fmt: skip
def test_kinds_are_known_by_their_last_words(words: str, kind: str) -> None:
    """What a class is called elsewhere tells which kinds of ours it is, or nothing."""
    assert kinds_of(words) == {*kind.split()}


@pytest.mark.parametrize(
    ("here", "there", "agree"),
    [("MediaOrganisation", "ministry", False), ("MediaOrganisation", "organization", True),
     ("StateOrgan", "ministry", True), ("Organisation", "newspaper", True), ("StateOrgan", "university", False),
     ("Place", "ministry", False)],
)  # fmt: skip
def test_a_journal_is_no_ministry(here: str, there: str, agree: bool) -> None:
    """Both are organisations; where both sides say which sort, it has to be the same."""
    assert kinds_agree(kinds_of(here), kinds_of(there)) == agree


def test_a_journal_is_not_proposed_as_a_ministry(tmp_path: Path, run: Cli) -> None:
    """A ministry that is called as a journal of ours is told to be of another type, and not proposed."""
    path = tmp_path / "there.csv"
    path.write_text("id,name,type\nhttp://www.wikidata.org/entity/Q900000901,Foreign Affairs,ministry\n", "utf-8")
    assert "0 proposals" in run("link", str(path), "--target", "wikidata").err
    told = rows(run("link", str(path), "--target", "wikidata", "--least", "0").out)
    assert "its type is another: ministry" in told["wd:Q900000901"]["comment"]


@pytest.mark.parametrize(
    ("hanzi", "points"),
    [("范例委员会", -0.3), ("示例会", -0.1), ("中国示例委员会", -0.1), ("", -0.1), ("示例委员会 | 范例委员会", 0.0)],
)
def test_another_chinese_name_makes_it_less_sure(propose: Propose, hanzi: str, points: float) -> None:
    """Hanzi that are other ones speak against it and are told; short forms, and names that lack, do neither."""
    table = TABLE.replace(",2001", ",")
    sure = rows(propose(table).out)["wikidata:Q901"]
    other = rows(propose(table.replace("示例委员会", hanzi), "--least", "0").out)["wikidata:Q901"]
    assert round(float(other["confidence"]) - float(sure["confidence"]), 2) == points
    told = f"its Chinese name is another: {hanzi}, here 示例委员会"
    assert (told in other["comment"]) == (points < -0.2)


def test_scripts_are_told_as_they_are(content: Path, propose: Propose, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that is read as another is told with the script in which it stands here, and there."""
    table = "id,name\nhttp://www.wikidata.org/entity/Q906,Shili Weiyuanhui\n"
    council = rows(propose(table, "--least", "0").out)["wikidata:Q906"]
    assert "the same name, in hanzi here and in letters there: Shili Weiyuanhui = 示例委员会" in council["comment"]
    monkeypatch.setattr(proposing, "compared", lambda entry, _: Candidate(entry, "Ann", 97.0, {"name_read": 1.0}))
    ours = mine.gather(Content.read(content, *mine.READ), ["Person"])[0]
    told = proposing.judged(ours, Thing("x:1", main=["安"])).reasons[0]
    assert told == "the same name, in letters here and in hanzi there: 安 = Ann"
