"""Words that only carry a question: what is asked for stands in the others, and these need not be in a ready one.

They are weaker than the words of `words._STOP`: a question with one of them is taken for a ready one only where
nothing else comes near. Words of the field are none of them, however common: to sanction, to fear, to change.
"""

from __future__ import annotations

from functools import cache

from ..folding import fold
from .words import plain

_LIGHT = """
    let allow permit enable get gotten put set give given bring brought carry hold
    attend attended participate take part include contain comprise consist list count number total
    propose suggest offer plan treat deal handle concern regard involve
    describe explain mention present show state outline sum report discuss talk speak spoke
    versus vs compare compared between both two three four five six seven eight nine ten
    people person persons thing things way ways view views point points parts side
    actual real main major important key whole current today nowadays recent recently newest latest
    exactly precisely altogether overall specifically finally eventually still also ever even just
    turn might need want wish look seem appear become became turned
    endure suffer receive face undergo exist sit sits pick picked choose chose chosen
    respectively
"""


def is_light(written: str) -> bool:
    """Whether a word, as it was written, carries a question and tells nothing."""
    return written[:1].islower() and any(plain(one) in _stems() for one in fold(written).split())


@cache
def _stems() -> frozenset[str]:
    return frozenset(map(plain, _LIGHT.split()))
