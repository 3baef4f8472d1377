"""Commands that check and make releases: validate, rules, verify, build, report."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import click

from .. import folders, settings
from ..checks import files, passages, registry, verbatim
from ..checks.check import run_all
from ..content.files import Content, Kind
from ..content.texts import has_text
from ..curation import coverage, telling
from ..curation.checking import Verdict
from ..errors import ContentError, UsageError
from ..linking import coverage as linked
from ..nearest import nearest
from ..quality import report as quality
from ..release import build as building
from ..release import shelf, store
from ..release.folder import current_release, read_release
from . import say
from .asking import answered, summary
from .checking import FORMATS, against_release, tell


@click.command("validate")
@click.option("--warnings/--no-warnings", default=True, help="Show warnings, too.")
@click.option("--new", is_flag=True, help="Of warnings show those that the release in use has not.")
@click.option("--format", "form", type=FORMATS, default="text", help="Lines, or all findings for programs.")
def validate_command(warnings: bool, new: bool, form: str) -> None:
    """Check ontology/, data/ and shapes/: parsers, quick checks, SHACL, links. Exit 1 where an error is found."""
    known = settings.load()
    content = Content.gather(known.content)
    report = registry.run(content, say)
    groups = registry.GROUPS if content.unread else registry.groups(content.root)
    rules = {one.name: one.sentence for group in groups.values() for one in group}
    verdict = against_release(Verdict(report.files, report.triples, report.findings, rules), known)
    if form == "text":
        for one in report.findings:
            if one.severity == "error" or (warnings and (not new or verdict.is_new(one))):
                click.echo(str(one))
        focus = sum(report.focus.values())
        click.echo(
            f"{report.files} files, {report.triples} statements, {len(report.focus)} shapes, {focus} focus nodes: "
            f"{len(report.errors)} errors, {len(report.findings) - len(report.errors)} warnings"
            + telling.since(verdict)
            * new
        )
    else:
        tell(verdict, form, old=True)
    if report.errors:
        raise ContentError(f"{len(report.errors)} errors", hint="Each line above says where and how to mend it.")


@click.command("rules")
@click.argument("name", required=False)
def rules_command(name: str | None) -> None:
    """List all rules that the content must keep; with NAME, one rule with what passes and what fails it."""
    groups = registry.everything(settings.load().content)
    if name:
        known = {check.name: check for checks in groups.values() for check in checks}
        if name not in known:
            near = ", ".join(nearest(name, known))
            raise UsageError(f"there is no rule {name}", hint=f"Near: {near}." if near else "`cnskg rules` lists them.")
        click.echo(known[name].told())
        return
    for group, checks in groups.items():
        click.echo(f"{group}:")
        for check in checks:
            click.echo(f"  {check.name:<24} {check.severity:<8} {check.sentence}")


@click.command("verify")
@click.argument("folder", metavar="[SOURCES]", required=False, type=click.Path(path_type=Path))
@click.option("--document", default="", help="Only the passages of this document, whose text alone is then needed.")
def verify_command(folder: Path | None, document: str) -> None:
    """Find every passage in the source texts of SOURCES, and words of theirs where they should not be.

    Without SOURCES, the texts are those of CNSKG_SOURCES. Anchors, offsets, digests, gaps; quotations; then rows of
    nine words and more. Exit 1 where something is found.
    """
    chosen = settings.load(sources=folder)
    whole = Content.gather(chosen.content, texts=chosen.sources)
    content = _only(whole, document) if document else whole
    passage_files = [f.name for f in content.of(Kind.PASSAGE)]
    passage_files += [f.name for f in content.unread if f.name.startswith("data/passages/")]
    if not passage_files:
        raise ContentError("there is no passage to verify", hint="Passages stand under data/passages/.")
    checks = (one for group in registry.WITH_TEXTS.values() if group is not verbatim.CHECKS for one in group)
    found = run_all(content, (*files.VERIFIED, *checks))
    # Words may be taken from any text that is at hand, and the names that carry over stand in all files.
    found += run_all(replace(whole, chosen=frozenset(f.name for f in content.files)), verbatim.CHECKS)
    found.sort()
    for one in found:
        click.echo(str(one))
    for name, part in passages.covered(content).items():
        click.echo(
            f"{name}: {part.passages} passages, {part.characters} of {part.whole} characters (the rest is white space)"
        )
    total, lost = len(passage_files), len({f.file for f in found}.intersection(passage_files))
    click.echo(f"{total - lost} of {total} passages verified ({100 * (total - lost) // total} %)")
    if document:
        _tell_left_out(whole, document)
    if found:
        raise ContentError(f"{len(found)} findings", hint="Each line above says where and how to mend it.")


def _tell_left_out(content: Content, document: str) -> None:
    """Say which documents were not verified, and of which the texts are not at hand either."""
    others = sorted({f.path.parent.name for f in content.of(Kind.PASSAGE)} - {document})
    if others:
        click.echo(f"not verified: the passages of {', '.join(others)}")
    missing = [slug for slug in others if not has_text(content, slug)]
    if missing:
        click.echo(f"not at hand, so words may be theirs: the texts of {', '.join(missing)}")


def _only(content: Content, document: str) -> Content:
    """The content without the passages of other documents."""
    files = tuple(f for f in content.files if f.kind != Kind.PASSAGE or f.path.parent.name == document)
    unread = tuple(u for u in content.unread if u.path.parent.name == document)
    return Content(content.root, files, content.texts, unread)


@click.command("build")
@click.option("--force", is_flag=True, help="Build even if the release of these inputs is there.")
def build_command(force: bool) -> None:
    """Parse, validate, reason and compile into build/releases/<digest>, then switch `current` to it."""
    chosen = settings.load()
    folders.require_build(chosen)
    folders.use_temporary(chosen)
    made = building.run(chosen, say, force)
    counts = made.manifest["counts"]
    click.echo(
        f"release {made.digest}: {counts['triples']} triples ({counts['asserted']} asserted, {counts['inferred']} "
        f"inferred), {counts['entities']} entities, {counts['passages']} passages"
    )
    found = answered(made, Content.read(chosen.content, Kind.QUESTIONS))
    if found:
        differ = not all(answer.stands for answer in found)
        click.echo(summary(found) + (": `cnskg questions --changed` shows which" if differ else ""))


@click.group("report")
def report() -> None:
    """What the graph covers, and how good it is."""


@report.command("quality")
@click.argument("digest", required=False)
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def quality_command(digest: str | None, as_json: bool) -> None:
    """What the checks of quality find, and the figures of each document, of the release in use or of DIGEST.

    Exit code 1 where one finds an error.
    """
    known = settings.load()
    chosen = shelf.find(known, digest).path if digest else current_release(known).path
    told = quality.report(store.opened(read_release(chosen).store))
    click.echo(json.dumps(told, ensure_ascii=False, indent=1) if as_json else quality.as_lines(told).rstrip())
    if found := quality.errors(told):
        raise ContentError(f"{', '.join(found)}: an error", hint="docs/quality.md gives the reason of each check.")


@report.command("coverage")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.argument("folder", metavar="[SOURCES]", required=False, type=click.Path(path_type=Path))
def coverage_command(as_json: bool, folder: Path | None) -> None:
    """For each document: passages, statements, entities by class, claims by kind, what was left out and why.

    With the folder of the source texts, paragraphs as well.
    """
    content = Content.read(settings.load().content, texts=folder)
    found = coverage.run(content)
    if folder:
        coverage.count_paragraphs(found, content)
    click.echo(coverage.as_json(found) if as_json else coverage.as_lines(found), nl=False)


@report.command("links")
@click.option("--open", "every", is_flag=True, help="List the things that have no mapping yet, too.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, with these things.")
def links_command(every: bool, as_json: bool) -> None:
    """How many persons, organs, other organisations, laws and places are mapped to open data, and to which targets."""
    found = linked.run(Content.read(settings.load().content, Kind.ONTOLOGY, Kind.ENTITIES))
    click.echo(linked.as_json(found) if as_json else linked.as_lines(found, every), nl=False)
