"""Files as editors, systems and checkouts leave them: passed over, mended, or told by name; the others are checked."""

from __future__ import annotations

import codecs
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from cnskg.content.listing import ignored
from cnskg.release.inputs import input_files
from tests.support import ROOT
from tests.support.cli import Cli
from tests.support.content import add, edit, passage

LEAVINGS = [
    ".#p001-title.ttl", "._p001-title.ttl", "p001-title.ttl~", "#p001-title.ttl#", ".p001-title.ttl.swp", ".DS_Store",
    "p001-title.ttl.orig", "p001-title.ttl.bak", "Thumbs.db", ".ipynb_checkpoints/p001-title.ttl", "__MACOSX/x.ttl",
]  # fmt: skip


def name_of(path: Path, content: Path) -> str:
    """A file as findings tell it."""
    return path.relative_to(content).as_posix()


def lay_leavings(folder: Path) -> None:
    """Every kind of leaving in a folder; Emacs's lock is a link that leads nowhere."""
    for name in LEAVINGS:
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        if name.startswith(".#"):
            path.symlink_to("curator@host.1:1")
        else:
            path.write_bytes(b"\x00\x05\x16\x07 no Turtle")


@pytest.mark.parametrize("folder", ["data/passages/report", "data/entities", "ontology", "shapes"])
def test_what_editors_and_systems_leave_is_passed_over(folder: str, content: Path, run: Cli) -> None:
    """Locks, backups and hidden files beside curated ones change nothing: no finding, no other digest, no stop."""
    before = input_files(content)
    lay_leavings(content / folder)
    assert input_files(content) == before
    for command in (("check",), ("fmt", "--check"), ("rules",), ("verify",), ("find", "council")):
        outcome = run(*command)
        assert (outcome.code, outcome.err) == (0, ""), command
    made = run("new", "entity", "all", "a-law", "cns:Law", "--name", "en=Law of Elsewhere")
    assert made.code == 0, made.err


def test_what_is_passed_over_is_named_by_its_form() -> None:
    """No curated file is passed over: the forms are those of leavings alone."""
    assert [name for name in LEAVINGS if not any(ignored(part) for part in Path(name).parts)] == []
    kept = [path for top in ("data", "ontology", "shapes") for path in (ROOT / top).rglob("*") if path.is_file()]
    assert [path for path in kept if ignored(path.name) and path.name != ".lock"] == []  # which writing leaves


def broken_link(path: Path) -> None:
    path.unlink()
    path.symlink_to("nowhere")


def pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


#: How a file is spoilt, and what is said of it.
SPOILT: dict[str, tuple[Callable[[Path], object], str]] = {
    "syntax": (lambda p: p.write_text("id:x cns:partOf", encoding="utf-8"), "not valid Turtle"),
    "Latin-1": (lambda p: p.write_bytes(p.read_bytes() + "# café".encode("latin-1")), "not UTF-8 at byte"),
    "GB 18030": (lambda p: p.write_bytes("# 国家安全".encode("gb18030")), "not UTF-8 at byte 2"),
    "UTF-16 without a mark": (lambda p: p.write_bytes("id:x".encode("utf-16-le")), "there is a zero byte"),
    "UTF-16 cut": (lambda p: p.write_bytes(codecs.BOM_UTF16_LE + b"a\0b"), "not UTF-16"),
    "UTF-32": (lambda p: p.write_bytes("id:x".encode("utf-32")), "there is a zero byte"),
    "a link": (broken_link, "a link that leads to no file"),
    "a pipe": (pipe, "not a file"),
}


@pytest.mark.parametrize("spoilt", SPOILT)
def test_one_finding_a_file_and_the_rest_is_checked(spoilt: str, content: Path, run: Cli) -> None:
    """A file that cannot be read is one finding with its name and mend; faults of the other files are told as well."""
    path, other = passage(content, "p002"), passage(content, "p003")
    spoil, said = SPOILT[spoilt]
    spoil(path)
    edit(other, "cns:claimant", "cns:claimnat")
    outcome = run("check")
    assert outcome.code == 1
    assert outcome.err == "cnskg: 3 findings\n"
    assert [row.partition(":")[0] for row in outcome.out.split("\n") if "error:" in row] == [
        name_of(path, content), name_of(other, content), name_of(other, content)
    ]  # fmt: skip
    assert said in outcome.out
    assert "there is no property cns:claimnat" in outcome.out
    for command in (("fmt", "--check"), ("validate",), ("build",), ("verify",)):
        outcome = run(*command)
        assert outcome.code == 1, command
        assert name_of(path, content) in outcome.both
        assert "fault of ours" not in outcome.both


