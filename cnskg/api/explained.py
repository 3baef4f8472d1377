"""Why a statement holds, as an object."""

from __future__ import annotations

from typing import Any

from ..errors import NotFound
from ..explaining import forms, words
from ..explaining.explainer import Explainer
from ..explaining.search import Explanation


class Explained:
    """Why a statement holds; printed, it says so in words. It is false where the statement does not hold."""

    def __init__(self, explainer: Explainer, found: Explanation) -> None:
        self._explainer, self._found = explainer, found

    @property
    def holds(self) -> bool:
        """Whether the statement holds."""
        return bool(self._found.proofs)

    def __bool__(self) -> bool:
        return self.holds

    @property
    def steps(self) -> int:
        """How long the shortest proof is (`cns:steps`); 0 for what is stated. Raises NotFound where there is none."""
        if self._found.best is None:
            raise NotFound(words.statement(self._found.fact, self._explainer.names) + ": this does not hold")
        return self._found.best.steps

    @property
    def passages(self) -> list[str]:
        """The IRIs of the passages and sources on which the shortest proof rests."""
        best = self._found.best
        return list(dict.fromkeys(g for leaf in (best.leaves() if best else ()) for g in leaf.graphs))

    @property
    def why_not(self) -> str:
        """For what does not hold: what the nearest rules lack, in words. Empty for what holds."""
        if self.holds:
            return ""
        return words.near_misses(self._found.fact, self._explainer.why_not(self._found.fact), self._explainer.names)

    def to_dict(self) -> dict[str, Any]:
        """The proofs as plain values, as /explain gives them in JSON."""
        return forms.explanation(self._found, self._explainer.names)

    def to_turtle(self) -> str:
        """The proofs in PROV."""
        return forms.turtle(self._found)

    def __str__(self) -> str:
        return words.explanation(self._found, self._explainer.names)

    __repr__ = __str__
