"""A proposition as a sentence, made of the names of its parts: "the party believes that its model is superior".

What stands inside another is a clause of it: after "believes that" a whole one, else "the party aiming at security".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from .. import namespaces as ns
from .nouns import is_plural, verb
from .propositions import ENDS

#: By IRI and property, what is said of propositions; values are IRIs, or the texts of literals.
Said = Mapping[str, Mapping[str, Sequence[str]]]
Form = Literal["one", "ing", "to"]
_SUBJECT, _RELATION, _OBJECT = ENDS
_RESPECT, _TIME, _PLACE, _THROUGH, _SCOPE = (
    ns.CNS + name for name in ("inRespectOf", "atTime", "inPlace", "through", "scope")
)
#: What a relation is in a sentence, where its name is too stiff for one.
_VERBS = {"hasQuality": "is", "trend": "is", "prioritises": "gives priority to"}
_CHINESE_VERBS = {"hasQuality": "是", "trend": "呈…之势"}
#: Relations whose object, where it is a proposition, is a whole clause;
_THAT = frozenset({"believes", "disbelieves", "tells"})
#: and those that go on with what the same subject is to do.
_TO = {"aimsAt": "aims to", "offers": "offers to", "ableTo": "is able to"}
_HOW_MANY, _HOW_OFTEN = frozenset({"all", "many", "most", "some"}), frozenset({"often", "sometimes"})
_WITH_ARTICLE = re.compile(r"^(?!the ).*\b(?:Sea|Ocean|East|South|Strait|States)$")
_MONTHS = """
    January February March April May June July August September October November December
