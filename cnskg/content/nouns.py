"""English nouns and verbs as names and sentences need them: one or several, which article, which form."""

from __future__ import annotations

import re

#: What stands behind the noun that a name is about: "list of concerns", "leader with security background".
_BEHIND = """
    about abroad across after against among at before between by for from in inside of on other over overseas seen that
    to towards under which with within
"""
BEHIND = re.compile(rf" (?:{'|'.join(_BEHIND.split())})(?: |$)")
#: Nouns that take no article, though they are no plurals.
MASS = frozenset({"economics", "evidence", "information", "legislation", "news", "politics"})
_DOUBLED = frozenset({"ban", "put", "run", "set", "stop"})
_AUXILIARY = {"is": ("are", "be", "being"), "has": ("have", "have", "having"), "does": ("do", "do", "doing")}


def _noun(name: str) -> str:
    """The noun that a name is about; nothing for a CURIE."""
    return "" if ":" in name else BEHIND.split(name)[0].rsplit(" ")[-1].lower()


def is_plural(name: str) -> bool:
    """Whether a name speaks of several things, such as "counter-sanctions" (and not "crisis", "mass", "campus")."""
    noun = _noun(name)
    if noun in MASS or name.startswith("United "):
        return False
    return noun.endswith("s") and not noun.endswith(("ss", "is", "us", "'s"))


def article(name: str) -> str:
    """A name with its indefinite article, if it takes one. Sounds are judged by the first letter."""
    if is_plural(name) or _noun(name) in MASS:
        return name
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"


def verb(third: str, form: str) -> str:
    """A verb such as "brings about" in another form: "several" (bring about), "to" (bring about), "ing" (bringing)."""
    first, space, rest = third.partition(" ")
    if first not in _AUXILIARY:
        base = _base(first)
        forms = (base, base, _ing(base))
    else:
        forms = _AUXILIARY[first]
    return {"one": first, "several": forms[0], "to": forms[1], "ing": forms[2]}[form] + space + rest


def _base(third: str) -> str:
    """A verb without the ending of the third person."""
    if third.endswith("ies"):
        return third[:-3] + "y"
    if third.endswith(("ches", "shes", "sses", "xes")):
        return third[:-2]
    return third.removesuffix("s")


def _ing(base: str) -> str:
    if base in _DOUBLED:
        return f"{base}{base[-1]}ing"
    return f"{base[:-1]}ing" if base.endswith("e") and not base.endswith(("ee", "ye")) else f"{base}ing"
