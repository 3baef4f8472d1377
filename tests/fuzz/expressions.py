"""Generated calls of every function and operator of SPARQL 1.1, on terms of the release and on awkward ones."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from cnskg.namespaces import PREFIXES

XSD = PREFIXES["xsd"]

#: Constants of each kind beside those of the release: the ends of ranges, ill-typed ones, other scripts.
AWKWARD = {
    "number": "0 1 -1 2 10 007 2.5 -2.5 0.1 1e0 -0.5e0 1e21 1.5e-7 0.5 3.0 100 "
    '"3"^^xsd:float "1.1"^^xsd:float "-0"^^xsd:double "INF"^^xsd:double "NaN"^^xsd:double "7"^^xsd:int '
    '"255"^^xsd:unsignedByte "9223372036854775807"^^xsd:integer',
    "string": '"" "a" "abc" "2023-05-30" "a b" " 1 " "1" "1.5" "true" "1e3" "İß" "国家安全" "\\U00020000x" "e\\u0301" '
    '"a"@en "abc"@en "国家"@zh-Hans "x"@en-GB "http://ex.org/x" "a\\nb" "a\\\\b" "a%20b" "ſ"',
    "time": '"2023-05-30T12:00:00Z"^^xsd:dateTime "2023-05-30T12:00:00.5+08:00"^^xsd:dateTime '
    '"2023-05-30T12:00:00"^^xsd:dateTime "0001-01-01T00:00:00Z"^^xsd:dateTime "2023-05-30"^^xsd:date '
    '"2023-02-30T00:00:00Z"^^xsd:dateTime "12:00:00"^^xsd:time "2023"^^xsd:gYear "P1D"^^xsd:dayTimeDuration',
    "other": 'true false <http://ex.org/a> <urn:x> "x"^^<urn:t> "abc"^^xsd:integer "1"^^xsd:boolean UNDEF',
}


@dataclass(frozen=True)
class Case:
    """An expression of ?a, ?b and ?c, and rows of values for them."""

    name: str
    expression: str
    rows: list[tuple[str, ...]]

    def query(self, rows: Sequence[int]) -> str:
        """The query for these of its rows, numbered by ?n, with the answer as ?x."""
        lines = "\n  ".join(f"({number} {' '.join(self.rows[number])})" for number in rows)
        return f"SELECT ?n ({self.expression} AS ?x) {{ VALUES (?n ?a ?b ?c) {{\n  {lines} }} }}"


@dataclass(frozen=True)
class Group(Case):
    """An aggregate of ?v, and groups of values."""

    def query(self, rows: Sequence[int]) -> str:
        """The query for these of its groups, numbered by ?n, with the answer as ?x."""
        lines = "\n  ".join(f"({number} {value})" for number in rows for value in self.rows[number])
        return f"SELECT ?n ({self.expression} AS ?x) {{ VALUES (?n ?v) {{\n  {lines} }} }} GROUP BY ?n"


def values(store: ox.Store, rng: random.Random) -> dict[str, list[str]]:
    """Terms of each kind, written as SPARQL has them: a sample of the release, and the awkward ones."""
    found: dict[str, list[str]] = {kind: _split(text) for kind, text in AWKWARD.items()}
    terms = sorted({q.object for q in store.quads_for_pattern(None, None, None, ox.DefaultGraph())}, key=str)
    for term in rng.sample([t for t in terms if not isinstance(t, ox.BlankNode)], 400):
        kind = "other"
        if isinstance(term, ox.Literal):
            kind = {"integer": "number", "decimal": "number", "date": "time", "dateTime": "time"}.get(
                term.datatype.value.removeprefix(XSD), "string"
            )
        found[kind].append(str(term))
    return found


def _split(text: str) -> list[str]:
    """Constants separated by spaces; strings may hold some."""
    parts, inside, part = [], False, ""
    for at, char in enumerate(text):
        inside ^= char == '"' and text[at - 1] != "\\"
        if char == " " and not inside:
            parts, part = [*parts, part], ""
        else:
            part += char
    return [p for p in [*parts, part] if p]


_PATTERNS = [
    "a",
    "^a",
    "b$",
    ".",
    "[a-c]+",
    "(a)(b)?",
    "\\\\d+",
    "\\\\s",
    "国.",
    "a|b",
    "^$",
    "[^a]",
    "x{2,}",
    "(.)\\\\1",
    "\\\\.",
    "^.b",
]
_FLAGS = ["", "i", "s", "m", "x", "q", "is"]
_REPLACEMENTS = ["", "-", "$1", "[$0]", "$1$2", "\\\\$", "\\\\\\\\", "é"]
_CASTS = ["string", "boolean", "integer", "decimal", "double", "float", "dateTime"]
_ORDERED = ["=", "!=", "<", ">", "<=", ">="]

Make = Callable[[random.Random], str]


def _pick(*texts: str) -> Make:
    return lambda rng: rng.choice(texts)


def _pattern(rng: random.Random) -> str:
    flags = rng.choice(_FLAGS)
    return f'"{rng.choice(_PATTERNS)}"' + (f', "{flags}"' if flags else "")


def _replace(rng: random.Random) -> str:
    flags = rng.choice(_FLAGS)
    tail = f', "{flags}"' if flags else ""
    return f'REPLACE(?a, "{rng.choice(_PATTERNS)}", "{rng.choice(_REPLACEMENTS)}"{tail})'


#: Name -> what makes an expression, and the kinds of values that ?a, ?b and ?c mostly have.
FUNCTIONS: dict[str, tuple[Make, Sequence[str]]] = {
    "STR": (_pick("STR(?a)"), ["any"]),
    "LANG": (_pick("LANG(?a)"), ["any"]),
    "LANGMATCHES": (
        _pick('LANGMATCHES(LANG(?a), "*")', 'LANGMATCHES(LANG(?a), "EN")', 'LANGMATCHES("en-gb", ?a)'),
        ["string"],
    ),
    "DATATYPE": (_pick("DATATYPE(?a)"), ["any"]),
    "IRI": (_pick("IRI(?a)", "URI(STR(?a))"), ["any"]),
    "ABS": (_pick("ABS(?a)"), ["number"]),
    "CEIL": (_pick("CEIL(?a)"), ["number"]),
    "FLOOR": (_pick("FLOOR(?a)"), ["number"]),
    "ROUND": (_pick("ROUND(?a)"), ["number"]),
    "CONCAT": (_pick("CONCAT(?a, ?b)", "CONCAT(?a)", "CONCAT()", "CONCAT(?a, ?b, ?c)"), ["string"] * 3),
    "STRLEN": (_pick("STRLEN(?a)"), ["string"]),
    "UCASE": (_pick("UCASE(?a)", "UCASE(STR(?a))"), ["string"]),
    "LCASE": (_pick("LCASE(?a)", "LCASE(STR(?a))"), ["string"]),
    "ENCODE_FOR_URI": (_pick("ENCODE_FOR_URI(?a)"), ["string"]),
    "CONTAINS": (_pick("CONTAINS(?a, ?b)", "CONTAINS(STR(?a), STR(?b))"), ["string"] * 2),
    "STRSTARTS": (_pick("STRSTARTS(?a, ?b)", "STRSTARTS(?a, SUBSTR(?a, 1, 1))"), ["string"] * 2),
    "STRENDS": (_pick("STRENDS(?a, ?b)"), ["string"] * 2),
    "STRBEFORE": (_pick("STRBEFORE(?a, ?b)", 'STRBEFORE(?a, "a")', 'STRBEFORE(?a, "")'), ["string"] * 2),
    "STRAFTER": (_pick("STRAFTER(?a, ?b)", 'STRAFTER(?a, "a")', 'STRAFTER(?a, "")'), ["string"] * 2),
    "SUBSTR": (
        lambda rng: f"SUBSTR(?a, {rng.randint(-2, 6)}" + rng.choice([")", f", {rng.randint(-1, 5)})"]),
        ["string"],
    ),
    "REGEX": (lambda rng: f"REGEX(?a, {_pattern(rng)})", ["string"]),
    "REPLACE": (_replace, ["string"]),
    "times": (lambda rng: f"{rng.choice(['YEAR', 'MONTH', 'DAY', 'HOURS', 'MINUTES', 'SECONDS'])}(?a)", ["time"]),
    "TZ": (_pick("TZ(?a)", "TIMEZONE(?a)"), ["time"]),
    "hashes": (lambda rng: f"{rng.choice(['MD5', 'SHA1', 'SHA256', 'SHA384', 'SHA512'])}(?a)", ["string"]),
    "COALESCE": (_pick("COALESCE(?a, ?b)", "COALESCE(?a + 1, ?b)", "COALESCE(1/0, STR(?a))"), ["any"] * 2),
    "IF": (_pick("IF(?a, ?b, ?c)", "IF(BOUND(?a), ?b, ?c)"), ["any"] * 3),
    "IN": (_pick("?a IN (?b, ?c)", "?a NOT IN (?b, ?c)", "?a IN ()", "?a IN (1/0, ?a)"), ["any"] * 3),
    "sameTerm": (_pick("SAMETERM(?a, ?b)", "SAMETERM(?a, ?a)"), ["any"] * 2),
    "kinds": (
        lambda rng: f"{rng.choice(['isIRI', 'isURI', 'isBlank', 'isLiteral', 'isNumeric', 'BOUND'])}(?a)",
        ["any"],
    ),
    "STRDT": (_pick("STRDT(?a, xsd:integer)", "STRDT(STR(?a), <urn:t>)", "STRDT(?a, xsd:string)"), ["string"]),
    "STRLANG": (_pick('STRLANG(?a, "en")', 'STRLANG(STR(?a), "de")'), ["string"]),
    "casts": (lambda rng: f"xsd:{rng.choice(_CASTS)}(?a)", ["any"]),
    "comparison": (lambda rng: f"?a {rng.choice(_ORDERED)} ?b", ["any"] * 2),
    "comparison of numbers": (lambda rng: f"?a {rng.choice(_ORDERED)} ?b", ["number"] * 2),
    "comparison of times": (lambda rng: f"?a {rng.choice(_ORDERED)} ?b", ["time"] * 2),
    "comparison of strings": (lambda rng: f"?a {rng.choice(_ORDERED)} ?b", ["string"] * 2),
    "arithmetic": (lambda rng: f"?a {rng.choice('+-*/')} ?b", ["number"] * 2),
    "signs": (_pick("-?a", "+?a", "!?a"), ["number"]),
    "logic": (_pick("?a && ?b", "?a || ?b", "!(?a || ?b)"), ["any"] * 2),
}


AGGREGATES = ("COUNT", "COUNT", "SUM", "AVG", "MIN", "MAX", "SAMPLE", "GROUP_CONCAT", "GROUP_CONCAT")


def _group(rng: random.Random, pool: dict[str, list[str]], rows: int) -> Group:
    """An aggregate over groups that are of one kind, or mixed."""
    name = rng.choice(AGGREGATES)
    tail = '; SEPARATOR="|"' if name == "GROUP_CONCAT" and rng.random() < 0.5 else ""
    groups = []
    for _ in range(rows):
        kind = rng.choice([*pool, "number", "any"])
        terms = [term for one in pool.values() for term in one] if kind == "any" else pool[kind]
        size = 1 if name == "SAMPLE" else rng.randint(1, 5)
        groups.append(tuple(rng.choice(terms) for _ in range(size)))
    return Group(name, f"{name}({rng.choice(['', 'DISTINCT '])}?v{tail})", groups)


def cases(store: ox.Store, number: int, rows: int, seed: int) -> list[Case]:
    """So many cases, each function in turn, each with so many rows of values."""
    rng = random.Random(seed)
    pool = values(store, rng)
    everything = [term for kind in pool.values() for term in kind]
    made: list[Case] = []
    names = [*FUNCTIONS, *AGGREGATES]
    for index in range(number):
        name = names[index % len(names)]
        if name in AGGREGATES:
            made.append(_group(rng, pool, rows))
            continue
        make, kinds = FUNCTIONS[name]

        def value(place: int, kinds: Sequence[str] = kinds) -> str:
            if place >= len(kinds):
                return "UNDEF"
            strange = kinds[place] == "any" or rng.random() < 0.1
            return rng.choice(everything if strange else pool[kinds[place]])

        made.append(Case(name, make(rng), [(value(0), value(1), value(2)) for _ in range(rows)]))
    return made
