"""The documents say what is so: examples parse, names exist, commands run."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from cnskg import cli
from cnskg import namespaces as ns
from cnskg.content.files import Content, Kind
from cnskg.content.ontology import Ontology
from cnskg.release.folder import Release
from tests.support import ROOT, commands_page, faults_page, relations_table, rules_table
from tests.support.cli import Cli
from tests.support.http import ask
from tests.support.service import running

README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
TOLD = [*PAGES, ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"]
#: the README's commands that ask the graph
ASKING = ("cnskg query ", "cnskg explain ", "cnskg report ", "cnskg find ")
MODELLING = (ROOT / "docs" / "modelling.md").read_text(encoding="utf-8")


def blocks(text: str, language: str) -> list[str]:
    """The fenced blocks of a language."""
    return re.findall(rf"```{language}\n(.*?)```", text, re.S)


def commands(text: str) -> list[str]:
    """The shell commands of a page; a quoted argument may go over lines."""
    joined: list[str] = []
    for row in "\n".join(blocks(text, "sh")).split("\n"):
        if joined and joined[-1].count("'") % 2:
            joined[-1] += "\n" + row
        elif row.strip():
            joined.append(row)
    return joined


@pytest.fixture(scope="module")
def known() -> Ontology:
    return Content.read(ROOT, Kind.ONTOLOGY).ontology


def test_modelling_names_questions_that_exist() -> None:
    """Each hard case points to questions that are there, and so are run."""
    table = MODELLING.split("## The hard cases")[1]
    slugs = [
        s for row in table.split("\n") if row.startswith("|") for s in re.findall(r"`([a-z0-9-]+)`", row.split("|")[3])
    ]
    assert len(slugs) > 40
    missing = [s for s in slugs if not (ROOT / "data" / "questions" / f"{s}.ttl").exists()]
    assert missing == []


def test_terms_named_in_the_documents_exist(known: Ontology) -> None:
    """Every cns: term that a page names stands in the ontology."""
    for path in (page for page in PAGES if page != faults_page.DOCS):  # its faults are of terms that there are not
        for name in re.findall(r"\bcns:([A-Za-z]+)", path.read_text(encoding="utf-8")):
            assert ns.CNS + name in known.declared, f"{path.name}: cns:{name}"


def test_documents_say_which_graphs_they_mean() -> None:
    """Whatever asks for the evidence of something says that the graph is a passage, for claims have graphs, too."""
    engine = ROOT / "docs" / "engine.md"  # there it is about the variable, whatever the graph
    pages = [
        *(page for page in PAGES if page != engine),
        *(ROOT / "tests" / "corpora").glob("*/README.md"),
        *(ROOT / "cnskg").rglob("*.html"),
    ]
    asked = 0
    for path in pages:
        text = path.read_text(encoding="utf-8")
        for piece in re.findall(r"```.*?```|`[^`]+`|<code>.*?</code>", text, re.S):
            for name in re.findall(r"GRAPH \?(\w+) \{(?!\})", piece):
                asked += 1
                assert re.search(rf"\?{name} (a )?cns:", piece), f"{path.name}: {piece}"
    assert asked > 3


def test_files_named_in_the_documents_exist() -> None:
    """Every link to a file of the repository leads somewhere."""
    for path in PAGES:
        for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8")):
            assert (path.parent / target).exists(), f"{path.name}: {target}"


def test_every_rule_is_documented() -> None:
    """The page of rules has each check, with its severity and its sentence, as the registry has it."""
    assert rules_table.DOCS.read_text(encoding="utf-8") == rules_table.page()


def test_every_relation_is_documented() -> None:
    """The page of relations has each individual of the closed list, as the ontology defines it."""
    assert relations_table.DOCS.read_text(encoding="utf-8") == relations_table.page()


def test_every_command_is_in_the_documents(run: Cli) -> None:
    """The page of commands is what they say of themselves, and each says it on the command line."""
    text = commands_page.DOCS.read_text(encoding="utf-8")
    assert text == commands_page.page()
    for path in commands_page.commands():
        assert f"## {path}\n" in text
        outcome = run(*path.split()[1:], "--help")
        assert outcome.code == 0
        assert f"Usage: {path} " in outcome.out


def called(text: str) -> Iterator[str]:
    """What a page says of `cnskg …`, in its shell blocks and between backticks."""
    rows = [row.strip() for block in blocks(text, "sh") for row in block.split("\n")]
    plain = re.sub(r"```.*?```", "", text, flags=re.S)
    for piece in (*rows, *re.findall(r"`([^`]*)`", plain)):
        yield from re.findall(r"(?:^|[|$(=] ?|bin/)cnskg (\S.*)", " ".join(piece.split()))


def unknown(written: str, known: dict[str, click.Command]) -> list[str]:
    """The command or the options of a call that are not there; what is in capitals or dots stands for something."""
    words = [word.rstrip(",.;:)") for word in re.split(r" [|<>&#]|[|] ", written)[0].split()]
    path = ["cnskg"]
    while len(path) <= len(words) and " ".join([*path, words[len(path) - 1]]) in known:
        path.append(words[len(path) - 1])
    command = known.get(" ".join(path), cli.cli)
    rest = words[len(path) - 1 :]
    if isinstance(command, click.Group) and rest and re.fullmatch("[a-z]+", rest[0]):
        return [rest[0]]
    asked = [word.partition("=")[0] for word in rest if word.startswith("--")]
    return [word for word in asked if word not in commands_page.options(command)]


@pytest.mark.parametrize("page", [p for p in TOLD if p != commands_page.DOCS], ids=lambda p: p.name)
def test_every_command_in_the_documents_exists(page: Path) -> None:
    """Whatever a page tells its reader to call is a command, with options that it has."""
    known = commands_page.commands()
    calls = list(called(page.read_text(encoding="utf-8")))
    assert [(one, missing) for one in calls if (missing := unknown(one, known))] == []


def test_commands_that_do_not_exist_are_found() -> None:
    """A command, a part of a group and an option that nobody made are told; placeholders and pipes are none."""
    known = commands_page.commands()
    assert unknown("bild", known) == ["bild"]
    assert unknown("new pasage DOCUMENT", known) == ["pasage"]
    assert unknown("check --wach FILE", known) == ["--wach"]
    assert unknown("check FILE --format=sarif | head --lines 3", known) == []
    assert list(called("Ask `cnskg query q.rq`, or\n```sh\necho x | cnskg query -\n```\n")) == ["query -", "query q.rq"]


def test_readme_make_targets_exist() -> None:
    """The make commands of the README are targets of the Makefile."""
    lines = [line for line in commands(README) if line.startswith("make ")]
    assert len(lines) >= 2
    for line in lines:
        environment = os.environ | {"MAKEFLAGS": ""}
        done = subprocess.run(["make", "-n", *line.split()[1:]], cwd=ROOT, env=environment, capture_output=True)
        assert done.returncode == 0, line


@pytest.mark.slow
def test_readme_first_question(site: str) -> None:
    """The curl command of the README gives 政治安全 and political security with passage, section and deep link."""
    line = next(c for c in commands(README) if c.startswith("curl"))
    arguments = [a.replace("http://127.0.0.1:8000", site) for a in shlex.split(line)]
    done = subprocess.run(arguments, capture_output=True, text=True, check=True, timeout=60)
    for piece in (
        "政治安全",
        "political security",
        "/passage/merics-2022/",
        "2.1 What Xi",
        "#:~:text=A%20hierarchy%20of",
    ):
        assert piece in done.stdout, done.stdout


@pytest.mark.slow
def test_readme_commands_run(real: Release, run: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands of the README that ask the graph run as they stand."""
    monkeypatch.chdir(tmp_path)
    Path("question.rq").write_text("SELECT ?x { ?x a cns:BedrockSecurity }", encoding="utf-8")
    lines = [line for line in commands(README) if line.startswith(ASKING)]
    assert {line.split()[1] for line in lines} == {"query", "explain", "report", "find"}
    assert [(line, outcome.both) for line in lines if (outcome := run(*shlex.split(line)[1:])).code] == []


