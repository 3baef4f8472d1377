"""Forward chaining: from facts and rules to all that follows, with the direct premises of each derivation.

Facts are triples of interned terms. Each is taken up once, in the order in which it was found, and joined with those
taken up before it (semi-naive evaluation). So every instance of a rule is found once, a fact's first derivation is one
of least height, and the order of everything depends on the input alone.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from ..rdf import TYPE, Fact
from .rulefiles import Pattern, Rule, is_variable

Binding = dict[str, str]


class Derivation(NamedTuple):
    """One application of a rule: which, and the facts that it takes, in the order of its premises."""

    rule: Rule
    premises: tuple[Fact, ...]


@dataclass
class Closure:
    """What follows: the derivations of each inferred fact (first found first), and the clashes."""

    asserted: set[Fact] = field(default_factory=set)
    derivations: dict[Fact, list[Derivation]] = field(default_factory=dict)
    clashes: list[Derivation] = field(default_factory=list)

    @property
    def inferred(self) -> list[Fact]:
        """The facts that are not asserted, in the order of their finding."""
        return [f for f in self.derivations if f not in self.asserted]

    def holds(self, fact: Fact) -> bool:
        """Whether a fact is asserted or inferred."""
        return fact in self.asserted or fact in self.derivations

    def by_rule(self) -> dict[str, int]:
        """How many inferred facts each rule was the first to find."""
        counts = Counter(self.derivations[f][0].rule.name for f in self.inferred)
        return dict(sorted(counts.items()))


class Index:
    """Facts by predicate with subject or value; membership in a class by the class."""

    def __init__(self) -> None:
        self.facts: set[Fact] = set()
        self.out: dict[tuple[str, str], list[str]] = defaultdict(list)
        self.into: dict[tuple[str, str], list[str]] = defaultdict(list)
        self.pairs: dict[str, list[tuple[str, str]]] = defaultdict(list)

    @classmethod
    def of(cls, facts: Iterable[Fact]) -> Index:
        """An index of facts."""
        index = cls()
        for fact in facts:
            index.add(fact)
        return index

    def add(self, fact: Fact) -> None:
        """Take a fact in."""
        s, p, o = fact
        self.facts.add(fact)
        self.out[p, s].append(o)
        self.into[p, o].append(s)
        if p != TYPE:  # no rule asks for all types of all things
            self.pairs[p].append((s, o))

    def match(self, pattern: Pattern, bound: Binding) -> Iterator[Binding]:
        """The bindings under which a pattern holds, each an extension of `bound`."""
        s, p, o = (bound.get(term, term) for term in pattern)
        if is_variable(s) and is_variable(o):
            for a, b in self.pairs[p]:
                if s != o or a == b:
                    yield {**bound, s: a, o: b}
        elif is_variable(s):
            for a in self.into.get((p, o), ()):
                yield {**bound, s: a}
        elif is_variable(o):
            for b in self.out.get((p, s), ()):
                yield {**bound, o: b}
        elif (s, p, o) in self.facts:
            yield bound


def unify(pattern: Pattern, fact: Fact) -> Binding | None:
    """The binding that makes a pattern the fact, or None."""
    bound: Binding = {}
    for term, value in zip(pattern, fact, strict=True):
        if is_variable(term):
            if bound.setdefault(term, value) != value:
                return None
        elif term != value:
            return None
    return bound


def fill(pattern: Pattern, bound: Binding) -> Fact:
    """The fact that a pattern becomes under a binding."""
    return bound.get(pattern[0], pattern[0]), bound.get(pattern[1], pattern[1]), bound.get(pattern[2], pattern[2])


def arranged(rule: Rule, head: Fact, facts: Iterable[Fact]) -> tuple[Fact, ...] | None:
    """The facts in the order of the premises of a rule that gives the head from them; None where it does not."""
    given = set(facts)
    bound = unify(rule.head, head)
    index = Index.of(sorted(given))
    found = _join(list(rule.premises), bound, index) if bound is not None else iter(())
    for more in found:
        order = with_every(rule, tuple(fill(p, more) for p in rule.premises), more, index)
        if order is not None and set(order) == given:
            return order
    return None


def with_every(rule: Rule, premises: tuple[Fact, ...], bound: Binding, stated: Index) -> tuple[Fact, ...] | None:
    """The premises, and where a rule looks at every rival, each with what is stated of it; None where that is not."""
    if not rule.every:
        return premises
    if not stated.facts.issuperset(premises):
        return None
    rivals, wanted = rule.every
    found: list[Fact] = []
    for more in sorted(stated.match(rivals, bound), key=lambda binding: fill(rivals, binding)):
        rival = fill(rivals, more)
        if rival in premises:
            continue
        if fill(wanted, more) not in stated.facts:
            return None
        found += [rival, fill(wanted, more)]
    return (*premises, *found)


class Program:
    """Rules ready to run: indexed by what their premises ask for. Built once, run on many sets of facts."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = list(rules)
        self.uses: dict[tuple[str, str], list[tuple[Rule, int]]] = defaultdict(list)
        for rule in self.rules:
            for i, (_, p, o) in enumerate(rule.premises):
                self.uses[p, o if p == TYPE else ""].append((rule, i))

    def run(
        self,
        facts: Iterable[Fact],
        graphs: Callable[[Fact], Iterable[str]] = lambda _: (),
        keep: bool = True,
        progress: Callable[[int], object] = lambda _: None,
    ) -> Closure:
        """All that follows from the facts. `graphs` says which graphs state an asserted fact; `keep=False` remembers
        only the first derivation of each fact, for large data."""
        queue = sorted(set(facts))
        closure = Closure(set(queue))
        index, stated = Index(), Index.of(queue if any(r.every or r.unless for r in self.rules) else ())
        seen = set(queue)
        clashes: set[Derivation] = set()
        for fact in queue:  # the queue grows while it is read
            index.add(fact)
            progress(len(queue))
            for rule, at in self.uses.get((fact[1], fact[2] if fact[1] == TYPE else ""), ()):
                for premises, bound in self._instances(rule, at, fact, index, stated):
                    if not apart(rule, bound):
                        continue
                    if rule.template.clash:
                        clashes.add(Derivation(rule, premises))
                        continue
                    for head in self._heads(rule, premises, bound, graphs):
                        if head not in seen:
                            seen.add(head)
                            queue.append(head)
                            closure.derivations[head] = [Derivation(rule, premises)]
                        elif keep and head not in closure.asserted:
                            known = closure.derivations[head]
                            if head not in premises:
                                known.append(Derivation(rule, premises))
        closure.clashes = sorted(clashes, key=lambda c: (c.rule.name, c.rule.axiom, c.premises))
        return closure

    def _instances(
        self, rule: Rule, at: int, fact: Fact, index: Index, stated: Index
    ) -> Iterator[tuple[tuple[Fact, ...], Binding]]:
        """The instances of a rule in which the fact is the premise at one place, and at no place before it."""
        first = unify(rule.premises[at], fact)
        if first is None:
            return
        rest = [p for i, p in enumerate(rule.premises) if i != at]
        for bound in _join(rest, first, index):
            premises = tuple(fill(p, bound) for p in rule.premises)
            whole = with_every(rule, premises, bound, stated)
            if whole is None or fact in premises[:at]:  # the same instance was found from there
                continue
            if against(rule, bound, stated) is None:
                yield whole, bound

    def _heads(
        self, rule: Rule, premises: tuple[Fact, ...], bound: Binding, graphs: Callable[[Fact], Iterable[str]]
    ) -> Iterator[Fact]:
        if not rule.template.graph:
            yield fill(rule.head, bound)
            return
        for graph in sorted(graphs(premises[0])):
            yield fill(rule.head, {**bound, rule.template.graph: graph})


def apart(rule: Rule, bound: Binding) -> bool:
    """Whether what a rule wants different is different (two IRIs are two things); each pair clashes once."""
    if not rule.template.differ:
        return True
    one, other = (bound.get(name, name) for name in rule.template.differ)  # what is not known may be anything
    return one < other if rule.template.clash else one != other


def against(rule: Rule, bound: Binding, stated: Index) -> tuple[Fact, ...] | None:
    """What is stated that holds a rule back, if anything is."""
    for patterns in rule.unless:
        for more in _join(list(patterns), bound, stated):
            return tuple(fill(p, more) for p in patterns)
    return None


def _join(patterns: list[Pattern], bound: Binding, index: Index) -> Iterator[Binding]:
    """The bindings under which all patterns hold; at each step the pattern with the most known terms goes first."""
    if not patterns:
        yield bound
        return
    # Of two patterns with as many unknowns a value goes before a class, whose members are many.
    best = min(patterns, key=lambda p: sum(is_variable(bound.get(term, term)) for term in p) + (p[1] == TYPE) / 2)
    others = [p for p in patterns if p is not best]
    for more in index.match(best, bound):
        yield from _join(others, more, index)
