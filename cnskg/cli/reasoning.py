"""Commands of reasoning: reason, explain."""

from __future__ import annotations

import json

import click
from tqdm import tqdm

from .. import folders, settings
from ..checks import dates, owl_dl
from ..checks.check import require
from ..content.files import Content
from ..errors import ContentError, UsageError
from ..explaining import contradictions, forms, words
from ..explaining.explainer import Explainer, of_content, of_release
from ..explaining.names import Names
from ..explaining.search import Explanation, unproven
from ..query.direct import ask_folder
from ..reasoning import derive, hermit
from ..release.folder import current_release


def _row(name: str, count: int, note: str = "") -> None:
    click.echo(f"{name:<24} {count:>8}  {note}".rstrip())


@click.command("reason")
@click.option("--referee/--no-referee", default=True, help="Have HermiT check the result (the default).")
@click.option("--proofs", is_flag=True, help="Derive every inferred triple again from the leaves of its proof alone.")
def reason(referee: bool, proofs: bool) -> None:
    """Derive what follows from the curated files, and hold it against HermiT. Exit 1 where they differ or clash."""
    chosen = settings.load()
    folders.use_temporary(chosen)
    content = Content.read(chosen.content)
    require(content, owl_dl.PROFILE, "not OWL 2 DL")
    require(content, dates.CHECKS, "dates that cannot be")
    with tqdm(desc="rules", unit=" triples", leave=False, disable=None) as bar:
        result = derive.derive(content, lambda total: bar.update(total - bar.n))
    contradictions.require(result)
    _row("individuals", result.individuals)
    _row("asserted", len(result.facts.graphs))
    _row("inferred", len(result.triples))
    for rule, count in sorted(result.by_rule.items(), key=lambda pair: (-pair[1], pair[0])):
        _row(f"  {rule}", count)
    if proofs:
        _prove(result)
    if referee:
        _referee(result)


def _prove(result: derive.Inferred) -> None:
    failed = unproven(result)
    if failed:
        raise ContentError(f"{len(failed)} inferred triples have no proof that holds, such as {failed[0]}")
    _row("explained", len(result.triples), "each derived again from the leaves of its proof alone")


def _referee(result: derive.Inferred) -> None:
    with tqdm(desc="HermiT", unit=" parts", leave=False, disable=None) as bar:
        report = hermit.check(result, lambda _: bar.update())
    contradictions.require_report(report, result)
    _row("classes", report.classes, "consistent, none of them unsatisfiable")
    _row("compared", report.compared, "types and property values, HermiT against the rules")
    click.echo("HermiT and the rules agree")


@click.command("explain")
@click.argument("subject")
@click.argument("predicate")
@click.argument("value", metavar="OBJECT")
@click.option("--json", "form", flag_value="json", help="As JSON.")
@click.option("--rdf", "form", flag_value="rdf", help="As Turtle (PROV).")
@click.option("--why-not", "absent", is_flag=True, help="For a triple that does not hold: what the nearest rules lack.")
@click.option(
    "--files", "from_files", is_flag=True, help="Reason over the curated files, not over the current release."
)
def explain(subject: str, predicate: str, value: str, form: str | None, absent: bool, from_files: bool) -> None:
    """Say why SUBJECT PREDICATE OBJECT holds, down to the passages.

    Terms are CURIEs (id:cnsc, cns:directs), IRIs, `a`, or English names. Exit 1 where the statement does not hold.
    """
    explainer = _explainer(from_files)
    fact = explainer.fact(subject, predicate, value)
    found = explainer.explain(fact)
    if found.proofs and absent:
        raise UsageError(
            f"{words.statement(fact, explainer.names)}: this holds", hint="Leave out --why-not to see why."
        )
    if found.proofs:
        click.echo(_shown(found, form, explainer.names))
        return
    if absent and form == "json":
        click.echo(json.dumps(forms.near_misses(fact, explainer.why_not(fact)), ensure_ascii=False, indent=2))
    elif absent:
        click.echo(words.near_misses(fact, explainer.why_not(fact), explainer.names))
    else:
        said = words.statement(fact, explainer.names)
        hint = explainer.strange(fact) or "With --why-not: what the nearest rules lack."
        raise ContentError(f"{said}: this does not hold", hint=hint)


def _explainer(from_files: bool) -> Explainer:
    known = settings.load()
    if from_files:
        return of_content(Content.read(known.content))
    return of_release(ask_folder(current_release(known).store))


def _shown(found: Explanation, form: str | None, names: Names) -> str:
    if form == "json":
        return json.dumps(forms.explanation(found, names), ensure_ascii=False, indent=2)
    return forms.turtle(found) if form == "rdf" else words.explanation(found, names)
