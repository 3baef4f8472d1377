"""Commands that begin a claim, a tenure, a background source or a question: what is left out is to be filled in."""

from __future__ import annotations

import re
from collections.abc import Callable

import click

from .. import namespaces as ns
from .. import settings
from ..checks.propositions import STANCES
from ..content.files import Content, Kind
from ..content.ontology import Ontology
from ..curation import templates
from ..errors import UsageError
from . import edge
from .curating import known_class, ours, place
from .making import new


def things(given: tuple[str, ...]) -> list[str]:
    """Things as Turtle names them; `ann-author` is id:ann-author."""
    return [one if ":" in one else f"id:{one}" for one in given]


#: Options for how a claim stands to what it says, each with its property: `--leaves-open` for cns:leavesOpen.
STANCE_OPTIONS = {re.sub("([A-Z])", r"-\1", ns.compact(iri)[4:]).lower(): ns.compact(iri) for iri in STANCES}


def _stances(command: Callable[..., None]) -> Callable[..., None]:
    """Add an option for each stance to a command."""
    for name, stance in reversed(STANCE_OPTIONS.items()):
        told = f"A proposition for {stance}; may be repeated."
        command = click.option(f"--{name}", multiple=True, metavar="'SUBJECT RELATION OBJECT'", help=told)(command)
    return command


@new.command("claim")
@click.argument("passage", metavar="DOCUMENT/ID")
@click.argument("slug")
@click.option(
    "--kind",
    default="",
    help="Such as Prediction. Else a Recommendation, where it calls for something, or an Assessment.",
)
@click.option("--label", default="", help="The claim in a few words.")
@click.option("--claimant", multiple=True, help="Who makes it (id:…); may be repeated.")
@click.option("--reported-by", multiple=True, help="Who reports it (id:…), where that is not who makes it.")
@click.option("--about", multiple=True, help="What it is about (id:…); may be repeated.")
@click.option("--sentence", default="", help="The claim in one sentence of your own.")
@click.option("--hedge", default="", metavar="'KIND WORD'", help="How it is softened, as in 'cns:Likelihood probably'.")
@_stances
def new_claim(
    passage: str, slug: str, kind: str, label: str, sentence: str, hedge: str, **told: tuple[str, ...]
) -> None:
    """Write the claim id:claim-SLUG into the file of a passage; what no option says is called fill-in there.

    A kind brings what it needs: a recommendation its addressee, a criticism what it is of. `cnskg check` finds what is
    left to fill in; `cnskg fmt` names the proposition.
    """
    root = ours(settings.load().content)
    says = {
        stance: [_proposition(one) for one in told[name.replace("-", "_")]] for name, stance in STANCE_OPTIONS.items()
    }
    usual = "Recommendation" if says["cns:callsFor"] or says["cns:callsAgainst"] else "Assessment"
    cls = _claim_class(Content.read(root, Kind.ONTOLOGY).ontology, kind or usual)
    if not any(says.values()):
        stance, proposition = templates.to_say(root, cls)
        says[stance] = [proposition]
    given = {
        "rdf:type": [cls],
        ns.PREFIXES["skos"] + "prefLabel": [templates.text(label)] if label else [],
        "cns:claimant": things(told["claimant"]),
        "cns:reportedBy": things(told["reported_by"]),
        "cns:about": things(told["about"]),
        "cns:sentence": [templates.text(sentence)] if sentence else [],
        **_hedge(hedge),
        **says,
    }
    needless = () if says["cns:contends"] else ("cns:contends",)  # of the sample, where another stance is taken
    click.echo(place(templates.add(root, passage, "claim", slug, given, needless)))


def _claim_class(known: Ontology, kind: str) -> str:
    """The class of a claim, as a CURIE; `Demand` is cns:Demand. Raises UsageError where it is none."""
    cls = known_class(known, kind if ":" in kind else f"cns:{kind}")
    if not known.is_a([ns.expand(cls)], ns.CNS + "Claim"):
        claims = sorted(ns.compact(one) for one in known.of("class") if known.is_a([one], ns.CNS + "Claim"))
        raise UsageError(f"{cls} is no kind of claim", hint=f"Kinds are {', '.join(claims)}.")
    return cls