@pytest.mark.slow
def test_readme_service_for_wikidata(real: Release) -> None:
    """The command that allows Wikidata starts a service which names it among its limits and refuses any other."""
    line = next(c for c in commands(README) if c.startswith("CNSKG_SERVICES="))
    setting, *arguments = shlex.split(line)
    name, _, value = setting.partition("=")
    with running(*arguments, "--port", "0", **{name.removeprefix("CNSKG_").lower(): value}) as service:
        refused = ask(service.url, "SELECT * { SERVICE <https://example.org/sparql> { ?s ?p ?o } }")
    assert refused.status == 403
    assert value in refused.body.decode()


def test_readme_curator_commands(run: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands of the README that add a fact run word for word on the data, and leave nothing to mend."""
    for name in ("ontology", "data", "shapes"):
        shutil.copytree(ROOT / name, tmp_path / name)
    monkeypatch.setenv("CNSKG_CONTENT", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    section = README.split("## Add a fact")[1].split("\n## ")[0]
    lines = commands(section)
    assert [" ".join(line.split()[1:3]) for line in lines if line.startswith("cnskg new")] == [
        "new background",
        "new entity",
    ]
    for line in lines:
        if line.startswith("echo "):
            subprocess.run(line, shell=True, check=True, cwd=tmp_path)
            continue
        outcome = run(*shlex.split(line)[1:])
        assert outcome.code == 0, f"{line}: {outcome.both}"
    assert "0 errors" in outcome.out
    assert "[law-chinese-title]" in outcome.out
