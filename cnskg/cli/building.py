"""Commands that check and make releases: validate, verify, build, report."""

from __future__ import annotations

from pathlib import Path

import click
from tqdm import tqdm

from .. import settings
from ..checks import passages, registry
from ..content.files import Content, Kind
from ..curation import coverage
from ..errors import ContentError
from ..release import build as building
from . import say


@click.command("validate")
@click.option("--warnings/--no-warnings", default=True, help="Show warnings, too.")
def validate_command(warnings: bool) -> None:
    """Check ontology/, data/ and shapes/: parsers, quick checks, SHACL, links. Exit 1 where an error is found."""
    report = registry.run(Content.read(settings.load().content), say)
    for one in report.findings:
        if warnings or one.severity == "error":
            click.echo(str(one))
    focus = sum(report.focus.values())
    click.echo(
        f"{report.files} files, {report.triples} statements, {len(report.focus)} shapes, {focus} focus nodes: "
        f"{len(report.errors)} errors, {len(report.findings) - len(report.errors)} warnings"
    )
    if report.errors:
        raise ContentError(f"{len(report.errors)} errors", hint="Each line above says where and how to mend it.")


@click.command("verify")
@click.argument("folder", metavar="SOURCES", required=False, type=click.Path(path_type=Path))
def verify_command(folder: Path | None) -> None:
    """Find every passage in the source texts of SOURCES: anchors, offsets, digests, gaps. Exit 1 where one is lost."""
    chosen = settings.load(sources=folder)
    content = Content.read(chosen.content, Kind.DOCUMENTS, Kind.PASSAGE)
    total = len(content.of(Kind.PASSAGE))
    with tqdm(total=total, unit="passage", leave=False, disable=None) as bar:
        report = passages.run(content, chosen.sources, bar.update)
    for one in report.findings:
        click.echo(str(one))
    for name, count in sorted(report.passages.items()):
        covered, whole = report.covered[name]
        click.echo(f"{name}: {count} passages, {covered} of {whole} characters (the rest is white space)")
    lost = len({f.file for f in report.findings})
    click.echo(f"{total - lost} of {total} passages verified ({100 * (total - lost) / total:.0f} %)")
    if report.findings:
        raise ContentError(f"{len(report.findings)} findings")


@click.command("build")
@click.option("--force", is_flag=True, help="Build even if the release of these inputs is there.")
def build_command(force: bool) -> None:
    """Parse, validate, reason and compile into build/releases/<digest>, then switch `current` to it."""
    made = building.run(settings.load(), say, force)
    counts = made.manifest["counts"]
    click.echo(
        f"release {made.digest}: {counts['triples']} triples ({counts['asserted']} asserted, {counts['inferred']} "
        f"inferred), {counts['entities']} entities, {counts['passages']} passages"
    )


@click.group("report")
def report() -> None:
    """What the graph covers."""


@report.command("coverage")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.argument("folder", metavar="[SOURCES]", required=False, type=click.Path(path_type=Path))
def coverage_command(as_json: bool, folder: Path | None) -> None:
    """For each document: passages, statements, entities by class, claims by kind, what was left out and why.

    With the folder of the source texts, paragraphs as well.
    """
    content = Content.read(settings.load().content)
    found = coverage.run(content)
    if folder:
        coverage.count_paragraphs(found, content, folder)
    click.echo(coverage.as_json(found, as_json), nl=False)
