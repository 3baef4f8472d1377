"""`cnskg check`: one check, whole and quick: of a file or of all, for people and programs, once or as files change."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cnskg import settings
from cnskg.curation import form, watching
from cnskg.release import build
from cnskg.release.folder import current_release
from tests.support import ROOT
from tests.support.cli import Cli
from tests.support.content import Small, add, edit, passage, use
from tests.support.linking import mapped

CURATING = (ROOT / "docs" / "curating.md").read_text(encoding="utf-8")
#: A claim that is hedged without the word of the text: what the shapes alone notice.
HEDGED = """
id:claim-hedged a cns:Assessment ; skos:prefLabel "hedged"@en ; cns:claimant id:ann-author ; cns:sentence "So."@en ;
    cns:hedge cns:Possibility ; cns:contends [
        cns:subject id:council ; cns:relation cns:pursues ; cns:object id:ann-author ] ."""


def claim(content: Path, text: str = HEDGED) -> Path:
    """The third passage's file, with more in it, in canonical form."""
    path = passage(content, "p003")
    add(path, text)
    return path


def test_a_file_is_held_against_the_shapes(content: Path, run: Cli) -> None:
    """What only a shape forbids is told by `check FILE` at its line, with the rule to look up."""
    path = claim(content)
    assert run("fmt").code == 0
    rows = path.read_text(encoding="utf-8").split("\n")
    line = rows.index("id:claim-hedged") + 1
    for files in ([str(path)], []):
        outcome = run("check", *files)
        assert outcome.code == 1
        assert (
            f"{path.relative_to(content)}:{line}: error: id:claim-hedged: A claim is hedged in one way" in outcome.out
        )
        assert "[claim-hedge]" in outcome.out
    assert run("check", str(passage(content, "p001"))).code == 0


def test_a_file_is_held_against_the_dates_of_others(content: Path, run: Cli) -> None:
    """An end in one file before the start that another states is told in the file that is checked."""
    add(passage(content, "p003"), "id:council cns:ends span:1999 .")
    assert run("fmt").code == 0
    outcome = run("check", str(passage(content, "p003")))
    assert outcome.code == 1
    assert "id:council ends before it starts: cns:ends span:1999, cns:starts span:2001-40 [own-order]" in outcome.out


def test_findings_elsewhere_are_counted(content: Path, run: Cli) -> None:
    """Of other files only the number of findings is told, and they make no file that is right a failure."""
    path = passage(content, "p001")
    edit(path, "cns:starts", "cns:strats")
    (content / "data" / "notes.txt").write_text("nothing reads this", encoding="utf-8")
    outcome = run("check", str(passage(content, "p003")))
    assert outcome.code == 0, outcome.both
    assert (
        "0 findings\n1 findings in other files, as far as these were looked at; `cnskg check` looks at all\n"
        in outcome.out
    )
    assert "cns:strats" not in outcome.out
    assert "there is no property cns:strats" in run("check").out


def test_what_a_file_says_wrong_of_a_thing_shows_where_others_use_it(content: Path, run: Cli) -> None:
    """A card whose class is changed is checked together with what other files say of it."""
    cards = content / "data" / "entities" / "all.ttl"
    edit(cards, "a cns:Person ;", "a cns:Law ;")
    outcome = run("check", str(cards))
    whole = run("check")
    assert outcome.code == 0
    said = whole.out.count("[wrong-object]") + whole.out.count("[proposition-kinds]")
    assert said == 3
    assert "3 findings in other files" in outcome.out


def test_the_shapes_wait_for_names_that_there_are(content: Path, run: Cli) -> None:
    """A misspelt class is told, and not beside it all that the shapes then miss."""
    claim(content)
    assert run("fmt").code == 0
    edit(passage(content, "p003"), "cns:Assessment", "cns:Asessment")
    outcome = run("check", str(passage(content, "p003")))
    assert "there is no class cns:Asessment" in outcome.out
    assert "[claim-hedge]" not in outcome.out
    assert "the shapes wait until there is every class and property\n" in outcome.out


