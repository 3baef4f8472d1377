"""The catalogue of messages: whole, nothing in it that no page says, and read by the service as Babel reads it."""

from __future__ import annotations

import pytest
from babel.messages.catalog import Catalog

from cnskg.web.messages import read_po
from tests.support import messages
from tests.support.messages import Said


def test_every_message_has_its_chinese() -> None:
    """Of templates, code, profiles, pictures, questions and errors nothing is left without Chinese, nothing is stale.

    `python -m tests.support.messages` adds and takes out; who translates fills in.
    """
    assert messages.faults(messages.read(), messages.said()) == []


@pytest.mark.parametrize(
    ("english", "chinese", "context", "fault"),
    [
        ("Search", "", "", "“Search” has no Chinese"),
        ("Find", "查找", "", "“Find” is said nowhere"),
        ("Search", "搜索", "elsewhere", "“Search” has no Chinese"),
        ("%(n)s found.", "找到项。", "", "“%(n)s found.” has other placeholders"),
        ("<a>All</a>", "全部", "", "“<a>All</a>” has other placeholders"),
    ],
)
def test_what_is_not_in_order_is_found(english: str, chinese: str, context: str, fault: str) -> None:
    """A message without Chinese, one that nobody says, one of another context, and a lost placeholder are each told."""
    known = Catalog(locale="zh_Hans")
    known.add(english, chinese, context=context or None)
    said = [Said("Search", place="base.html"), Said("%(n)s found."), Said("<a>All</a>")]
    assert any(fault in told for told in messages.faults(known, said))


def test_the_service_reads_what_babel_reads() -> None:
    """The small reader of the service finds the same messages, contexts and plurals in the file as Babel."""
    known = {messages.key(one): one.string for one in messages.read() if one.id}
    read = read_po(messages.PLACE.read_text(encoding="utf-8")).texts
    assert dict(read) == {at: said if isinstance(said, str) else said[0] for at, said in known.items()}


def test_a_context_goes_before_none() -> None:
    """A message is said as its context has it, else as it is said anywhere, else in English."""
    text = 'msgid "In"\nmsgstr "载于"\n\nmsgctxt "post"\nmsgid "In"\nmsgstr ""\n"所在"\n"机构"\n'
    read = read_po(text)
    assert [read.text("In", "post"), read.text("In", "law"), read.text("Out")] == ["所在机构", "载于", "Out"]