def test_a_card_that_cannot_be_read_is_not_missed_elsewhere(content: Path, run: Cli) -> None:
    """What only a broken file describes is no finding of the files that speak of it: one fault is told once."""
    cards = content / "data" / "entities" / "all.ttl"
    cards.write_text(cards.read_text(encoding="utf-8") + "id:x", encoding="utf-8")
    assert run("check").err == "cnskg: 1 findings\n"
    assert run("check", str(passage(content, "p001"))).code == 0


def test_a_broken_ontology_is_one_finding(content: Path, run: Cli) -> None:
    """Where the ontology cannot be read no term is known, so only files are judged."""
    path = content / "ontology" / "core.ttl"
    path.write_text(path.read_text(encoding="utf-8") + "cns:x", encoding="utf-8")
    outcome = run("check")
    assert outcome.err == "cnskg: 1 findings\n"
    assert "ontology/core.ttl:" in outcome.out


#: How the bytes of a file are changed so that its text stays what it is, and what is said of each.
BYTES: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "a byte order mark": (lambda b: codecs.BOM_UTF8 + b, "byte order mark"),
    "UTF-16, little end first": (lambda b: b.decode().encode("utf-16"), "is in UTF-16"),
    "UTF-16, big end first": (lambda b: codecs.BOM_UTF16_BE + b.decode().encode("utf-16-be"), "is in UTF-16"),
    "CRLF": (lambda b: b.replace(b"\n", b"\r\n"), "CRLF"),
    "CR": (lambda b: b.replace(b"\n", b"\r"), "CR or CRLF"),
    "mark and CRLF": (lambda b: codecs.BOM_UTF8 + b.replace(b"\n", b"\r\n"), "byte order mark"),
}


@pytest.mark.parametrize("change", BYTES)
def test_fmt_mends_bytes(change: str, content: Path, run: Cli) -> None:
    """Marks, UTF-16 and line ends of other systems are one finding that names `cnskg fmt`, which takes them away."""
    path = passage(content, "p002")
    whole = path.read_bytes()
    spoil, said = BYTES[change]
    path.write_bytes(spoil(whole))
    outcome = run("check")
    assert outcome.err == "cnskg: 1 findings\n"
    assert f"{name_of(path, content)}:1: error: " in outcome.out
    assert said in outcome.out
    assert f"Run `cnskg fmt {name_of(path, content)}`" in outcome.out
    assert run("fmt", "--check").code == 1
    assert path.read_bytes() == spoil(whole)
    assert run("fmt").code == 0
    assert path.read_bytes() == whole
    assert run("check").code == 0


def test_a_line_end_within_a_string_is_that_of_the_checkout(content: Path, run: Cli) -> None:
    """A long string in a CRLF checkout says what it says in any other: its lines end in LF."""
    path = passage(content, "p003")
    edit(path, '"Clarity counts for more than length in rules."@en', '"""Clarity\ncounts."""@en')
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert run("fmt").code == 0
    assert r'"Clarity\ncounts."@en' in path.read_text(encoding="utf-8")


def test_a_checkout_has_lf_whatever_git_is_set_to(tmp_path: Path) -> None:
    """Git that is set to turn line ends into CRLF leaves those of curated files alone."""
    clone = tmp_path / "clone"
    subprocess.run(["git", "init", "-q", str(clone)], check=True)
    (clone / ".gitattributes").write_bytes((ROOT / ".gitattributes").read_bytes())
    for name in ("documents.ttl", "different.tsv"):
        (clone / name).write_bytes((ROOT / "data" / name).read_bytes())
    git = ["git", "-C", str(clone), "-c", "core.autocrlf=true", "-c", "user.name=x", "-c", "user.email=x@example.org"]
    subprocess.run([*git, "add", "."], check=True, capture_output=True)
    subprocess.run([*git, "commit", "-qm", "x"], check=True)
    for name in ("documents.ttl", "different.tsv"):
        (clone / name).unlink()
    subprocess.run([*git, "checkout", "-q", "."], check=True)
    for name in ("documents.ttl", "different.tsv"):
        assert (clone / name).read_bytes() == (ROOT / "data" / name).read_bytes()


def test_two_files_for_one_passage(content: Path, run: Cli) -> None:
    """Two branches that take one id are told by check and verification, with both files and lines."""
    first = passage(content, "p002")
    again = first.with_name("p002-hearing.ttl")
    again.write_bytes(first.read_bytes())
    for command in ("check", "verify"):
        outcome = run(command)
        assert outcome.code == 1
        assert f"{name_of(again, content)}:5: error: {name_of(first, content)}:5 describes" in outcome.out
    assert "3 of 4 passages verified (75 %)" in outcome.out


