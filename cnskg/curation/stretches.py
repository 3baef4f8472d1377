"""What of a text no passage covers yet, and the next stretch of it that would make one."""

from __future__ import annotations

import re
import shlex
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from .. import namespaces as ns
from ..checks.check import require
from ..checks.passages import Span, by_document, no_place
from ..content.anchors import WORD, make_anchor
from ..content.files import Content, Kind
from ..content.texts import encoded_text, is_same, paragraphs
from ..errors import ContentError
from ..rdf import ALT, PREF
from .blocks import Block, is_heading, kinds
from .passages import NewPassage

#: Words beyond which a paragraph is proposed in parts, since a passage is read beside its facts.
LONGEST = 250
SENTENCE_END = re.compile(r"[.!?。！？][\"'”’)\]]*(?=\s|$)|[。！？]")
NUMBER = re.compile(r"[op]([0-9]+)-")
NOTHING = "It states nothing: the foot of a page, an address or a heading without text."


@dataclass(frozen=True)
class Stretch:
    """A stretch of text that may become a passage: what `cnskg new passage` needs, and how much is left."""

    passage: NewPassage
    start: int
    end: int
    words: int
    left: int
    whole: int

    @property
    def command(self) -> str:
        """The command that makes it a passage, or an omission."""
        one = self.passage
        kind = "omission" if one.reason else "passage"
        words = ["cnskg", "new", kind, one.document, one.number, one.slug, one.first, one.last]
        return shlex.join([*words, "--section", one.section, *(["--reason", one.reason] if one.reason else [])])


def open_stretches(length: int, spans: list[Span]) -> list[tuple[int, int]]:
    """From where to where no passage covers a text of that length, in its order."""
    found, at = [], 0
    for span in spans:
        found.append((at, min(span.start, length)))
        at = max(at, span.end)
    return [(start, end) for start, end in [*found, (at, length)] if end > start]


def next_stretch(root: Path, texts: Path, document: str) -> Stretch | None:
    """The next stretch that no passage covers, a heading with what it heads; none where all is covered.

    Raises ContentError where the text is another one than the graph was made from.
    """
    content = Content.read(root, Kind.DOCUMENTS, Kind.PASSAGE, Kind.ENTITIES, texts=texts)
    require(content, (no_place,), "passages have no place in a text")
    text = encoded_text(content, document)
    if not is_same(content, document):
        hint = "Use the text that the graph was made from: `cnskg extract`."
        raise ContentError(f"the text at hand of {document} has other words than its digest says", hint=hint)
    spans = by_document(content).get(document, [])
    known = paragraphs(content, document)
    of = kinds(text, known, _authors(content, document))
    blocks = [
        Block(*_visible(text, max(start, one.start), min(end, one.end)), of[one.end])
        for start, end in open_stretches(len(text), spans)
        for one in known
        if text[max(start, one.start) : min(end, one.end)].strip()
    ]
    if not blocks:
        return None
    left = sum(len(text[one.start : one.end].split()) for one in blocks)
    foot = _foot(text, blocks)
    headings, start, end = ([], *foot) if foot else _gather(text, blocks)
    anchor = make_anchor(text, start, end)
    section = headings[-1] if headings else _section_before(spans, start)
    slug = _slug(headings[-1] if headings else " ".join(text[start:end].split()[:4]))
    letter = "o" if foot else "p"
    names = [path.name for path in (root / "data" / "passages" / document).glob(f"{letter}*.ttl")]
    number = f"{letter}{max((int(m[1]) for name in names if (m := NUMBER.match(name))), default=0) + 1:03d}"
    proposed = NewPassage(document, number, slug, section, anchor.first, anchor.last, NOTHING if foot else "")
    return Stretch(proposed, start, end, len(text[start:end].split()), left, len(text.split()))


def _foot(text: str, blocks: list[Block]) -> tuple[int, int] | None:
    """The first stretch, where it is a line that heads nothing: a page number, an address, the foot of a page."""
    first = blocks[0]
    alone = not _follows(text, blocks, 0) or first.of == "foot"
    nothing = alone and is_heading(text[first.start : first.end])
    return (first.start, first.end) if nothing and _has_anchor(text, first.start, first.end) else None


def _follows(text: str, blocks: list[Block], at: int) -> bool:
    """Whether the next block is open, too, with nothing between."""
    return at + 1 < len(blocks) and not text[blocks[at].end : blocks[at + 1].start].strip()


