"""Other forms of a name as spreadsheets have it: no titles and initials, the surname last, abbreviations in full, other
words for the same.

Each is only a guess: what is found by one is a candidate, and never a match.
"""

from __future__ import annotations

import re

from ..folding import fold, has_han
from ..search.synonyms import alternatives

#: Words before or after a name of a person that are no part of it.
TITLES = frozenset(
    word
    for line in """
    dr prof professor mr mrs ms miss sir dame lord hon honourable honorable the rt right his her excellency he comrade
    president chairman chairwoman chair chairperson premier minister secretary general sec gen party leader amb
    ambassador spokesperson spokesman spokeswoman director senator sen gov governor phd md mp qc kc jr sr esq
    """.splitlines()
    for word in line.split()
)
#: What is written short in columns of offices, organs and laws.
SHORT = {
    "assn": "association", "auth": "authority", "bur": "bureau", "cent": "central", "cmte": "committee",
    "com": "commission", "comm": "commission", "cttee": "committee", "dept": "department", "dpt": "department",
    "gen": "general", "govt": "government", "hk": "hong kong", "info": "information", "inst": "institute",
    "intel": "intelligence", "intl": "international", "min": "ministry", "nat": "national", "natl": "national",
    "org": "organization", "prc": "china", "pub": "public", "sec": "security", "univ": "university",
}  # fmt: skip
#: A form with fewer letters is the beginning of too many names.
LEAST = 4


def forms(text: str) -> list[str]:
    """The other forms of a name, those that change the least first; of one in hanzi only other words for the same."""
    if has_han(text):
        return list(alternatives(text))
    words = fold(text.replace("'", "").replace("’", "")).split()
    told = [*_surname_last(text), " ".join(SHORT.get(word, word) for word in words)]
    person = [word for word in words if word not in TITLES and len(word) > 1] * (not surname(text))
    told += [" ".join(person), " ".join(reversed(person)) if len(person) == 2 else "", *alternatives(text)]
    plain = fold(text)
    return [one for one in dict.fromkeys(told) if len(one) >= LEAST and one != plain]


def surname(text: str) -> str:
    """What is left of a name once its titles are gone, if that is one word: General Secretary Xi. Else nothing."""
    words = fold(text).split()
    left = [word for word in words if word not in TITLES]
    return left[0] if len(left) == 1 < len(words) and not has_han(text) else ""


def _surname_last(text: str) -> list[str]:
    """Stoltenberg, Jens: Jens Stoltenberg; of what a comma parts in two."""
    parts = [fold(part) for part in re.split(r"[,，]", text)]
    return [f"{parts[1]} {parts[0]}"] if len(parts) == 2 and all(parts) else []
