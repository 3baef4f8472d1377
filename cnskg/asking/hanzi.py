"""A question in Chinese as it is compared with the Chinese wordings of ready ones: names, usual words, pairs of hanzi.

Nothing parts the words of Chinese. A name or a word of the tables is taken whole; of all else each two hanzi that
stand side by side are a word where any wording has them, and hanzi that no wording has are unread.

Hanzi(["谁设立了热线？"], {"国安部": "Ministry of State Security"}).read("国安部何时设立热线")
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from ..folding import HAN, fold
from .naming import cuts

#: Words that are used one for another; the first is the one that they are compared as.
_SAME = (
    "谁 哪位 何人 哪些人 什么人",
    "何时 什么时候 什么时间 哪一年 哪年 何年 哪一天 哪天 几时 哪个月 几月 时间",
    "为何 为什么 因何 为啥 原因 起因 何以",
    "多少 几个 几项 几类 几种 多大 多高 几条",
    "奖励 奖金 赏金 悬赏 报酬",
    "施压 惩罚 打压 压力 欺负 胁迫",
    "报复 反击 还击",
    "中止 冻结 暂停 搁置 停止",
    "商品 产品 货物",
    "企业 公司",
    "建议 对策 劝告",
    "要求 呼吁",
    "结束 放弃 取消 终止 退出",
    "前身 之前 以前 前任",
    "下发 印发 发布 公布 发表 出版",
    "通过 制定 颁布 出台",
    "修订 修改 修正",
    "提出 提倡 宣布 创立",
    "设立 成立 建立 组建 创建",
    "类型 种类 类别 哪种 哪类",
    "新增 增加 增添 多了 添加 新加",
    "境外 国外 海外 域外",
    "境内 国内",
    "负责人 领导人 一把手 主任 首长",
    "领导 主管 主持 管 执掌",
    "职务 职位 官职 岗位",
    "任职 担任 当过 做过 出任",
    "批评 指责 抨击 谴责 反对",
    "威胁 危险 危害",
    "否认 不认为 不承认 反驳",
    "认为 看法 看待 怎么看 观点 说法 看作",
    "协定 协议 条约",
    "入侵 进攻 侵略",
    "配合 协助 帮助",
    "必须 义务 有责任",
    "目标 目的 宗旨",
    "名单 清单 列表",
    "次序 顺序 排序 排名",
    "根本 基石",
    "提法 口号 词语",
    "存储 存放 存在 储存 留在",
    "达成 促成 斡旋 调解",
    "预测 预计 预言",
    "拘捕 逮捕 抓",
    "新闻 报道",
    "中国 中方 北京",
    "美国 美方 华盛顿",
    "输出 出口",
    "澳大利亚 澳洲",
    "间谍 特务",
)
#: What a question is made of besides what it is about.
_EMPTY = """
    什么 哪些 哪个 哪里 哪儿 怎么 怎样 如何 是否 有没有 有哪些 请问 告诉我 目前 现在 今天 分别 依次 以及 还是 或者
    自己 这个 那个 关于 对于 根据 按照 我们 他们 一共 总共 一下 可以 应该 应当 进行 曾经 已经 现任 曾任 有关
"""
#: Hanzi that join others and say nothing where they are no part of a word.
_JOINING = frozenset(
    "的是了吗呢吧啊在和与及或有被把由对为提给让从于以就都也还要会能可之其所该这那此又向到多少几个种项类条次年月日"
)
#: Hanzi that end or join words and are a part of none.
_PARTING = frozenset("的了吗呢吧")
_RUNS = re.compile(rf"[{HAN}]+|[^\W_{HAN}]+")
_HAN_RUN = re.compile(rf"[{HAN}]+")


class Hanzi:
    """How questions are read, by the wordings that there are and by the names of things, with what each is called."""

    def __init__(self, wordings: Iterable[str], names: Mapping[str, str]) -> None:
        same = {word: group.split()[0] for group in _SAME for word in group.split()}
        self._known = {**dict.fromkeys(_EMPTY.split(), ""), **same, **names}
        self._longest = max(map(len, self._known))
        self._pairs: frozenset[str] = frozenset()
        self._pairs = frozenset(
            pair for one in wordings for run in _HAN_RUN.findall(fold(one)) for pair in _paired(run)
        )

    def read(self, text: str) -> Iterator[tuple[str, str]]:
        """The words of a question as they were written, and as they are compared."""
        for run in _RUNS.findall(fold(text)):
            yield from self._parted(run) if _HAN_RUN.match(run) else [(run, run)]

    def within(self, name: str) -> Iterator[tuple[str, str]]:
        """The words of a name: it as a whole, and its pairs, by which it is known where only a part of it is said."""
        yield from self.read(name)
        for run in _HAN_RUN.findall(fold(name)):
            yield from ((pair, pair) for pair in _paired(run) if pair in self._pairs)

    def _parted(self, run: str) -> Iterator[tuple[str, str]]:
        """A run of hanzi: the longest of the names and words at each place, and what stands between them."""
        at, since = 0, 0
        while at < len(run):
            lengths = range(min(self._longest, len(run) - at), 0, -1)
            ends = (n for n in lengths if run[at : at + n] in self._known and not (n > 2 and cuts(run, at + n)))
            word = next((run[at : at + n] for n in ends), "")
            if word:
                yield from self._unnamed(run[since:at])
                if self._known[word]:
                    yield word, self._known[word]
                since = at + len(word)
            at += len(word) or 1
        yield from self._unnamed(run[since:])

    def _unnamed(self, run: str) -> Iterator[tuple[str, str]]:
        """The pairs that wordings have; what is in none of these, but for what only joins, as one unread word each."""
        free = [True] * len(run)
        for at in range(len(run) - 1):
            if (pair := run[at : at + 2]) in self._pairs:
                free[at : at + 2] = [False, False]
                yield pair, pair
        unread = "".join(sign if alone and sign not in _JOINING else " " for sign, alone in zip(run, free, strict=True))
        yield from ((word, word) for word in unread.split())


@cache
def _paired(run: str) -> tuple[str, ...]:
    """Each two hanzi that stand side by side, but for those that join."""
    pairs = (run[at : at + 2] for at in range(len(run) - 1))
    return tuple(pair for pair in pairs if not _PARTING.intersection(pair))
