"""Two questions in one, parted: who proposed a thing and when; 何时由谁提出. Each half is a question of its own.

halves("Who proposed the concept and when?", "the concept")
"""

from __future__ import annotations

import re

_ASKING = r"(?:who|whom|when|what|which|why|how|where)"
_TWO = re.compile(
    rf"(?P<first>.*\b{_ASKING}\b.+?),? and (?:also )?"
    rf"(?P<second>(?:(?:since|by|in|for|from|with|of|over|under|on) )?{_ASKING}\b.*)",
    re.IGNORECASE,
)
_AT_ONCE = re.compile(r"when and by whom (?P<rest>(?:was|were|is) .+)", re.IGNORECASE)
#: What stands for the thing; he and she may be whoever is asked for.
_PRONOUN = re.compile(r"\b(?:it|they|them|this|that)\b", re.IGNORECASE)
_PASSIVE = re.compile(r"\b(?:was|were|is|been) .*?(?P<verb>[a-z]+(?: forward| up)?)$", re.IGNORECASE)
_ACTIVE = re.compile(r"who (?:has |first )*(?P<verb>(?:put forward|set up|came up with|[a-z]+))\b", re.IGNORECASE)
#: What is told with who leads: since when.
_LEADING = re.compile(r"who (?:is |was )?(?:now )?(?:leads?|heads?|chairs?|runs?|led|headed|the head|minister)\b", re.I)
_WHEN_ZH, _WHO_ZH = "(?:什么时候|何时|哪一年|哪年)", "(?:由谁|被谁|是谁|谁)"
_TWO_ZH = re.compile(rf"(?P<one>{_WHEN_ZH}|{_WHO_ZH})(?:[,，、和]|以及|在|于|是)*(?P<two>{_WHEN_ZH}|{_WHO_ZH})")
_PEOPLE = (
    "(?:people|persons?|officials?|leaders?|actors?|authors?|voices|members?|lawmakers?|politicians?|scholars?|critics)"
)
_PLACES = "(?:city|cities|place|places|town)"
#: What a ready question adds on where it is said: whoever asks what, or when, does not ask for that.
_SOURCES = re.compile(
    r"(?<=\w),?(?: and)? (?:according to|by|in|from) (?:which|what) (?:documents?|sources?|passages?|texts?)\b[^,?]*"
    r"|(?<=\w),? and which documents? says? so\b",
    re.IGNORECASE,
)
_KINDS = {
    "when": r"\bwhen\b|\b(?:which|what) (?:day|month|year|date|time)\b|什么时候|何时|哪一?年",
    "who": rf"(?<!according to )\bwhom?\b|\b(?:which|what) {_PEOPLE}\b|(?<!据)谁(?!的)|哪位|哪些(?:人|行为[体者])",
    "why": r"\bwhy\b|\b(?:over|for|in answer to) what\b|\bwhat\b.* for\b\W*$|\b(?:reason|motive|ground)s?\b"
    r"|为什么|为何|因何|起因",
    "where": rf"\bwhere\b|\b(?:which|what) {_PLACES}\b|哪里|何地",
    "how many": r"\bhow many\b|多少|几个|几种|几项|几类"
    r"|^(?:what is |what s |what was )?(?:the )?(?:total )?(?:number|count) of\b",
    "what": rf"\b(?:what|which)\b(?! (?:day|month|year|date|time|{_PEOPLE}|{_PLACES})\b)|how much"
    r"|什么(?!时候)|哪些(?!人|行为[体者])",
}


def halves(text: str, name: str) -> tuple[str, ...]:
    """The questions that are in one, where these are two; `name` is that of the thing for which a pronoun stands."""
    plain = text.strip().rstrip("?？。. ")
    if found := _TWO_ZH.search(plain):
        start, end = plain[: found.start()], plain[found.end() :]
        return (f"{start}{found['one']}{end}", f"{start}{found['two']}{end}")
    if at_once := _AT_ONCE.fullmatch(plain):
        first = f"When {at_once['rest']}"
        return (first, _whole("by whom", first, name))
    two = _TWO.fullmatch(plain)
    if two is None or not name:
        return ()
    first, second = two["first"], two["second"]
    return (first,) if _LEADING.match(first) and second == "since when" else (first, _whole(second, first, name))


def kinds(text: str) -> frozenset[str]:
    """What is asked for: a time, a person, a reason; according to whom is none, since that goes with any of them."""
    told = _SOURCES.sub("", text)
    return frozenset(kind for kind, words in _KINDS.items() if re.search(words, told, re.IGNORECASE))


def _whole(second: str, first: str, name: str) -> str:
    """The second half with what it leaves unsaid: the thing, and what happened to it."""
    if len(second.split()) > (2 if second.lower().startswith(("since", "by")) else 1):
        return _PRONOUN.sub(name, second, count=1)
    passive, active = _PASSIVE.search(first), _ACTIVE.match(first)
    verb = active["verb"] if active else passive["verb"] if passive else ""
    if second.lower() in ("by whom", "who"):
        return f"Who {verb} {name}"
    return f"{second.capitalize()} was {name} {verb}".strip()