def test_verification_is_whole_only_if_it_is_whole(content: Path, run: Cli) -> None:
    """A passage that does not say where it stands is a finding with its file; the others are verified all the same."""
    path = passage(content, "p002")
    edit(path, "    cns:document id:report ;\n", "")
    outcome = run("verify")
    assert outcome.code == 1
    assert f"{name_of(path, content)}:5: error: the passage does not say its cns:document [no-place]" in outcome.out
    assert "2 of 3 passages verified (66 %)" in outcome.out
    assert run("report", "coverage").code == 1


def test_the_prefixes_of_the_project_need_not_be_declared(content: Path, run: Cli) -> None:
    """The first statement in a fresh passage may use any prefix of the project; `fmt` writes those that are used."""
    made = run("new", "passage", "report", "p004", "more", "The Example", "Example Report", "--section", "1")
    assert made.code == 1  # it overlaps the first, which is taken away
    passage(content, "p001").unlink()
    assert run("new", "passage", "report", "p004", "more", "The Example", "Report", "--section", "1").code == 0
    path = passage(content, "p004")
    facts = '\nid:council skos:altLabel "Council"@en ; cns:starts span:2001 .\n'
    path.write_text(path.read_text(encoding="utf-8") + facts, encoding="utf-8")
    assert "not-canonical" in run("check").out
    assert run("fmt", str(path)).code == 0
    assert "@prefix skos:" in path.read_text(encoding="utf-8")
    assert run("check").code == 0


def test_a_prefix_of_nobody_is_told_with_those_that_there_are(content: Path, run: Cli) -> None:
    """A prefix that is not declared is told at its place, with how to declare it."""
    path = passage(content, "p002")
    path.write_text(path.read_text(encoding="utf-8") + "\nid:council dct:subject id:council .\n", encoding="utf-8")
    outcome = run("check")
    assert "The prefix dct: has not been declared" in outcome.out
    assert "Declare it with @prefix at the top of the file. Known without: bg, " in outcome.out


def test_a_missing_end_is_told_where_the_words_end(content: Path, run: Cli) -> None:
    """A file that ends in the middle of a statement is told at its last words, not at an empty line after them."""
    path = passage(content, "p002")
    text = path.read_text(encoding="utf-8").rstrip().removesuffix(" .")
    path.write_text(f"{text}\n\n\n", encoding="utf-8")
    rows = text.split("\n")
    outcome = run("check")
    assert f"{name_of(path, content)}:{len(rows)}: error: not valid Turtle" in outcome.out
    assert f"\n    {rows[-1].rstrip()}\n" in outcome.out


@pytest.mark.parametrize(("name", "hint"), [("../outside.ttl", "Set CNSKG_CONTENT"), ("data/none.ttl", "Give a file")])
def test_a_path_that_is_no_content_is_misuse(name: str, hint: str, content: Path, run: Cli) -> None:
    """A file outside of the content, or that is not there, is told as misuse."""
    (content.parent / "outside.ttl").write_text("id:x a cns:Law .", encoding="utf-8")
    for command in ("check", "fmt"):
        outcome = run(command, str(content / name))
        assert outcome.code == 2
        assert hint in outcome.err


def test_content_may_be_named_by_a_link(content: Path, run: Cli, tmp_path: Path) -> None:
    """The folder may be given by another name than its own, and files by either."""
    (tmp_path / "link").symlink_to(content)
    for path in (passage(content, "p002"), passage(tmp_path / "link", "p002")):
        assert run("check", str(path), CNSKG_CONTENT=str(tmp_path / "link")).code == 0
        assert run("fmt", str(path), CNSKG_CONTENT=str(tmp_path / "link")).code == 0


def test_a_stray_file_is_told(content: Path, run: Cli) -> None:
    """A passage whose name ends in .tll is told by its name and what was meant; README files are let be."""
    path = passage(content, "p003")
    path.rename(path.with_suffix(".tll"))
    (content / "data" / "README.md").write_text("What is here.", encoding="utf-8")
    outcome = run("check", str(path.parent))
    assert outcome.err == "cnskg: 1 findings\n"
    assert "p003-rules.tll: error: nothing reads this file [stray-file]\n  Did you mean .ttl?" in outcome.out


def test_statements_added_to_a_file_keep_their_lines(content: Path, run: Cli) -> None:
    """A finding in a file that begins with a mark is at the line that an editor shows."""
    path = passage(content, "p003")
    add(path, "\nid:council cns:partOff id:council .\n")
    text = path.read_text(encoding="utf-8")
    path.write_bytes(codecs.BOM_UTF8 + text.encode())
    line = text.split("\n").index("id:council cns:partOff id:council .") + 1
    assert f"{name_of(path, content)}:{line}: error: there is no property cns:partOff" in run("check").out


