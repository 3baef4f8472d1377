"""The words of a question as they are compared: folded, without endings, words of one meaning as one, hanzi by name.

The tables hold what any question may be put in; what things are called comes from the graph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from ..folding import HAN, fold

#: Words that say nothing of what is asked.
_STOP = """
    a an and any are as at be been being but by can could did do does for from had has have having i if in into is
    it its itself me my of on or our please shall should so some such tell than that the their them then there
    these they this those to today up was we were what which whose will with would you your about say said make
    made many much how give given name named call called take took use used go went come came get got after before
    under s all other held us wants want actually really exactly officially currently ever kind sort going try tries
    trying tried happen happens happened economically
"""
_ASKING = frozenset(["who", "whom", "when", "why", "where"])
#: Words that newcomers use one for another; the first is the one that they are compared as.
_SAME = (
    "who whom whos",
    "when date day month year",
    "post office job position role",
    "head lead leader led chief charge run boss chair",
    "vice deputy",
    "law act legislation",
    "espionage spy spying",
    "state country nation",
    "company firm business enterprise",
    "announce launch start begin began found establish create introduce",
    "adopt enact pass",
    "revise amend change changed revision amendment",
    "add addition new",
    "abroad beyond outside extraterritorial overseas foreign",
    "agreement deal pact treaty",
    "coerce coercion punish pressure bully intimidate",
    "good product export commodity",
    "forbid ban",
    "minister ministry",
    "disagree dispute clash conflict contradict",
    "uphold support protect",
    "threat fear danger threaten",
    "type kind category",
    "reward money bounty pay prize tip",
    "end stop suspend freeze frozen halt drop abandon scrap lift",
    "hit target",
    "color colour",
    "oblige must duty bind cooperate",
    "control direct command",
    "rank ranking order priority",
    "spokesperson spokespeople spokesman",
    "lawmaker parliamentarian legislator mp mep",
    "recommend recommendation advice",
    "forecast predict prediction",
    "sure certain certainty confident",
    "criticise criticize criticism critic criticisms",
    "slogan phrase motto",
    "wording translate translation rendering render",
    "retaliate retaliation answer response respond",
    "europe european europeans",
    "export carry",
    "invade invasion war",
    "emerge fore emphasise emphasize",
    "apparatus service agency",
    "sanction sanctioned sanctioning penalise penalize",
    "warn warning caution",
)
#: What a question in Chinese is made of besides names.
_CHINESE = {
    "谁": "who",
    "哪一天": "when",
    "哪天": "when",
    "哪些人": "whom",
    "教育日": "education day",
    "生效": "force",
    "施行": "force",
    "入侵": "invade",
    "批评": "criticise",
    "作者": "author",
    "建议": "recommend",
    "主任": "head",
    "口号": "slogan",
    "翻译": "wording",
    "出口": "export",
    "输出": "export",
    "什么时候": "when",
    "何时": "when",
    "哪一年": "when",
    "哪些": "",
    "哪个": "",
    "什么": "",
    "多少": "many",
    "为什么": "why",
    "法律": "law",
    "法": "law",
    "修订": "revise",
    "修改": "revise",
    "制定": "enact",
    "通过": "enact",
    "颁布": "enact",
    "提出": "announce",
    "宣布": "announce",
    "成立": "found",
    "副主席": "vice chair",
    "主席": "chair",
    "部长": "minister",
    "职务": "post",
    "担任": "",
    "领导": "head",
    "负责": "head",
    "维护": "uphold",
    "保障": "uphold",
    "域外": "beyond borders",
    "境外": "beyond borders",
    "制裁": "sanction",
    "胁迫": "coercion",
    "机构": "organ",
    "机关": "organ",
    "国家": "state",
    "公司": "company",
    "类型": "type",
    "安全": "security",
    "威胁": "threat",
    "预测": "forecast",
    "分歧": "disagree",
    "反对": "deny",
    "否认": "deny",
    "目标": "aim",
    "原则": "principle",
    "会议": "meeting",
    "文件": "document",
    "基石": "bedrock",
    "效力": "",
    "清零": "zero covid",
    "顺序": "order",
}
#: The ending of an owner: it belongs to no word.
OWNING = re.compile(r"['’]s\b|(?<=s)['’](?=\s|$)")
_WRITTEN = re.compile(r"[^\W_](?:[\w.'’]*[^\W_])?")
_HAN_RUN = re.compile(rf"[{HAN}]+")
_ENDINGS = (
    ("ies", "y"),
    ("sses", "ss"),
    ("ches", "ch"),
    ("shes", "sh"),
    ("xes", "x"),
    ("ss", "ss"),
    ("us", "us"),
    ("is", "is"),
    ("s", ""),
)
#: Characters that join others and say nothing.
_JOINING = "的是了吗在和与有被把呢由对为提"


def words(text: str, chinese: Mapping[str, str] | None = None) -> list[str]:
    """The words of a question that tell something, in their order; `chinese` has the English of names in hanzi."""
    return list(dict.fromkeys(compared for _, compared in read(text, chinese)))


def read(text: str, chinese: Mapping[str, str] | None = None) -> Iterator[tuple[str, str]]:
    """The words of a question as they were written, and as they are compared."""
    for written, word in _written(OWNING.sub("", text)):
        parts = _parted(word, chinese or {}) if _HAN_RUN.search(word) else [(written, word)]
        for told, english in parts:
            for one in fold(english).split():
                if one not in _stop():
                    yield told, stem(one)


def _written(text: str) -> Iterator[tuple[str, str]]:
    """The words of a text as they stand in it, and folded; hanzi are folded as a whole, since no space parts them."""
    if _HAN_RUN.search(text):
        yield from ((word, word) for word in fold(text).split())
        return
    for written in _WRITTEN.findall(text):
        folded = fold(written).split()
        yield from [(written, folded[0])] if len(folded) == 1 else ((word, word) for word in folded)


def in_chinese(text: str) -> bool:
    """Whether a question is put in Chinese, and does not only have a name in hanzi."""
    return bool(_HAN_RUN.search(text)) and not any(w in _stop() or w in _ASKING for w in fold(text).split())


def stem(word: str) -> str:
    """A word without the endings of number and time, and in place of one that means the same."""
    return _same().get(word) or _same().get(plain(word), plain(word))


def plain(word: str, least: int = 3) -> str:
    """A word without its endings, of which so many letters are kept."""
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= least:
            word = word[: len(word) - len(ending)] + instead
            break
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) - len(ending) > least:
            return word[: -len(ending)].removesuffix("e")
    return word.removesuffix("e") if len(word) > least + 1 else word


@cache
def assumed() -> frozenset[str]:
    """What goes without saying where all speaks of China: a question has it or not."""
    return frozenset(map(stem, ("china", "chinese", "beijing")))


@cache
def asking() -> frozenset[str]:
    """What a question asks for, which is compared as a kind (`halves.kinds`) and not as a word."""
    return frozenset([*map(stem, _ASKING), "谁", "何时", "为何"])


@cache
def _stop() -> frozenset[str]:
    return frozenset(_STOP.split())


@cache
def _same() -> dict[str, str]:
    groups = [fold(group).split() for group in _SAME]
    return {form: group[0] for group in groups for word in group for form in (word, plain(word))}


def _parted(text: str, chinese: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Hanzi parted into the longest known names and words; what none of them is comes unread."""
    known = {**_CHINESE, **chinese}
    longest = max(map(len, known))
    at, unread = 0, ""
    while at < len(text):
        found = next((text[at : at + n] for n in range(longest, 0, -1) if text[at : at + n] in known), "")
        if unread and (found or at == len(text)):
            yield unread, unread
            unread = ""
        if found:
            yield found, known[found]
        elif text[at] not in _JOINING:
            unread += text[at]
        at += len(found) or 1
    if unread:
        yield unread, unread