""".split()  # noqa: SIM905


class Sentences:
    """The sentences of propositions; `name` has the English names of all else, `chinese` Chinese ones or nothing."""

    def __init__(self, said: Said, name: Callable[[str], str], chinese: Callable[[str], str] = lambda _: "") -> None:
        self._said, self._name, self._chinese = said, name, chinese

    def english(self, iri: str) -> str:
        """A proposition as a sentence without full stop and capital."""
        return self._clause(iri, "one", frozenset())

    def _clause(self, iri: str, form: Form, outer: frozenset[str], bare: bool = False) -> str:
        """A proposition as a clause; bare, without its subject."""
        if iri in outer:  # one that holds itself
            return ns.compact(iri)
        outer |= {iri}
        subject, several = self._subject(iri, outer)
        scope = "".join(map(self._name, self._values(iri, _SCOPE)))
        if scope in _HOW_MANY and several:
            subject, scope = f"{scope} {subject}", ""
        done = self._done(iri, "several" if several and form == "one" else form, outer, scope)
        told = done + self._qualified(iri, outer) + (f" ({scope})" if scope and scope not in _HOW_OFTEN else "")
        return told if bare else f"{subject} {told}"

    def _subject(self, iri: str, outer: frozenset[str]) -> tuple[str, bool]:
        """What a clause is about, and whether that is several things."""
        subjects = self._values(iri, _SUBJECT)
        told = [self._part(one, outer) for one in subjects]
        several = len(told) > 1 or any(is_plural(told[at]) for at, one in enumerate(subjects) if not self._is(one))
        for at, one in enumerate(subjects):
            told[at] += "," if self._is(one) and ", " in told[at] else ""
        return " and ".join(told), several

    def _done(self, iri: str, form: str, outer: frozenset[str], scope: str) -> str:
        """Verb and object."""
        relations, objects = self._values(iri, _RELATION), self._values(iri, _OBJECT)
        relation = relations[0].removeprefix(ns.CNS) if relations else ""
        third = _VERBS.get(relation) or " and ".join(map(self._name, relations))
        inner = objects[0] if len(objects) == 1 and self._is(objects[0]) else ""
        own = bool(inner) and self._values(inner, _SUBJECT) == self._values(iri, _SUBJECT)
        if inner and relation in _THAT:
            said = f"that {self._clause(inner, 'one', outer)}"
        elif own:
            third = _TO.get(relation, third)
            said = self._clause(inner, "to" if relation in _TO else "ing", outer, bare=True)
        else:
            said = " and ".join(self._part(one, outer) for one in objects)
        if relation == "trend" and form == "ing":
            return said
        if said.startswith("to ") and relation in _TO:
            third = _TO[relation].removesuffix(" to")
        return f"{_often(verb(third, form), scope)} {said}"

    def _qualified(self, iri: str, outer: frozenset[str]) -> str:
        """Where, through what, in respect of what and when it holds."""
        places = [self._part(one, outer) for one in self._values(iri, _PLACE)]
        told = f" in {' and '.join(_the(one) for one in places)}" if places else ""
        for prefix, name in ((" through ", _THROUGH), (", in respect of ", _RESPECT)):
            if parts := [self._part(one, outer) for one in self._values(iri, name)]:
                told += prefix + " and ".join(parts)
        times = [_time(one) or f"at the time of {self._part(one, outer)}" for one in self._values(iri, _TIME)]
        return told + "".join(f", {one}" for one in times)

    def _part(self, value: str, outer: frozenset[str]) -> str:
        return self._clause(value, "ing", outer) if self._is(value) else self._name(value)

    def _is(self, value: str) -> bool:
        return _RELATION in self._said.get(value, ())

    def _values(self, iri: str, name: str) -> list[str]:
        return list(self._said.get(iri, {}).get(name, ()))

    def in_chinese(self, iri: str, outer: frozenset[str] = frozenset()) -> str:
        """A proposition in Chinese, where all of its parts have Chinese names; else nothing."""
        if iri in outer:
            return ""
        ends = [[self._part_in_chinese(one, outer | {iri}) for one in self._values(iri, end)] for end in ENDS]
        told = [self._in_chinese(iri, name, outer | {iri}) for name in (_PLACE, _THROUGH, _RESPECT, _TIME, _SCOPE)]
        if not all(all(one) and one for one in ends) or None in told:
            return ""
        subject, relation, value = ("和".join(one) for one in ends)
        relation = _CHINESE_VERBS.get(self._values(iri, _RELATION)[0].removeprefix(ns.CNS), relation)
        said = relation.replace("…", value) if "…" in relation else relation + value
        place, through, respect, time, scope = told
        parts = (("在", place, ""), ("通过", through, ""), ("在", respect, "方面"))
        before = "".join(f"{one}{what}{other}" for one, what, other in parts if what)
        after = "，".join(filter(None, (time, scope)))
        return f"{subject}{before}{said}{f'（{after}）' if after else ''}"

    def _in_chinese(self, iri: str, name: str, outer: frozenset[str]) -> str | None:
        """The values of a property; None where one of them has no Chinese name."""
        parts = [self._part_in_chinese(one, outer) for one in self._values(iri, name)]
        return "和".join(parts) if all(parts) else None

    def _part_in_chinese(self, value: str, outer: frozenset[str]) -> str:
        if self._is(value):
            inner = self.in_chinese(value, outer)
            return f"“{inner}”" if inner else ""
        if value.startswith(ns.TIME):
            year = value.removeprefix(ns.TIME)
            return f"{year}年" if year.isdigit() else ""
        return self._chinese(value)


def _often(verb: str, scope: str) -> str:
    """A verb with how often it holds."""
    if scope not in _HOW_OFTEN:
        return verb
    first, space, rest = verb.partition(" ")
    return f"{first} {scope}{space}{rest}" if first in ("is", "are", "be", "being") else f"{scope} {verb}"


def _the(place: str) -> str:
    return f"the {place}" if _WITH_ARTICLE.match(place) else place


def _time(iri: str) -> str:
    """A time span in words; nothing for what is none."""
    if not iri.startswith(ns.TIME):
        return ""
    first, between, last = iri.removeprefix(ns.TIME).partition("--")
    return f"from {_single(first)} to {_single(last)}" if between else f"in {_single(first)}"


def _single(slug: str) -> str:
    if re.fullmatch(r"\d{3}X", slug):
        return f"the {slug[:3]}0s"
    if found := re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", slug):
        return f"{_MONTHS[int(found[2]) - 1]} {found[1]}"
    return slug
