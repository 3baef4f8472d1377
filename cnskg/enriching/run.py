"""Enrichment: the mapped things, batch by batch, one question at a time, into one file with its origin."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pyoxigraph as ox

from ..content.enrichment import SOURCE, Origin, written
from ..errors import CnskgError, ContentError, ResultTooLarge
from .fetching import Endpoint, ask, most_rows
from .progress import Kept, Progress, put
from .screening import ACCEPTED, screened, statements
from .wanted import Wanted


@dataclass(frozen=True)
class Order:
    """What is to be fetched from where, under which name and licence, and so many things at once."""

    endpoint: Endpoint
    wanted: Wanted
    ours: dict[str, list[str]]  # by the names that they have there
    name: str
    licence: str
    batch: int


@dataclass(frozen=True)
class Done:
    """What came of it."""

    path: Path
    statements: int
    things: int
    asked: int
    left_out: Counter[str]


def enrich(order: Order, root: Path, build: Path, say: Callable[[str], object], fresh: bool = False) -> Done:
    """Fetch what is not there yet, and write data/enrichment/<name>.nq once all is.

    Raises CnskgError of a batch that failed, the others being kept; ContentError where nothing came.
    """
    names = tuple(order.ours)
    batches = [names[at : at + order.batch] for at in range(0, len(names), order.batch)]
    progress = Progress(
        build,
        [order.endpoint.url, order.wanted.text, str(order.batch), *(f"{name} {order.ours[name]}" for name in names)],
    )
    if fresh:
        progress.clear()
    kept = _fetch(order, batches, progress, say)
    done = _write(order, root, kept)
    progress.clear()
    return done


def _fetch(
    order: Order, batches: Sequence[tuple[str, ...]], progress: Progress, say: Callable[[str], object]
) -> list[Kept]:
    """All batches, those that are there already and those that are asked for now."""
    found: list[Kept] = []
    for number, externals in enumerate(batches, 1):
        if (there := progress.batch(number)) is not None:
            say(f"batch {number} of {len(batches)}: there already")
            found.append(there)
            continue
        on = f"The same command goes on after batch {number - 1} of {len(batches)}." if found else ""
        try:
            found.append(_one(order, externals, say))
        except CnskgError as error:
            stop = "." if on and error.hint and error.hint[-1] not in ".!?…" else ""  # what they say may be one word
            error.hint = f"{error.hint}{stop} {on}".strip()
            raise
        except KeyboardInterrupt:
            say(on or "nothing was fetched yet")
            raise
        progress.keep(number, found[-1])
        say(f"batch {number} of {len(batches)}: {len(externals)} things asked for")
    return found


def _one(order: Order, externals: Sequence[str], say: Callable[[str], object]) -> Kept:
    """What the endpoint says of some things, as far as it is to be kept."""
    left_out: Counter[str] = Counter()
    reply = ask(order.endpoint, order.wanted.batch(externals), ACCEPTED[order.wanted.form], say)
    found = list(statements(reply.media_type, reply.body, left_out))
    most = most_rows(reply)
    if most is not None and len(found) + left_out.total() >= most:
        raise ResultTooLarge(f"{order.endpoint.url} cuts answers off after {most} rows", hint="Give a smaller --batch.")
    asked = {name: order.ours[name] for name in externals}
    triples = screened(found, asked, order.wanted.properties, left_out)
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return Kept([f"{triple} ." for triple in triples], dict(left_out), now)


def _write(order: Order, root: Path, kept: Sequence[Kept]) -> Done:
    """The file, in one go. Raises ContentError where there is nothing to write."""
    text = "\n".join(line for one in kept for line in one.statements)
    triples = {q.triple for q in ox.parse(text.encode(), format=ox.RdfFormat.N_TRIPLES)}
    left_out = sum((Counter(one.left_out) for one in kept), Counter())
    things = {t.subject.value for t in triples}
    if not triples:
        told = f", and left out {left_out.total()}: {told_left_out(left_out)}" if left_out else ""
        raise ContentError(
            f"{order.endpoint.url} says nothing to keep of {len(order.ours)} things{told}; nothing was written",
            hint="Try the query there with the name of one of them in VALUES ?external { … }.",
        )
    origin = Origin(
        order.name,
        order.endpoint.url,
        order.wanted.text,
        order.wanted.form,
        order.licence,
        min(one.at for one in kept),
        max(one.at for one in kept),
        len(things),
    )
    path = root / "data" / "enrichment" / f"{order.name}.nq"
    path.parent.mkdir(parents=True, exist_ok=True)
    put(path, written(origin, triples))
    statements = sum(t.predicate.value != SOURCE for t in triples)
    return Done(path, statements, len(things), len(order.ours), left_out)


def told_left_out(left_out: Counter[str]) -> str:
    """What was left out, in words."""
    return ", ".join(f"{count} {why}" for why, count in sorted(left_out.items()))