def test_the_shapes_wait_for_files_that_cannot_be_read(content: Path, run: Cli) -> None:
    """Each file that does not parse is one finding, the rest is checked, and it is said that the shapes wait."""
    claim(content)
    assert run("fmt").code == 0
    for number in ("p001", "p002"):
        passage(content, number).write_text("id:x cns:y .", encoding="utf-8")
    edit(passage(content, "p003"), "cns:Assessment", "cns:Asessment")
    outcome = run("check")
    assert outcome.code == 1
    assert outcome.out.count("[unreadable]") == 2
    assert "there is no class cns:Asessment" in outcome.out
    assert "[claim-hedge]" not in outcome.out
    assert "the shapes wait until every file can be read" in outcome.out


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("sh:path cns:sentence", "sh:path cns:sentence cns:", "not valid Turtle"),
        ("sh:path cns:sentence", "sh:path 1", "the shapes cannot be run"),
        ("sh:targetClass cns:Claim", "sh:target cns:Claim", "has no sh:targetClass"),
    ],
)
def test_bad_shapes_cost_no_other_finding(old: str, new: str, said: str, content: Path, run: Cli) -> None:
    """Where the shapes cannot be read or run that is said, and the other findings are told all the same."""
    edit(content / "shapes" / "claim.ttl", old, new)
    edit(passage(content, "p001"), "span:2001-40", "span:2001-44")
    outcome = run("check")
    assert outcome.code == 1
    assert "[bad-time]" in outcome.out
    assert said in outcome.out.rpartition(" findings\n")[2]


@pytest.fixture(scope="module")
def warned_once(built_once: Small, tmp_path_factory: pytest.TempPathFactory) -> Small:
    """The small content with one warning, which its release has, too."""
    small = built_once.copy(tmp_path_factory.mktemp("warned") / "small")
    path = passage(small.content, "p003")
    edit(path, "Clarity counts for more", 'Clarity is all."@en ;\n    cns:sentence "Clarity counts for more')
    shape = small.content / "shapes" / "claim.ttl"
    shape.write_text(shape.read_text(encoding="utf-8").replace("sh:Violation", "sh:Warning"), encoding="utf-8")
    form.format_file(small.content, path, check=False)
    build.run(small.settings)
    return small


@pytest.fixture
def warned(warned_once: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Cli) -> Path:
    """The file of a passage with one warning that the release in use has, and with one more since."""
    small = warned_once.copy(tmp_path / "copy")
    use(small, monkeypatch)
    path = claim(small.content)
    assert run("fmt").code == 0
    return path


def test_new_warnings_stand_apart(warned: Path, run: Cli) -> None:
    """Warnings that the release in use has are counted, those since are told; `--all` and `validate` tell them all."""
    digest = current_release(settings.load()).digest
    outcome = run("check", str(warned))
    assert outcome.code == 0, outcome.both
    assert "[claim-hedge]" in outcome.out
    assert "[claim-sentence]" not in outcome.out
    told = f"2 findings: 0 errors, 2 warnings, 1 of these warnings new since release {digest}"
    assert f"{told} (--all tells the others)\n" in outcome.out
    everything = run("check", str(warned), "--all")
    assert "[claim-sentence]" in everything.out
    assert f"{told}\n" in everything.out
    validated = run("validate", "--new")
    assert "[claim-hedge]" in validated.out
    assert "[claim-sentence]" not in validated.out
    assert f"1 of these warnings new since release {digest}\n" in validated.out
    assert "[claim-sentence]" in run("validate").out


def test_a_warning_that_moved_is_not_new(warned: Path, run: Cli) -> None:
    """A warning is known by rule and words: lines above it may come and go."""
    edit(warned, "id:claim-rules\n", "# one line more\nid:claim-rules\n")
    assert "1 of these warnings new" in run("check", str(warned)).out


def test_without_a_release_all_warnings_are_told(warned: Path, run: Cli, tmp_path: Path) -> None:
    """Where there is no release to hold them against, that is said, and nothing is left out."""
    outcome = run("check", str(warned), CNSKG_BUILD=str(tmp_path / "none"))
    assert "[claim-sentence]" in outcome.out
    assert "2 warnings (there is no release to hold them against)\n" in outcome.out


@pytest.mark.parametrize("command", [("check",), ("validate",)])
def test_findings_as_json(command: tuple[str, ...], warned: Path, run: Cli) -> None:
    """One object on standard output, with each finding, its place, its mend, and whether the release has it."""
    add(warned, "id:council cns:ends span:2001-44 .")
    outcome = run(*command, "--format", "json")
    assert outcome.code == 1
    told = json.loads(outcome.out)
    by_rule = {one["rule"]: one for one in told["findings"]}
    assert told["release"] == current_release(settings.load()).digest
    assert by_rule["bad-time"]["severity"] == "error"
    assert by_rule["bad-time"]["line"] > 0
    assert "Write a time that there is" in by_rule["bad-time"]["hint"]
    assert (by_rule["claim-sentence"]["new"], by_rule["claim-hedge"]["new"]) == (False, True)
    assert json.loads(run("check", "--format", "json", CNSKG_BUILD="/nowhere").out)["findings"][0]["new"] is None


