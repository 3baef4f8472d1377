"""The language of an answer, and what is said in it.

An address below /en/ or /zh/ says the language, and all links on its page keep to it; any other address answers in
the language that the client prefers (Accept-Language), or in English. What is data has one address: links to it leave
the language out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from flask import Flask, Response, g, has_request_context, request
from markupsafe import Markup

from .. import namespaces as ns
from .messages import Catalogue, read_po

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

#: The languages of the pages: the first part of an address that asks for one, its tag, its own name.
LANGUAGES = {"en": ("en", "English"), "zh": ("zh-Hans", "中文")}
#: The tags of labels that serve a reader of each, best first; English where there is none.
LABELS = {"en": ("en", ""), "zh": ("zh-hans", "zh", "zh-hant", "en", "")}
#: What stands in a path as it is (RFC 3986 section 3.3).
PATH = "/~!$&'()*+,;=:@"
_ASKED, _ROOT = "cnskg.language", "cnskg.root"
#: Where there is data and what pages are made with: the same in all languages.
_NEUTRAL = (
    "sparql.",
    "query.",
    "dumps.dump",
    "graph_store.",
    "pages.static",
    "site.",
    "ops.",
    "ontology.context",
    "describe.",
    "releases.feed",
)


class Site(Flask):
    """An app whose links to pages keep to the language of the address, and whose links to data leave it out."""

    def url_for(self, endpoint: str, **values: Any) -> str:
        """As of Flask."""
        url = super().url_for(endpoint, **values)
        return neutral(url) if endpoint.startswith(_NEUTRAL) else url


def by_address(app: WSGIApplication) -> WSGIApplication:
    """The app below /en/ and /zh/, too: to it, that part of the address is a part of the prefix."""

    def call(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        first, _, rest = environ.get("PATH_INFO", "").removeprefix("/").partition("/")
        if first in LANGUAGES:
            environ[_ASKED], environ[_ROOT] = first, environ.get("SCRIPT_NAME", "")
            environ["SCRIPT_NAME"], environ["PATH_INFO"] = f"{environ[_ROOT]}/{first}", f"/{rest}"
        return app(environ, start)

    return call


def asked() -> str:
    """The language that the address says; empty where it says none."""
    return request.environ.get(_ASKED, "") if has_request_context() else ""


def current() -> str:
    """The language of this answer; of what is no answer, English."""
    if not has_request_context():
        return "en"
    if "language" not in g:
        g.language = asked() or _preferred()
    return str(g.language)


def _preferred() -> str:
    """The first of the languages that the client names that is one of ours."""
    for tag, quality in request.accept_languages:
        name = tag.partition("-")[0].lower()
        if quality > 0 and name in LANGUAGES:
            return name
    return "en"


def tell(response: Response) -> None:
    """Say the language of an answer that has one, and that another client may get another."""
    if "language" not in g:
        return
    response.headers["Content-Language"] = LANGUAGES[g.language][0]
    if not asked():
        response.vary.add("Accept-Language")


def foreign(tag: str | None) -> str:
    """The language of a text where it is not that of the page, else nothing."""
    tag = tag or ""
    own = LANGUAGES[current()][0].lower()
    return "" if tag.lower() in ("", own) else tag


def in_brackets(text: str, tag: str | None) -> str:
    """A text with its language behind it, where its letters alone do not tell it: pinyin, Swedish."""
    known = {"zh-latn-pinyin": gettext("pinyin"), "sv": gettext("in Swedish")}
    told = foreign(tag).lower()
    plain = told in ("", "en") or (told.startswith("zh") and told not in known)
    return text if plain else f"{text} ({known.get(told, tag)})"


def neutral(url: str) -> str:
    """An address of ours without its language."""
    if not asked():
        return url
    host = request.host_url.rstrip("/") if url.startswith(request.host_url) else ""
    root: str = request.environ[_ROOT]
    path = url.removeprefix(host)
    return f"{host}{root}{path.removeprefix(request.script_root)}" if path.startswith(request.script_root) else url


def in_language(name: str, external: bool = False) -> str:
    """The address of this page in a language, or with no language said where there is no name."""
    root = request.environ.get(_ROOT, request.script_root)
    host = request.host_url.rstrip("/") if external else ""
    tongue = f"/{name}" if name else ""
    query = request.query_string.decode("ascii", "ignore")
    return f"{host}{root}{tongue}{quote(request.path, safe=PATH)}{f'?{query}' if query else ''}"


def canonical(iri: str) -> str:
    """The address by which the page of an IRI is to be known: in Chinese, it is another page."""
    return f"{ns.BASE}zh/{iri.removeprefix(ns.BASE)}" if asked() == "zh" else iri


@cache
def catalogue(language: str) -> Catalogue:
    """The messages in a language; of English, none."""
    if language == "en":
        return Catalogue()
    folder = LANGUAGES[language][0].replace("-", "_")
    text = resources.files(__package__) / "translations" / folder / "messages.po"
    return read_po(text.read_text(encoding="utf-8"))


def gettext(message: str) -> str:
    """A message in the language of the answer."""
    return catalogue(current()).text(message)


def pgettext(context: str, message: str) -> str:
    """A message as it is said in a context; where that says nothing of its own, as it is said elsewhere."""
    return catalogue(current()).text(message, context)


def ngettext(one: str, many: str, number: int) -> str:
    """A message for a number of things: English has two, Chinese one."""
    said = gettext(one)
    return said if said != one or number == 1 else many


def in_order(texts: Mapping[str, str]) -> list[tuple[str, str]]:
    """Texts by language, that which serves the reader of the page best first; each language where it is foreign."""
    order = LABELS[current()]
    tags = sorted(texts, key=lambda tag: order.index(tag) if tag in order else len(order))  # stable
    return [(foreign(tag or "en"), texts[tag]) for tag in tags]


def _lang(tag: str | None) -> Markup:
    """The attribute that says the language of a text, where it is not that of the page."""
    return Markup(' lang="{}"').format(foreign(tag)) if foreign(tag) else Markup("")


def titled(dataset: Mapping[str, Any]) -> dict[str, Any]:
    """What a dataset says of itself, in the language of the answer; `other` is its title in the other one."""
    english, chinese = dataset.get("title", ""), dataset.get("title_zh_hans", "")
    if current() == "en" or not chinese:
        return {**dataset, "other": (chinese, "zh-Hans") if chinese else None}
    told = {**dataset, "title": chinese, "other": (english, "en"), "about_language": "en"}
    if about := dataset.get("about_zh_hans"):
        told |= {"about": about, "about_language": ""}
    return told


def register(app: Flask, dataset: Callable[[], Mapping[str, Any]]) -> None:
    """Give templates the messages, the languages and what the dataset says of itself."""
    app.wsgi_app = by_address(app.wsgi_app)  # type: ignore[assignment,method-assign]
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.policies["ext.i18n.trimmed"] = True  # lines of a template are no lines of a message
    app.jinja_env.install_gettext_callables(gettext, ngettext, newstyle=True, pgettext=pgettext)  # type: ignore[attr-defined]
    app.context_processor(
        lambda: {
            "dataset": titled(dataset()),
            "english": Markup(' lang="en"') if current() != "en" else "",
            "tongue": LANGUAGES[current()][0],
            "tongues": {name: told for name, told in LANGUAGES.items() if name != current()},
            "in_order": in_order,
            "lang": _lang,
            "in_language": in_language,
            "canonical": canonical,
        }
    )
