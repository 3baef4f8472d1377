"""How a question put to /ask fared, from its page alone."""

from __future__ import annotations

import html
import re

_UNSURE = ("We are not sure", "Its page does not tell it", "No ready question is near")


def fared(page: str, told: list[str]) -> str:
    """Right, half (and said to be) or wrong where the page is sure; else found or missed; unsure is right for none."""
    main = html.unescape(re.sub(r"<[^>]+>", "", page.partition("</h1>")[2].partition("</form>")[2]))
    unsure = any(words in main for words in _UNSURE)
    if not told:
        return "right" if unsure else "wrong"
    there = all(words in main for words in told)
    if unsure:
        return "found" if there else "missed"
    return "right" if there else "half" if "answers one half only" in main else "wrong"
