"""What of a text no passage covers yet, and the next stretch of it that would make one."""

from __future__ import annotations

import re
import shlex
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from ..checks.check import require
from ..checks.passages import Span, by_document, no_place
from ..content.anchors import WORD, make_anchor
from ..content.files import Content, Kind
from ..content.texts import encoded_text, is_same, paragraphs
from ..errors import ContentError
from .passages import NewPassage

#: Words that a heading has at most; a paragraph of one line is longer, or ends as sentences do.
HEADING = 14
#: Words beyond which a paragraph is proposed in parts, since a passage is read beside its facts.
LONGEST = 250
SENTENCE_END = re.compile(r"[.!?。！？][\"'”’)\]]*(?=\s|$)|[。！？]")
NUMBER = re.compile(r"[op]([0-9]+)-")
#: What only lines have that state nothing: an address, a sign of copyright, a number of a page and no more.
FOOT = re.compile(r"https?://|www\.|©|\(c\)|^\W*(?:page|p\.)?\s*[0-9]+(?:\s*(?:/|of)\s*[0-9]+)?\W*$", re.IGNORECASE)
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
    content = Content.read(root, Kind.DOCUMENTS, Kind.PASSAGE, texts=texts)
    require(content, (no_place,), "passages have no place in a text")
    text = encoded_text(content, document)
    if not is_same(content, document):
        hint = "Use the text that the graph was made from: `cnskg extract`."
        raise ContentError(f"the text at hand of {document} has other words than its digest says", hint=hint)
    spans = by_document(content).get(document, [])
    blocks = [
        (max(start, a), min(end, b))
        for start, end in open_stretches(len(text), spans)
        for a, b in paragraphs(content, document)
        if text[max(start, a) : min(end, b)].strip()
    ]
    if not blocks:
        return None
    left = sum(len(text[a:b].split()) for a, b in blocks)
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


def _foot(text: str, blocks: list[tuple[int, int]]) -> tuple[int, int] | None:
    """The first stretch, where it is a line that heads nothing: a page number, an address, the foot of a page."""
    start, end = _visible(text, *blocks[0])
    follows = len(blocks) > 1 and not text[blocks[0][1] : blocks[1][0]].strip()
    alone = not follows or FOOT.search(text[start:end])
    return (start, end) if alone and is_heading(text[start:end]) and _has_anchor(text, start, end) else None


def _gather(text: str, blocks: list[tuple[int, int]]) -> tuple[list[str], int, int]:
    """The headings of the first stretch, and its ends: as many paragraphs as it takes to have words that lead back."""
    start = _visible(text, *blocks[0])[0]
    headings: list[str] = []
    for i, block in enumerate(blocks):
        begin, end = _visible(text, *block)
        follows = i + 1 < len(blocks) and not text[block[1] : blocks[i + 1][0]].strip()
        if follows and is_heading(text[begin:end]):
            headings.append(text[begin:end])
            continue
        end = begin + _shortened(text[begin:end])
        if not follows or _has_anchor(text, start, end):
            return headings, start, end
    return headings, start, _visible(text, *blocks[-1])[1]


def _visible(text: str, start: int, end: int) -> tuple[int, int]:
    """The same stretch without white space at its ends."""
    inner = text[start:end]
    return start + len(inner) - len(inner.lstrip()), start + len(inner.rstrip())


def _has_anchor(text: str, start: int, end: int) -> bool:
    try:
        return bool(make_anchor(text, start, end))
    except ContentError:
        return False


def is_heading(words: str) -> bool:
    """Whether a paragraph looks like a heading: short, and not ended as a sentence is."""
    return len(words.split()) <= HEADING and not re.search(r"[.!?。！？…;:,\"”]$", words)


def _shortened(paragraph: str) -> int:
    """How many characters of a paragraph are proposed: all, or whole sentences of one that is too long."""
    words = list(WORD.finditer(paragraph))
    if len(words) <= LONGEST:
        return len(paragraph)
    ends = [m.end() for m in SENTENCE_END.finditer(paragraph) if m.end() <= words[LONGEST].start()]
    return ends[-1] if ends else len(paragraph)


def _section_before(spans: list[Span], start: int) -> str:
    """The section of the passage that stands before."""
    return next((s.values.get("section", "") for s in reversed(spans) if s.end <= start), "") or "Text"


def _slug(words: str) -> str:
    """A name for the file, of plain letters."""
    plain = unicodedata.normalize("NFKD", words.lower().replace("’", "").replace("'", ""))
    plain = plain.encode("ascii", "ignore").decode()
    return "-".join(re.findall("[a-z0-9]+", plain)[:5]) or "stretch"
