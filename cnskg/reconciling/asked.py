"""What a client asks for, read from the JSON that it sends; whatever does not fit is refused with its place.

Shapes: Reconciliation Service API 0.2, sections 4.3 (queries) and 7.2 (extension).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .. import namespaces as ns
from ..errors import UsageError

#: Queries of one batch.
MOST_QUERIES = 200
#: Ids of one extension.
MOST_IDS = 500
#: Candidates of one query: at most, at least, and where no number is told.
MOST_CANDIDATES = 50
FEWEST_CANDIDATES = 1
USUAL_CANDIDATES = 10
#: Characters of one name.
MOST_CHARACTERS = 1_000
_STRICT = ("any", "should", "all")
_EXAMPLE = '{"q0": {"query": "Xi Jinping", "type": "Person", "limit": 3}}'


@dataclass(frozen=True)
class Hint:
    """What else the spreadsheet says of a thing: a property, and the values of its cell."""

    pid: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Query:
    """One name, of which types the thing is, how strictly, what else is known of it, and how many are wanted."""

    text: str
    types: tuple[str, ...] = ()
    strict: str = "any"
    hints: tuple[Hint, ...] = ()
    limit: int = USUAL_CANDIDATES


def queries(text: str) -> dict[str, Query]:
    """A batch of queries by key. Raises UsageError for what is none."""
    found = _object(text, "queries", _EXAMPLE)
    if len(found) > MOST_QUERIES:
        told = f"{len(found)} queries in one batch"
        raise UsageError(told, hint=f"At most {MOST_QUERIES} at once; the manifest's batchSize says it, too.")
    return {key: query(value, key) for key, value in found.items()}


def single(text: str) -> Query:
    """One query: an object, or nothing but the name."""
    if text.lstrip().startswith("{"):
        return query(_object(text, "query", '{"query": "Xi Jinping"}'), "query")
    return query(text, "query")


def query(value: object, key: str) -> Query:
    """A query of a batch, by its key. Raises UsageError."""
    if isinstance(value, str):
        value = {"query": value}
    if not isinstance(value, dict):
        raise UsageError(f"{key[:40]} is no query but {_shown(value)}", hint=f"It looks so: {_EXAMPLE}")
    text = value.get("query", "")
    if not isinstance(text, str) or not (text.strip() or value.get("properties")):
        raise UsageError(f'{key[:40]} has no name in "query"', hint=f"It looks so: {_EXAMPLE}")
    if len(text) > MOST_CHARACTERS:
        told = f"the name of {key[:40]} has {len(text):,} characters"
        raise UsageError(told, hint=f"A name has at most {MOST_CHARACTERS:,}; the longest in the graph has 120.")
    strict = value.get("type_strict", "any")
    if strict not in _STRICT:
        raise UsageError(f"{key[:40]}: type_strict is {_shown(strict)}", hint=f"It is one of {', '.join(_STRICT)}.")
    types = tuple(bare_term(one) for one in _texts(value.get("type"), f"type of {key[:40]}"))
    return Query(text, types, strict, tuple(_hints(value.get("properties"), key)), _limit(value.get("limit"), key))


def bare_term(text: str) -> str:
    """A type or property by its bare name, which may be given by its IRI or CURIE, too."""
    return text.strip().removeprefix(ns.CNS).removeprefix("cns:")


def _hints(value: object, key: str) -> list[Hint]:
    found = value if value is not None else []
    example = 'They look so: "properties": [{"pid": "office", "v": "minister of state security"}]'
    if not isinstance(found, list):
        raise UsageError(f"the properties of {key[:40]} are no list", hint=example)
    hints = []
    for one in found:
        if not isinstance(one, dict) or not isinstance(one.get("pid"), str) or "v" not in one:
            raise UsageError(f"a property of {key[:40]} has no pid or no v", hint=example)
        hints.append(Hint(bare_term(one["pid"]), tuple(_texts(one["v"], f"v of {one['pid'][:40]}"))))
    return [hint for hint in hints if hint.values]  # a blank cell says nothing, so nothing against a thing either


def _texts(value: object, what: str) -> list[str]:
    """One value or several, as texts: of an entity its id."""
    if value is None or value == "":
        return []
    found = []
    for one in value if isinstance(value, list) else [value]:
        held = one.get("id") if isinstance(one, dict) else one
        if not isinstance(held, str | int | float):
            raise UsageError(f"the {what} is {_shown(one)}", hint='It is a text, a number, or {"id": …}.')
        found.append(str(held)[:MOST_CHARACTERS])
    return [text for text in found if text.strip()]


def _limit(value: object, key: str) -> int:
    if value is None:
        return USUAL_CANDIDATES
    if isinstance(value, bool) or not isinstance(value, int | float) or not value >= FEWEST_CANDIDATES:
        raise UsageError(f"the limit of {key[:40]} is {_shown(value)}", hint=f"A number from 1 to {MOST_CANDIDATES}.")
    return int(min(value, MOST_CANDIDATES))


@dataclass(frozen=True)
class Column:
    """A property that is wanted: as the client calls it, by its bare name, and how many values of it."""

    asked: str
    pid: str
    most: int


@dataclass(frozen=True)
class Extension:
    """Which properties of which things are wanted."""

    ids: tuple[str, ...]
    properties: tuple[Column, ...]


def extension(text: str) -> Extension:
    """What is to be fetched of things that are reconciled. Raises UsageError."""
    example = '{"ids": ["xi-jinping"], "properties": [{"id": "office"}]}'
    found = _object(text, "extend", example)
    ids, properties = found.get("ids"), found.get("properties")
    if not isinstance(ids, list) or not isinstance(properties, list):
        raise UsageError("an extension has ids and properties, each a list", hint=f"It looks so: {example}")
    if len(ids) > MOST_IDS:
        raise UsageError(f"{len(ids)} ids in one extension", hint=f"At most {MOST_IDS} at once.")
    wanted = []
    for one in properties:
        if not isinstance(one, dict) or not isinstance(one.get("id"), str):
            raise UsageError("a property of an extension has no id", hint=f"It looks so: {example}")
        wanted.append(Column(one["id"], bare_term(one["id"]), _most(one.get("settings"))))
    return Extension(tuple(_texts(ids, "ids")), tuple(wanted))


def _most(settings: object) -> int:
    """How many values are wanted of a property; OpenRefine sends the number as a text. 0 is any number."""
    told = settings.get("limit", 0) if isinstance(settings, Mapping) else 0
    text = str(told).strip() or "0"
    if not (text.isascii() and text.isdigit()):
        raise UsageError(f"the limit of a property is {text[:20]}", hint="A number, 0 for all.")
    return int(text[:6])


def _object(text: str, what: str, example: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        place = f" at character {error.pos}" if isinstance(error, json.JSONDecodeError) else ""
        raise UsageError(f"{what} is no JSON{place}", hint=f"It looks so: {example}") from None
    if not isinstance(found, dict):
        raise UsageError(f"{what} is no JSON object", hint=f"It looks so: {example}")
    return found


def _shown(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)[:40]
