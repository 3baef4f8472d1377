"""How many is asked, in both languages: the question with which in its place, and of what things is asked.

listed("How many members has the commission?") == "Which members has the commission?"
"""

from __future__ import annotations

import re

_HOW_MANY = re.compile(
    r"^\s*how many (?!of\b)|^\s*(?:what is|what's|what was) (?:the )?(?:total )?number of ", re.IGNORECASE
)
_MEASURE = "(?:个|部|名|位|项|种|条|起|次|份|篇|件|家|类)?"
_HOW_MANY_ZH = re.compile(f"(?:多少|几){_MEASURE}")
#: What counts as one of what is asked for, by its class; words of whom none is a class tell nothing.
_KINDS = {
    "State": r"states?|countr(?:y|ies)|nations?|国家",
    "Company": r"compan(?:y|ies)|firms?|business(?:es)?|公司|企业",
    "Person": r"people|persons?|individuals?|politicians?|lawmakers?|officials?|人|人员|官员|议员",
    "Law": r"laws?|法律",
    "Organ": r"organs?|bod(?:y|ies)|institutions?|agenc(?:y|ies)|commissions?|committees?|ministr(?:y|ies)"
    r"|机构|机关|部门|委员会",
    "Post": r"posts?|offices?|职务|职位",
    "Event": r"events?|meetings?|事件",
}
_ASKED_FOR = re.compile(
    r"\b(?:which|what|how many) (?P<noun>[a-z]+)|(?:哪些|哪几个|什么)(?P<hanzi>"
    + "|".join(word for words in _KINDS.values() for word in words.split("|") if not word.isascii())
    + ")"
)
_IN_GRAPH = (
    "(?:the |this |your |these |all )*(?:five )?"
    "(?:graph|site|data|dataset|database|documents?|sources?|texts?|reports?)"
)
_HOW_MANY_OF = (
    rf"how many NOUN (?:(?:are|is) (?:there|here|named|mentioned|recorded|described|encoded|listed|known)"
    rf"(?: (?:here|altogether|in all|in total|(?:in|by) {_IN_GRAPH}))?|(?:are|is) in {_IN_GRAPH}"
    rf"|(?:do|does) (?:{_IN_GRAPH}|you) (?:hold|have|contain|name|mention|list|know|cover|describe|record|include))"
)
_HOW_MANY_OF_ZH = (
    r"(?:(?:这个|本|这里的?)?(?:图谱|知识图谱|网站|数据库|数据集|数据|文献|文件|资料)(?:里|中)?(?:面)?)?(?:一共|总共|共|都)?"
    rf"(?:有|提到|收录|包含|记载|列出|涉及)(?:了)?(?:多少|几){_MEASURE}NOUN"
)


def listed(text: str) -> str:
    """The question that asks for which, where one asks how many; else nothing."""
    if found := _HOW_MANY.match(text):
        return f"Which {text[found.end() :]}"
    instead = _HOW_MANY_ZH.sub("哪些", text, count=1)
    return instead if instead != text else ""


def kind_asked_for(folded: str) -> str:
    """The class of what is asked for, where a word says that it is one: which states, 哪些公司."""
    found = _ASKED_FOR.search(folded)
    noun = (found["noun"] or found["hanzi"]) if found else ""
    return next((kind for kind, words in _KINDS.items() if noun and re.fullmatch(words, noun)), "")


def counts(folded: str, called: tuple[str, ...]) -> bool:
    """Whether a folded question asks how many things of a kind there are in all, and nothing else of them."""
    nouns = "|".join(f"(?:{re.escape(one)})" for one in called)
    forms = (_HOW_MANY_OF, _HOW_MANY_OF_ZH)
    return bool(nouns) and any(re.fullmatch(form.replace("NOUN", f"(?:{nouns})"), folded) for form in forms)