def _hedge(written: str) -> dict[str, list[str]]:
    kind, _, word = written.partition(" ")
    if not written:
        return {}
    if not word:
        raise UsageError(f"{written!r} is no kind and word", hint="Write both, as in 'cns:Likelihood probably'.")
    return {"cns:hedge": [kind if ":" in kind else f"cns:{kind}"], "cns:hedgeWord": [templates.text(word)]}


def _proposition(written: str) -> str:
    ends = written.split()
    if len(ends) != 3:
        hint = "Write three names, as in 'id:council cns:pursues id:clarity'."
        raise UsageError(f"{written!r} is no subject, relation and object", hint=hint)
    subject, relation, node = things(tuple(ends))
    return f"[ cns:subject {subject} ; cns:relation {relation} ; cns:object {node} ]"


@new.command("tenure")
@click.argument("passage", metavar="DOCUMENT/ID")
@click.argument("slug")
@click.option("--label", default="", help="The tenure in a few words: who as what.")
@click.option("--holder", default="", help="The person (id:…).")
@click.option("--post", default="", help="The post (id:…).")
@click.option("--starts", default="", metavar="TIME", help="From when, as precisely as the text says.")
@click.option("--ends", default="", metavar="TIME", help="Until when.")
@click.option("--as-of", default="", metavar="TIME", help="When the text says that it is so.")
@click.option("--time-text", default="", help="The words of the text for the time.")
def new_tenure(passage: str, slug: str, label: str, holder: str, post: str, time_text: str, **times: str) -> None:
    """Write the tenure id:tenure-SLUG into the file of a passage; what no option says is called fill-in there."""
    root = ours(settings.load().content)
    known = {
        f"cns:{name}": [f"span:{time.removeprefix('span:')}"]
        for name, time in (("starts", times["starts"]), ("ends", times["ends"]), ("asOf", times["as_of"]))
        if time
    }
    if time_text:
        known["cns:timeText"] = [templates.text(time_text)]
    given = {
        ns.PREFIXES["skos"] + "prefLabel": [templates.text(label)] if label else [],
        "cns:holder": things((holder,)) if holder else [],
        "cns:post": things((post,)) if post else [],
        **known,
    }
    click.echo(place(templates.add(root, passage, "tenure", slug, given, ("cns:asOf",) if known else ())))


@new.command("background")
@click.argument("source")
@click.option("--name", "named", required=True, help="What the source is, in English.")
@click.option("--url", required=True, help="Where it is found.")
@click.option("--line", default="", help="One line that says what is taken from it.")
def new_background(source: str, named: str, url: str, line: str) -> None:
    """Begin data/background/SOURCE.ttl, for facts that no document states, with the source cited."""
    click.echo(place(templates.new_background(ours(settings.load().content), source, named, url, line)))


@new.command("question")
@click.argument("slug")
@click.argument("wording")
@click.argument("query", metavar="QUERY|-")
@click.option("--theme", multiple=True, required=True, help="A theme, such as laws or time; may be repeated.")
@click.option("--document", multiple=True, help="A document that speaks in the answer; may be repeated.")
@click.option("--expects", multiple=True, metavar="ROW", help="A row of the answer, cells parted by ' | '.")
def new_question(slug: str, wording: str, query: str, **told: tuple[str, ...]) -> None:
    """Begin data/questions/SLUG.ttl: a question in words, its SPARQL from the file QUERY, the rows that answer it."""
    wanted = templates.NewQuestion(
        slug, wording, edge.read_text(query), told["theme"], told["document"], told["expects"]
    )
    click.echo(place(templates.new_question(ours(settings.load().content), wanted)))
