"""The messages of the pages, where they stand in templates, code and profiles; and their catalogue in Chinese.

`python -m tests.support.messages` brings the catalogue up to date: what is new is added, with an empty translation for
somebody to fill in, and what no page says any more goes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

from cnskg.checks import shape_words
from cnskg.explaining import terms
from cnskg.settings import PACKAGE
from cnskg.web import facets, ontology, page_queries, problem_types
from cnskg.web import terms as term_pages
from cnskg.web.answering import heading
from cnskg.web.lists import all_lists
from cnskg.web.pictures import routes
from cnskg.web.profiles import all_profiles, named
from tests.support import ROOT

WEB = PACKAGE / "web"
PLACE = WEB / "translations" / "zh_Hans" / "messages.po"
#: How the head of the file ends.
HEAD = '"Content-Type: text/plain; charset=utf-8\\n"\n'
_PLACE = re.compile(r"%\(\w+\)s|\{\w*\}|</?(?:a|code|strong|cite|q)\b")
_QUOTED = re.compile(r'"([^"]*)"')


@dataclass(frozen=True)
class Said:
    """A message: its English, its plural if it has one, where it is said, and the context in which it may be said
    otherwise than elsewhere; `fixed` where it is said in that context alone."""

    text: str
    plural: str = ""
    place: str = ""
    context: str = ""
    fixed: bool = False

    @property
    def keys(self) -> list[tuple[str, str]]:
        """Where its translation may stand in the catalogue, first of all in its context."""
        own = (self.context, self.text)
        return [own] if self.fixed else list(dict.fromkeys([own, ("", self.text)]))


def said() -> list[Said]:
    """All messages, in the order of the files that say them."""
    found = [
        *_in_files(),
        *_in_profiles(),
        *_in_facets(),
        *_in_lists(),
        *_in_pictures(),
        *_in_questions(),
        *_in_errors(),
        *_in_the_ontology(),
    ]
    found += [Said(word, place="cnskg/web/page_queries.py") for word in _compared()]
    found += [Said(word, place="cnskg/quality") for word in ("error", "warning")]
    return [one for one in dict.fromkeys(found) if one.text]


def _in_files() -> Iterator[Said]:
    """Of templates and code what is marked as a message."""
    for path in sorted([*WEB.rglob("*.html"), *WEB.rglob("*.py")]):
        method: Any = babel_extract if path.suffix == ".html" else "python"
        options = {"trimmed": "true", "silent": "false", "encoding": "utf-8"}
        with path.open("rb") as file:
            for _, given, _, context in extract(method, file, DEFAULT_KEYWORDS, (), options):
                one, many = given if isinstance(given, tuple) else (given, "")
                place = path.relative_to(ROOT).as_posix()
                yield Said(one or "", many or "", place, context or "", bool(context))


def _in_profiles() -> Iterator[Said]:
    """Of pages by kind the titles, notes, cards and columns, and the words that queries put into rows."""
    for profile in (*all_profiles(), *map(named, dict.fromkeys(term_pages.PROFILES))):
        place = f"cnskg/web/profiles/{profile.name}.toml"
        for section in profile.sections:
            words = (section.title, section.note, *(word for word, *_ in section.cards), *section.words)
            yield from (Said(word, "", place, profile.name) for word in words)
            yield from (Said(name, "", place, "column") for name in section.columns)


def _in_facets() -> Iterator[Said]:
    """What can be asked of one thing: as it was read, and what its table says."""
    for facet in facets.known()[0].values():
        words = (facet.title, *facet.section.words)
        yield from (Said(word, "", "cnskg/web/facets.toml") for word in words)
        yield from (Said(name, "", "cnskg/web/facets.toml", "column") for name in facet.section.columns)


def _in_lists() -> Iterator[Said]:
    """Of lists by kind the titles, what is said of them, and their columns."""
    for one in all_lists().values():
        place = f"cnskg/web/lists/{one.name}.toml"
        yield from (Said(text, "", place) for text in (one.title, one.about, *one.section.words))
        yield from (Said(name, "", place, "column") for name in one.section.columns)


def _in_pictures() -> Iterator[Said]:
    place = "cnskg/web/pictures/words.toml"
    for name, told in routes.english().items():
        yield from (Said(text, "", place, name) for text in _texts(told))
    for one in routes.PICTURES.values():
        yield from (Said(column.replace("_", " "), "", place, "column") for column in one.columns)


def _texts(told: Any) -> Iterator[str]:
    if isinstance(told, str):
        yield told
    else:
        for value in told.values():
            yield from _texts(value)


def _in_questions() -> Iterator[Said]:
    """What the columns of ready questions are called: after the variables that they select."""
    for path in sorted((ROOT / "data" / "questions").glob("*.ttl")):
        for triple in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
            if triple.predicate.value.endswith("#sparql"):
                names = re.findall(r"\?(\w+)", str(triple.object.value).partition("{")[0])
                yield from (Said(heading(name), "", "data/questions", "column") for name in names)


def _in_errors() -> Iterator[Said]:
    for error in problem_types.tree():
        for text in (error.title, problem_types.meaning(error), error.remedy):
            yield Said(text, place="cnskg/errors.py")


def _in_the_ontology() -> Iterator[Said]:
    """Of its page the topics, and the words in which axioms are told."""
    for text in (*ontology.HEAD, ontology.BOOKKEEPING, "from", "to", "anything", "text or a value"):
        yield Said(text, place="cnskg/web/ontology.py")
    yield from (Said(text, place="cnskg/web/terms.py") for _, text in term_pages.KINDS.values())
    for text in ("From ", "From anything to ", "From anything", " (by a property above it, or its inverse)"):
        yield Said(text, place="cnskg/web/vocabulary.py", context="axiom")
    yield from (Said(text, place="cnskg/checks/shape_words.py", context="axiom") for text in shape_words.WORDS)
    triples = [t for path in sorted((ROOT / "ontology").glob("*.ttl")) for t in ox.parse(path=str(path))]
    for term in terms.read(quad.triple for quad in triples).values():
        words = [piece for _, values in term.rows for value in values for piece in value]
        words += [piece for value in (*term.domain, *term.range) for piece in value]
        place = "cnskg/explaining/terms.py"
        yield from (Said(text, "", place) for text in (*(title for title, _ in term.rows), *term.characteristics))
        yield from (Said(text, "", place, "axiom") for text in words if isinstance(text, str))


def _compared() -> Iterable[str]:
    """Stances, and how two claims stand to each other."""
    quoted = _QUOTED.findall(page_queries.TAKEN_OF + page_queries.PAIRS_OF)
    return dict.fromkeys(word for word in quoted if word != "reports: ")


def read() -> Catalog:
    """The catalogue, as Babel reads it."""
    with PLACE.open("rb") as file:
        return read_po(file, locale="zh_Hans", abort_invalid=True)


def key(message: Message) -> tuple[str, str]:
    """Context and English of a message of the catalogue."""
    english = message.id if isinstance(message.id, str) else message.id[0]
    return message.context or "", english


def fresh(known: Catalog) -> Catalog:
    """The catalogue with all messages and no others, and the translations that are there."""
    made = Catalog(locale="zh_Hans")
    texts = {key(message): message for message in known if message.id}
    for one in said():
        at = next((at for at in one.keys if at in texts), one.keys[-1])
        old = texts.get(at)
        english: Any = (one.text, one.plural) if one.plural else one.text
        comments = old.user_comments if old else []
        made.add(english, old.string if old else None, [(one.place, 0)], user_comments=comments, context=at[0] or None)
    return made


def faults(known: Catalog, messages: Iterable[Said]) -> list[str]:
    """What is not in order: messages without Chinese, translations of what nobody says, other placeholders."""
    texts = {key(message): message for message in known if message.id}
    used, found = set(), []
    for one in messages:
        at = next((at for at in one.keys if at in texts), None)
        if at is None or not _chinese(texts[at]):
            found.append(f"{one.place}: “{one.text}” has no Chinese")
        used.add(at)
    found += [f"“{at[1]}” is said nowhere" for at in texts if at not in used]
    return found + [f"“{at[1]}” has other placeholders" for at, one in texts.items() if _differ(at[1], _chinese(one))]


def _chinese(message: Message) -> str:
    said = message.string if isinstance(message.string, str) else (message.string or ("",))[0]
    return said.strip("\n")


def _differ(english: str, chinese: str) -> bool:
    return bool(chinese) and set(_PLACE.findall(english)) != set(_PLACE.findall(chinese))


def written(catalogue: Catalog) -> str:
    """A catalogue as its file has it, below the head and the glossary that it has."""
    file = io.BytesIO()
    write_po(file, catalogue, width=118, include_lineno=False, omit_header=True)
    return f"{PLACE.read_text(encoding='utf-8').partition(HEAD)[0]}{HEAD}\n{file.getvalue().decode('utf-8')}"


if __name__ == "__main__":
    PLACE.write_text(written(fresh(read())), encoding="utf-8")
