"""The one shape of a check: a name, a sentence, a severity, a rule, and samples of right and wrong.

A rule yields faults; only the check makes findings of them, so that none bears a name or a severity of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from inspect import cleandoc
from typing import NamedTuple, TypeVar
from weakref import WeakKeyDictionary

import pyoxigraph as ox

from ..content.files import Content, CuratedFile
from ..errors import ContentError
from ..findings import Finding
from .sample import Sample, Samples, samples_of

T = TypeVar("T")
MOST_SHOWN = 10


class Fault(NamedTuple):
    """One place where a rule is broken: what is wrong there, and how to mend it; line 0 is the file as a whole."""

    file: str
    line: int
    message: str
    hint: str


Rule = Callable[[Content], Iterable[Fault]]


@dataclass(frozen=True)
class Check:
    """A rule that content must keep.

    `cases` names what the rule forbids one by one, each with a failing sample of its name; `allowed` what it lets pass,
    each in the passing sample.
    """

    name: str
    sentence: str
    rule: Rule
    severity: str = "error"
    cases: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()
    given: Samples | None = None

    def run(self, content: Content) -> list[Finding]:
        """The findings of this check, sorted."""
        faults = set(self.rule(content))
        return sorted(Finding(f.file, f.line, self.name, f.message, f.hint, self.severity) for f in faults)

    @property
    def passing(self) -> Sample:
        """Content that keeps the rule."""
        return (self.given or samples_of(self.name)).passing

    @property
    def failing(self) -> dict[str, Sample]:
        """Content that breaks the rule, each in one way, by what is wrong with it."""
        return (self.given or samples_of(self.name)).failing

    def told(self) -> str:
        """The rule at length: its sentence, and its samples."""
        parts = [f"{self.name} ({self.severity})\n{self.sentence}", f"Passes:\n{self.passing}"]
        return "\n\n".join([*parts, *(f"Fails ({label}):\n{sample}" for label, sample in self.failing.items())])


def check(
    name: str, cases: Iterable[str] = (), allowed: Iterable[str] = (), severity: str = "error"
) -> Callable[[Rule], Check]:
    """Make a check of a rule; the first line of its docstring is the sentence."""

    def make(rule: Rule) -> Check:
        sentence = cleandoc(rule.__doc__ or "").split("\n")[0]
        return Check(name, sentence, rule, severity, tuple(cases), tuple(sorted(allowed)))

    return make


def once(compute: Callable[[Content], T]) -> Callable[[Content], T]:
    """The function, computed once for each content, since rules look at the same things; forgotten with it."""
    known: WeakKeyDictionary[Content, T] = WeakKeyDictionary()

    def recall(content: Content) -> T:
        if content not in known:
            known[content] = compute(content)
        return known[content]

    return recall


def at(source: CuratedFile, triple: ox.Triple, message: str, hint: str) -> Fault:
    """A fault at a statement."""
    return Fault(source.name, source.places.line_of(triple), message, hint)


def run_all(content: Content, checks: Iterable[Check]) -> list[Finding]:
    """The findings of the checks, sorted by file and line."""
    return sorted(f for check in checks for f in check.run(content))


def require(content: Content, checks: Iterable[Check], claim: str) -> None:
    """Raise ContentError where one of the checks finds something: the claim, how often it fails, the first places."""
    found = run_all(content, checks)
    if found:
        rows = "\n".join(f"  {f}" for f in found[:MOST_SHOWN])
        hint = "`cnskg rules` shows what each rule wants."
        raise ContentError(f"{claim}, in {len(found)} places:\n{rows}", hint=hint)
