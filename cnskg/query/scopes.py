"""What a query may not do though its grammar allows it: the notes of SPARQL 1.1 section 19.8 and section 11.4.

Asked only about texts that the engine refuses and the grammar takes, to find the token that is wrong and to say why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

#: Where a variable is read and gets no value.
_UNNAMED = frozenset({"constraint", "expression"})


@dataclass(frozen=True)
class Offence:
    """The index of the token that breaks a rule, what is wrong, and what to do."""

    at: int
    text: str
    hint: str


def offence(tree: Any) -> Offence | None:
    """The first rule that the query breaks, if any; `tree` comes from `grammar.parse`."""
    found = (hit for rule in _RULES for hit in rule(tree))
    return min(found, key=lambda hit: hit.at, default=None)


def _terminals(tree: Any, kind: str, skip: frozenset[str] = frozenset()) -> list[Any]:
    """The tokens of a kind below a node, those below nodes of the skipped kinds left out."""
    found, rest = [], list(reversed(tree.children))  # no recursion: what people nest may be deeper than our stack
    while rest:
        node = rest.pop()
        if not hasattr(node, "children"):
            if node.type == kind:
                found.append(node)
        elif node.data not in skip:
            rest += reversed(node.children)
    return found


def _below(tree: Any, *kinds: str) -> list[Any]:
    return [node for node in tree.iter_subtrees_topdown() if node.data in kinds]


def _child(tree: Any, kind: str) -> Any | None:
    return next((c for c in tree.children if hasattr(c, "children") and c.data == kind), None)


def _selects(tree: Any) -> Iterator[tuple[Any, list[Any], Any, Any]]:
    """Each SELECT: its clause, what it projects, its pattern and its GROUP BY, if any."""
    for select in _below(tree, "select", "subselect"):
        clause, where, modifiers = (_child(select, kind) for kind in ("select_clause", "where", "modifiers"))
        yield clause, [p for p in clause.children if hasattr(p, "children")], where, _child(modifiers, "grouping")


def _named_twice(tree: Any) -> Iterator[Offence]:
    for _, projected, _, _ in _selects(tree):
        seen: set[str] = set()
        for name in (_terminals(p, "VAR")[-1] for p in projected):
            if name.value[1:] in seen:
                yield Offence(name.start_pos, f"{name} is selected twice", "Name each variable once after SELECT.")
            seen.add(name.value[1:])


def _named_again(tree: Any) -> Iterator[Offence]:
    for _, projected, where, _ in _selects(tree):
        used = {var.value[1:] for var in _terminals(where, "VAR", _UNNAMED)}
        for column in projected:
            name = _terminals(column, "VAR")[-1]
            if len(column.children) > 1 and name.value[1:] in used:
                yield Offence(
                    name.start_pos, f"{name} has a value from the pattern already", "Take a new name after AS."
                )


def _ungrouped(tree: Any) -> Iterator[Offence]:
    for clause, projected, _, grouping in _selects(tree):
        if grouping is None and not _below(clause, "aggregate"):
            continue
        star = next((c for c in clause.children if getattr(c, "type", "") == "STAR"), None)
        if star is not None:
            yield Offence(star.start_pos, "SELECT * cannot go with GROUP BY", "Name the grouped variables.")
        known = {var.value[1:] for var in _keys(grouping)} if grouping is not None else set()
        for column in projected:
            used = _terminals(column, "VAR", frozenset({"aggregate"}))
            for var in used[: len(used) - (len(column.children) > 1)]:
                if var.value[1:] not in known:
                    yield Offence(
                        var.start_pos,
                        f"{var} is neither grouped nor aggregated",
                        f"Add GROUP BY {var}, or take one value of a group: (SAMPLE({var}) AS ?one).",
                    )
            known.add(_terminals(column, "VAR")[-1].value[1:])


def _keys(grouping: Any) -> list[Any]:
    """The variables that stand for the groups: plain ones, and those after AS."""
    keys = [key.children for key in grouping.children if hasattr(key, "children")]
    plain = [key[0] for key in keys if getattr(key[0], "type", "") == "VAR"]
    return plain + [key[-2] for key in keys if getattr(key[-2] if len(key) > 1 else None, "type", "") == "VAR"]


def _bound_again(tree: Any) -> Iterator[Offence]:
    for pattern in _below(tree, "pattern"):
        seen: set[str] = set()
        for part in (child for child in pattern.children if hasattr(child, "children")):
            if getattr(part.children[0], "type", "") == "K_BIND":
                name = part.children[-2]
                if name.value[1:] in seen:
                    yield Offence(
                        name.start_pos, f"{name} is in use before this BIND", "Take a new name after AS, or FILTER."
                    )
            seen |= {var.value[1:] for var in _terminals(part, "VAR", _UNNAMED)}


def _uneven(tree: Any) -> Iterator[Offence]:
    for data in _below(tree, "data"):
        wide = len([c for c in data.children if getattr(c, "type", "") == "VAR"])
        for row in (c for c in data.children if hasattr(c, "children") and c.data == "data_row"):
            values = [c for c in row.children if hasattr(c, "children")]
            if len(values) != wide:
                yield Offence(
                    row.children[0].start_pos,
                    f"this row has {len(values)} values for {wide} variables",
                    "UNDEF stands for a value that is missing.",
                )


def _label_again(tree: Any) -> Iterator[Offence]:
    """A blank node stands in one group of triples only (section 4.1.4)."""
    home: dict[str, int] = {}
    basic = 0
    for pattern in _below(tree, "pattern"):
        basic += 1
        for part in (child for child in pattern.children if hasattr(child, "children")):
            if part.data == "other":
                basic += getattr(part.children[0], "type", "") != "K_FILTER"
                continue
            for label in _terminals(part, "BNODE"):
                if home.setdefault(label.value, basic) != basic:
                    yield Offence(
                        label.start_pos,
                        f"{label} stands in another group already",
                        "Use a variable: it may stand anywhere.",
                    )


_RULES: tuple[Callable[[Any], Iterator[Offence]], ...] = (
    _named_twice,
    _named_again,
    _ungrouped,
    _bound_again,
    _uneven,
    _label_again,
)
