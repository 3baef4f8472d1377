"""The rules: one small file each under cnskg/reasoning/rules/, made concrete for each axiom of the ontology.

A rule file names the kind of axiom it is for, its premises and its head in terms of that axiom:

    # Two properties in a row make a third.
    name: chain-of-two
    axiom: chain2 ?P ?Q ?R
    if: ?x ?P ?y . ?y ?Q ?z
    then: ?x ?R ?z
    say: {x} – {R} – {z}, because {x} – {P} – {y} and {y} – {Q} – {z}, …

Variables of the axiom line are filled from each axiom of that kind, which gives one concrete `Rule` an axiom. `GRAPH
?g` around the premise asks for a passage that states it. The head `contradiction ?y ?z` stands for a clash where ?y
is not ?z; a line `apart: ?x ?y` asks the same of what is derived. A rule whose axiom line holds its own name alone
is for no axiom: it says what OWL cannot, such as a join of two ways, and the referee takes its findings as facts.
A line `every: ?x ?P ?u . ?t cns:within ?u` takes in only what holds its own against all others: whatever else is
stated that fits the first pattern, the second is stated of it too. A line `unless: ?x ?P ?u | ?x ?Q ?v . ?v ?R ?x`
names what must not be stated, by such a property or one below it: one of the two is enough to hold the rule back. Both
lines look at what is stated, never at what follows, so that the order of the rules makes no difference.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from pathlib import Path

from .. import namespaces as ns
from ..errors import ContentError
from ..rdf import TYPE, closure
from .axioms import Axiom

FOLDER = Path(__file__).resolve().parent / "rules"
CLASH = "contradiction"
#: Kinds of axiom that clash rules are for, beside the many that derive something.
Pattern = tuple[str, str, str]


@dataclass(frozen=True)
class Template:
    """One rule file: its text taken apart."""

    name: str
    about: str
    kind: str
    params: tuple[str, ...]
    premises: tuple[Pattern, ...]
    head: Pattern
    graph: str
    differ: tuple[str, ...]
    say: str
    every: tuple[Pattern, ...] = ()
    unless: tuple[tuple[Pattern, ...], ...] = ()

    @property
    def beyond_owl(self) -> bool:
        """Whether no axiom says what the rule says: it reads named graphs, joins what OWL cannot, or looks at all."""
        return bool(self.graph or self.every or self.unless) or not self.params

    @property
    def clash(self) -> bool:
        """Whether the rule finds contradictions rather than deriving triples."""
        return self.head[0] == CLASH


@dataclass(frozen=True, eq=False)
class Rule:
    """A template filled with one axiom: premises and head hold IRIs and variables such as ?x. Compared by identity."""

    template: Template
    axiom: Axiom
    premises: tuple[Pattern, ...]
    head: Pattern
    every: tuple[Pattern, ...] = ()
    unless: tuple[tuple[Pattern, ...], ...] = ()

    @property
    def name(self) -> str:
        """The name of the rule file."""
        return self.template.name

    @property
    def bound(self) -> dict[str, str]:
        """What the axiom puts in for the variables of the rule file."""
        return dict(zip(self.template.params, self.axiom.terms, strict=True))


def is_variable(term: str) -> bool:
    """Whether a term of a pattern is a variable."""
    return term.startswith("?")


def _pattern(text: str) -> Pattern:
    parts = [TYPE if word == "a" else ns.expand(word) for word in text.split()]
    if len(parts) != 3:
        raise ValueError(f"{text!r} is not a pattern of three terms")
    return parts[0], parts[1], parts[2]


def _patterns(text: str) -> tuple[Pattern, ...]:
    return tuple(_pattern(part) for part in text.split(" . "))


def parse(text: str, name: str) -> Template:
    """A rule file. Raises ContentError where a line is missing or wrong."""
    about = text.partition("\n")[0].removeprefix("#").strip()
    fields = dict(re.findall(r"^(name|axiom|if|apart|every|unless|then|say): (.+)$", text, re.MULTILINE))
    try:
        kind, *params = fields["axiom"].split()
        graph = re.match(r"GRAPH (\?\w+) \{ (.+) \}$", fields["if"])
        body = graph[2] if graph else fields["if"]
        premises = _patterns(body)
        every = _patterns(fields["every"]) if "every" in fields else ()
        unless = tuple(_patterns(one) for one in fields["unless"].split(" | ")) if "unless" in fields else ()
        if len(every) not in (0, 2):
            raise ValueError("`every` has two patterns")
        clash, _, differ = fields["then"].partition(" ")
        head = (CLASH, "", "") if clash == CLASH else _pattern(fields["then"])
        if fields["name"] != name:
            raise ValueError(f"it is called {fields['name']}")
    except (KeyError, ValueError) as error:
        raise ContentError(
            f"cnskg/reasoning/rules/{name}.rule is not a rule: {error}",
            hint="It needs the lines name, axiom, if, then and say.",
        ) from None
    apart = tuple((differ if clash == CLASH else fields.get("apart", "")).split())
    given = graph[1] if graph else ""
    return Template(name, about, kind, tuple(params), premises, head, given, apart, fields["say"], every, unless)


@lru_cache(maxsize=4)  # there is one folder; tests have a few of their own
def templates(folder: Path = FOLDER) -> tuple[Template, ...]:
    """All rule files, by name. Raises ContentError where there is none."""
    found = tuple(parse(path.read_text(encoding="utf-8"), path.stem) for path in sorted(folder.glob("*.rule")))
    if not found:
        raise ContentError(f"no rule file under {folder}", hint="They are cnskg/reasoning/rules/*.rule.")
    return found


def claims(axioms: Iterable[Axiom]) -> list[Axiom]:
    """For each class of claims, the axiom that the rule on passages is for."""
    below = {ns.CNS + "Claim"}
    pairs = [a for a in axioms if a.kind == "subClassOf"]
    while True:
        more = {a.terms[0] for a in pairs if a.terms[1] in below} - below
        if not more:
            break
        below |= more
    where = {a.terms[0]: (a.file, a.line) for a in pairs}
    return [Axiom("claim", (cls,), *where.get(cls, ("", 0))) for cls in sorted(below)]


def stances(axioms: Iterable[Axiom]) -> list[Axiom]:
    """For each way in which a claim may stand to a proposition, the axiom that the rule on agreement is for."""
    ways = {a.terms[0]: a for a in axioms if a.kind == "subPropertyOf" and a.terms[1] == ns.CNS + "takesStanceOn"}
    return [Axiom("stance", (way,), a.file, a.line) for way, a in sorted(ways.items())]


def instantiate(axioms: Iterable[Axiom], files: Iterable[Template] | None = None) -> list[Rule]:
    """The concrete rules, sorted. Raises ContentError for a kind of axiom that no rule file is for."""
    given = sorted(axioms)
    chosen = templates() if files is None else tuple(files)
    known = {t.kind for t in templates()}
    ours = [Axiom(t.name, (), f"cnskg/reasoning/rules/{t.name}.rule", 1) for t in chosen if not t.params]
    for axiom in given:
        if axiom.kind not in known:
            raise ContentError(
                f"{axiom.where}: no rule covers an axiom of the form {axiom.kind}",
                hint="Write the axiom in a form that cnskg/reasoning/rules/ has a rule for, or add a rule file.",
            )
    below: dict[str, set[str]] = defaultdict(set)
    for axiom in given:
        if axiom.kind == "subPropertyOf":
            below[axiom.terms[1]].add(axiom.terms[0])
    rules = []
    for template in chosen:
        for axiom in [*given, *claims(given), *stances(given), *ours]:
            if axiom.kind == template.kind:
                rules.append(_fill(template, axiom, below))
    return rules


def _fill(template: Template, axiom: Axiom, below: Mapping[str, set[str]]) -> Rule:
    bound = dict(zip(template.params, axiom.terms, strict=True))

    def put(pattern: Pattern) -> Pattern:
        return bound.get(pattern[0], pattern[0]), bound.get(pattern[1], pattern[1]), bound.get(pattern[2], pattern[2])

    return Rule(
        template,
        axiom,
        tuple(put(p) for p in template.premises),
        put(template.head),
        tuple(put(p) for p in template.every),
        tuple(one for against in template.unless for one in _narrowed([put(p) for p in against], below)),
    )


def _narrowed(patterns: list[Pattern], below: Mapping[str, set[str]]) -> Iterator[tuple[Pattern, ...]]:
    """The patterns as they may be stated: each by its own property, or by one below it."""
    ways = ([(s, name, o) for name in sorted({p} | closure(p, below))] for s, p, o in patterns)
    yield from product(*ways)