def valid_sarif(log: Any) -> None:
    """Hold a log against what the schema of SARIF 2.1.0 requires, and which values it allows, of all that we write."""
    assert log["version"] == "2.1.0"
    assert set(log) == {"$schema", "version", "runs"}
    (run,) = log["runs"]
    assert set(run) == {"tool", "columnKind", "results"}
    assert run["columnKind"] in ("utf16CodeUnits", "unicodeCodePoints")
    driver = run["tool"]["driver"]
    assert driver["name"]
    assert driver["informationUri"].startswith("https://")
    ids = [rule["id"] for rule in driver["rules"]]
    assert len(ids) == len(set(ids))
    assert all(rule["shortDescription"]["text"] for rule in driver["rules"])
    for result in run["results"]:
        assert set(result) <= {"ruleId", "ruleIndex", "level", "message", "locations", "baselineState"}
        assert ids[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in ("none", "note", "warning", "error")
        assert result["message"]["text"]
        assert result.get("baselineState", "new") in ("new", "unchanged", "updated", "absent")
        (location,) = result["locations"]
        physical = location["physicalLocation"]
        assert set(physical) == {"artifactLocation", "region"}
        assert not physical["artifactLocation"]["uri"].startswith("/")
        assert " " not in physical["artifactLocation"]["uri"]
        assert physical["region"]["startLine"] >= 1


@pytest.mark.parametrize("command", [("check",), ("validate",)])
def test_findings_as_sarif(command: tuple[str, ...], warned: Path, run: Cli) -> None:
    """A log of SARIF 2.1.0 names tool, rules, places and levels, and says which findings are new."""
    (warned.parents[2] / "a note.txt").write_text("", encoding="utf-8")
    outcome = run(*command, "--format", "sarif")
    log = json.loads(outcome.out)
    valid_sarif(log)
    states = {one["ruleId"]: (one["level"], one.get("baselineState")) for one in log["runs"][0]["results"]}
    assert states["claim-sentence"] == ("warning", "unchanged")
    assert states["claim-hedge"] == ("warning", "new")
    assert states["stray-file"] == ("error", "new")
    valid_sarif(json.loads(run(*command, "--format", "sarif", CNSKG_BUILD="/nowhere").out))


def test_a_watch_tells_what_changes(content: Path, run: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the first check each file that is saved is checked, those outside of FILE are not, and Ctrl-C ends it."""
    path, other = passage(content, "p003"), passage(content, "p001")
    steps = iter([
        lambda: edit(path, "cns:Assessment", "cns:Asessment"),
        lambda: edit(other, "cns:starts", "cns:strats"),
        lambda: edit(path, "cns:Asessment", "cns:Assessment"),
        lambda: edit(content / "shapes" / "claim.ttl", "cns:sentence ; sh:minCount 1", "cns:sentence ; sh:minCount 2"),
    ])  # fmt: skip

    def wait(seconds: float) -> None:
        """What happens between two looks; in the end somebody presses Ctrl-C."""
        assert seconds >= 0.1, "it would keep a processor busy"
        step = next(steps, None)
        if step is None:
            raise KeyboardInterrupt
        step()

    monkeypatch.setattr(watching.time, "sleep", wait)
    outcome = run("check", str(path), "--watch")
    assert outcome.code == 0, outcome.both
    first, broken, mended, shape = outcome.out.split(" changed\n")
    assert "1 files, " in first
    assert first.rstrip().endswith(path.name)
    assert "there is no class cns:Asessment" in broken
    assert "0 findings" in mended
    assert "[claim-sentence]" in shape


def test_a_passage_that_lies_with_another_is_the_one_that_is_blamed(content: Path, run: Cli) -> None:
    """Moved where its number is taken, a file is told where it belongs, once; the file that was there is let be."""
    memo = content / "data" / "passages" / "memo"
    memo.mkdir()
    own = passage(content, "p001").read_text(encoding="utf-8").replace("report", "memo")
    (memo / "p001-own.ttl").write_text(own, encoding="utf-8")
    documents = content / "data" / "documents.ttl"
    add(documents, "id:memo" + documents.read_text(encoding="utf-8").partition("id:report")[2])
    passage(content, "p001").rename(memo / "p001-title.ttl")
    (told,) = [row for row in run("check").out.split("\n") if "/p001-" in row and ": error: " in row]
    assert told.startswith("data/passages/memo/p001-title.ttl:")
    assert told.endswith("error: describes psg:report/p001, which belongs in data/passages/report/ [unreadable]")


def test_mappings_are_counted(content: Path, run: Cli) -> None:
    """A file of mappings is told by its mappings, as it has no statements."""
    row = "id:ann-author\tAnn Author\tschema:sameAs\twd:Q7\tAnn Author\tsemapv:ManualMappingCuration"
    outcome = run("check", str(mapped(content, "wikidata", row)))
    assert (outcome.code, outcome.out) == (0, "1 files, 1 mappings, 0 findings\n")
    assert re.search(r"\d\d statements, 1 mappings, ", run("check", "--all").out)


def test_a_table_is_a_file_that_is_checked(content: Path, run: Cli) -> None:
    """A table without a fault passes alone, is counted among the rest, and is refused for what is wrong in it."""
    before = run("check", "--all").out
    table = content / "data" / "different.tsv"
    table.write_text("ann-author\tcouncil\tone chairs the other\n", encoding="utf-8")
    right = run("check", str(table))
    assert (right.code, right.out) == (0, "1 files, 0 statements, 0 findings\n")
    count = int(re.findall(r"(\d+) files", before)[0])
    assert f"{count + 1} files" in run("check", "--all").out
    edit(table, "council", "nobody")
    assert run("check", str(table)).code == 1


def test_a_watch_is_for_people(content: Path, run: Cli) -> None:
    """Programs get one document, and so no watch."""
    outcome = run("check", "--watch", "--format", "json")
    assert outcome.code == 2
    assert "Leave out --format" in outcome.err


@pytest.fixture
def checkout(content: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small content as a git repository with the hook that the docs describe, all of it committed."""
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    (content / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "pre-commit", content / ".ci" / "pre-commit")
    git(content, "init", "-q")
    git(content, "add", ".")
    assert git(content, "commit", "-qm", "a").returncode == 0
    (content / ".git" / "hooks").mkdir(exist_ok=True)
    (link,) = re.findall(r"^ln -s (\S+) (\S+)$", CURATING, re.MULTILINE)
    (content / link[1]).symlink_to(link[0])
    return content


def git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A git command of somebody in a folder."""
    who = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    return subprocess.run(["git", *who, *arguments], cwd=folder, capture_output=True, text=True, check=False)


def test_the_hook_refuses_a_commit_with_an_error(checkout: Path) -> None:
    """What is staged under data/ is checked before it is committed; what is not staged, and other files, are let be."""
    edit(passage(checkout, "p003"), "cns:Assessment", "cns:Asessment")
    (checkout / "notes.md").write_text("a", encoding="utf-8")
    git(checkout, "add", "notes.md")
    assert git(checkout, "commit", "-qm", "b").returncode == 0
    refused = git(checkout, "commit", "-qam", "c")
    assert refused.returncode != 0
    assert "there is no class cns:Asessment" in refused.stdout + refused.stderr
    edit(passage(checkout, "p003"), "cns:Asessment", "cns:Assessment")
    (checkout / "data" / "different.tsv").write_text("ann-author\tnobody\tunlike\n", encoding="utf-8")
    git(checkout, "add", "data/different.tsv")
    refused = git(checkout, "commit", "-qm", "c")
    assert "[different-row]" in refused.stdout + refused.stderr
    git(checkout, "rm", "-qf", "data/different.tsv")
    edit(passage(checkout, "p003"), "Clarity counts", "Clear words count")
    done = git(checkout, "commit", "-qam", "c")
    assert done.returncode == 0, done.stderr


def test_the_recipe_for_forges(content: Path, run: Cli) -> None:
    """The command of the workflow in the docs writes a SARIF log, and its exit code is that of the findings."""
    (command,) = re.findall(r"run: cnskg (.*) > cnskg\.sarif", CURATING)
    right = run(*command.split())
    assert right.code == 0
    valid_sarif(json.loads(right.out))
    edit(passage(content, "p003"), "cns:Assessment", "cns:Asessment")
    wrong = run(*command.split())
    assert wrong.code == 1
    assert json.loads(wrong.out)["runs"][0]["results"][0]["level"] == "error"