def _gather(text: str, blocks: list[Block]) -> tuple[list[str], int, int]:
    """The headings of the first stretch, and its ends: as many paragraphs as it takes to have words that lead back."""
    start = blocks[0].start
    headings: list[str] = []
    at = 0
    while True:
        one = blocks[at]
        if one.of == "heading":
            headings.append(text[one.start : one.end])
        if _leads_on(text, blocks, at):
            at += 1
            continue
        at = _whole(text, blocks, at)
        end = blocks[at].start + _shortened(text[blocks[at].start : blocks[at].end])
        if not _follows(text, blocks, at):
            return headings, start, end
        if _has_anchor(text, start, end):
            return headings, start, _with_feet(text, blocks, at, end)
        at += 1


def _leads_on(text: str, blocks: list[Block], at: int) -> bool:
    """Whether a block is the begin of what follows: a heading, a caption, the foot of a page before."""
    after = blocks[at + 1].of if _follows(text, blocks, at) else None
    if after is None or blocks[at].of not in ("heading", "caption", "foot", "by-line"):
        return False
    return blocks[at].of != "by-line" or after == "by-line"


def _whole(text: str, blocks: list[Block], at: int) -> int:
    """The last block of what begins at one: a list with what leads to it, a table with its notes, what pages part."""
    first, words = blocks[at], 0
    while _follows(text, blocks, at):
        words += len(text[blocks[at].start : blocks[at].end].split())
        after = blocks[at + 1]
        told = text[blocks[at].start : blocks[at].end]
        leads = told.endswith((":", "：")) and (after.of in ("rows", "point") or text[after.start].islower())
        more = after.of == blocks[at].of == "point" or (after.of == "note" and first.of in ("rows", "caption"))
        if words > LONGEST or not (leads or more):
            break
        at += 1
    return _past_feet(text, blocks, at)


def _past_feet(text: str, blocks: list[Block], at: int) -> int:
    """The block in which a sentence goes on that the foot of a page parts; the same one where none does."""
    told = text[blocks[at].start : blocks[at].end]
    if blocks[at].of != "text" or re.search(r"[.!?:;。！？：；][\"'”’)\]]*$", told) or len(told.split()) > LONGEST:
        return at
    ahead = at
    while _follows(text, blocks, ahead) and blocks[ahead + 1].of == "foot":
        ahead += 1
    goes_on = _follows(text, blocks, ahead) and text[blocks[ahead + 1].start].islower()
    return ahead + 1 if goes_on else at


def _with_feet(text: str, blocks: list[Block], at: int, end: int) -> int:
    """Where a stretch ends: past what stands at the end of a text and has no words that lead back to it alone."""
    rest = blocks[at + 1 :]
    if end < blocks[at].end or any(one.of != "foot" for one in rest):
        return end
    lost = any(not _has_anchor(text, one.start, one.end) for one in rest)
    return max(one.end for one in [blocks[at], *rest] if _has_anchor(text, blocks[0].start, one.end)) if lost else end


def _visible(text: str, start: int, end: int) -> tuple[int, int]:
    """The same stretch without white space at its ends."""
    inner = text[start:end]
    return start + len(inner) - len(inner.lstrip()), start + len(inner.rstrip())


def _has_anchor(text: str, start: int, end: int) -> bool:
    try:
        return bool(make_anchor(text, start, end))
    except ContentError:
        return False


def _shortened(paragraph: str) -> int:
    """How many characters of a paragraph are proposed: all, or whole sentences of one that is too long."""
    words = list(WORD.finditer(paragraph))
    if len(words) <= LONGEST:
        return len(paragraph)
    ends = [m.end() for m in SENTENCE_END.finditer(paragraph) if m.end() <= words[LONGEST].start()]
    return ends[-1] if ends else len(paragraph)


def _authors(content: Content, document: str) -> set[str]:
    """The words of the names of who wrote a document."""
    stated = content.stating([ns.CNS + "author"], Kind.DOCUMENTS, Kind.PASSAGE)
    authors = {t.object for _, t in stated if t.subject.value == ns.ID + document}
    names = [t.object.value for _, t in content.stating([PREF, ALT], Kind.ENTITIES) if t.subject in authors]
    return {word for name in names for word in re.findall(r"\w+", name.casefold())}


def _section_before(spans: list[Span], start: int) -> str:
    """The section of the passage that stands before."""
    return next((s.values.get("section", "") for s in reversed(spans) if s.end <= start), "") or "Text"


def _slug(words: str) -> str:
    """A name for the file, of plain letters."""
    plain = unicodedata.normalize("NFKD", words.lower().replace("’", "").replace("'", ""))
    plain = plain.encode("ascii", "ignore").decode()
    return "-".join(re.findall("[a-z0-9]+", plain)[:5]) or "stretch"