@pytest.mark.parametrize("name", ["data/links/x.sssom.tsv", "data/different.tsv", "shapes/x.ttl"])
def test_tables_and_shapes_are_read_like_the_rest(name: str, content: Path, run: Cli) -> None:
    """Mappings, reviewed pairs and shapes that are not UTF-8 are a finding; a mark or CRLF changes nothing in them."""
    path = content / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes("# 国家\n".encode("gb18030"))
    for command in ("check", "validate"):
        outcome = run(command)
        assert outcome.code == 1
        assert f"{name}:1: error: not UTF-8 at byte 2 [unreadable]\n  Save the file as UTF-8." in outcome.out
    assert name in run("build").err
    path.write_bytes(codecs.BOM_UTF8 + "# 国家\r\n".encode())
    found = run("check").out
    assert f"{name}:1: error: there is no mapping" in found if "links" in name else " 0 findings" in found


@pytest.mark.parametrize("folder", ["passages/memo", "entities"])
def test_a_passage_in_another_folder(folder: str, content: Path, run: Cli) -> None:
    """A passage that lies elsewhere is one finding that says where it belongs, and nothing is judged by its place."""
    path = passage(content, "p002")
    other = content / "data" / folder / path.name
    other.parent.mkdir(exist_ok=True)
    path.rename(other)
    told = f"{name_of(other, content)}:5: error: describes psg:report/p002, which belongs in data/passages/report/"
    for command in ("check", "verify"):
        outcome = run(command)
        assert outcome.err.startswith("cnskg: 1 findings")
        assert f"{told} [unreadable]\n  Move it to data/passages/report/." in outcome.out


def test_a_passage_whose_place_is_taken(content: Path, run: Cli) -> None:
    """A copy among the passages of another document is told by its own name alone, with the file that has its place."""
    path = passage(content, "p002")
    other = content / "data" / "passages" / "memo" / path.name
    other.parent.mkdir()
    other.write_bytes(path.read_bytes())
    for command in ("check", "verify"):
        outcome = run(command)
        assert outcome.err.startswith("cnskg: 1 findings")
        assert f"{name_of(other, content)}:5: error: describes psg:report/p002" in outcome.out
        assert f"  {name_of(path, content)} describes that already: remove this file" in outcome.out


def test_a_card_among_the_sources(content: Path, run: Cli) -> None:
    """Cards in a folder of another kind are one finding that says where cards belong."""
    cards = content / "data" / "entities" / "all.ttl"
    (content / "data" / "background").mkdir()
    cards.rename(content / "data" / "background" / "all.ttl")
    outcome = run("check")
    assert outcome.err == "cnskg: 1 findings\n"
    assert "cards belong in data/entities/." in outcome.out


def test_what_a_misspelt_file_describes_is_not_missed(content: Path, run: Cli) -> None:
    """Cards in a file whose ending is misspelt are one finding: what speaks of them is not told beside it."""
    cards = content / "data" / "entities" / "all.ttl"
    cards.rename(cards.with_suffix(".tll"))
    for command in ("check", "verify"):
        outcome = run(command)
        assert outcome.err.startswith("cnskg: 1 findings")
        assert "data/entities/all.tll: error: nothing reads this file [stray-file]\n  Did you mean .ttl?" in outcome.out


def test_a_missing_semicolon_is_told_where_it_is_missing(content: Path, run: Cli) -> None:
    """The line that lacks its end is named and shown, whatever comments follow it."""
    path = passage(content, "p003")
    edit(path, "cns:claimant id:ann-author ;", "cns:claimant id:ann-author # who\n    # and more\n")
    rows = path.read_text(encoding="utf-8").split("\n")
    line = next(i for i, row in enumerate(rows, 1) if row.endswith("# who"))
    outcome = run("check")
    told = f"{name_of(path, content)}:{line}: error: not valid Turtle: a ; or . is missing at the end of line {line}"
    assert told in outcome.out
    assert f"\n    {rows[line - 1]}\n" in outcome.out


def test_a_misspelt_class_is_told_once(content: Path, run: Cli) -> None:
    """A class that there is not is one finding; that nothing fits it is not told beside it."""
    edit(content / "data" / "entities" / "all.ttl", "a cns:Person", "a cns:Persn")
    outcome = run("check")
    assert outcome.err == "cnskg: 1 findings\n"
    assert "Did you mean cns:Person" in outcome.out
