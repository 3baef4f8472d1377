"""/pictures and /pictures/<name>: each picture as a page with its table, as CSV and as SVG."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

import pyoxigraph as ox
from flask import Blueprint, Response, render_template, url_for

from ... import namespaces as ns
from ...errors import NotFound
from ...nearest import nearest
from .. import answers
from ..language import gettext, pgettext
from ..once import once
from ..pages import path_of
from ..state import here
from . import agreement, coercion, laws, network, standing, told, types
from . import timeline as timeline_
from .svg import Canvas, Words
from .told import Picture, Said, Shown

blueprint = Blueprint("pictures", __name__)

PICTURES = {one.PICTURE.name: one.PICTURE for one in (types, network, timeline_, coercion, agreement, laws)}
#: Rows of a table that a page shows; the CSV has all.
MOST_LINES = 100
#: Endings of a picture's address, and their kinds.
KINDS = {"csv": "text/csv", "svg": "image/svg+xml"}


@cache
def english() -> Mapping[str, Mapping[str, Any]]:
    """What the pictures say, as it is written."""
    return tomllib.loads((resources.files(__package__) / "words.toml").read_text(encoding="utf-8"))


def words() -> Mapping[str, Mapping[str, Any]]:
    """What the pictures say, in the language of the page."""
    return {name: _translated(name, told) for name, told in english().items()}


def _translated(name: str, told: Any) -> Any:
    if isinstance(told, str):
        return pgettext(name, told)
    return {key: _translated(name, value) for key, value in told.items()}


@blueprint.get("/pictures")
def index() -> str:
    """The pictures, with a line on each."""
    return render_template("pictures.html", pictures=[(name, words()[name]) for name in PICTURES])


@blueprint.get("/pictures/<name>")
def picture(name: str) -> Response:
    """One picture: a page, or by the ending of its address its table as CSV, or the drawing.

    Raises NotFound, UsageError.
    """
    stem, _, ending = name.partition(".")
    if stem not in PICTURES or (ending and ending not in KINDS):
        near = nearest(stem, PICTURES) or list(PICTURES)
        hint = f"Near: {', '.join(url_for('pictures.picture', name=one) for one in near)}."
        raise NotFound(f"there is no picture {name[:40]}", hint=hint)
    chosen = PICTURES[stem]
    asked = {p: value for p in chosen.parameters if (value := answers.single(p, ""))}
    shown, said = _made(chosen, asked, ending == "svg")
    if ending == "svg":
        return Response(_svg(chosen, shown, said, True), mimetype=KINDS[ending])
    ask = _ask if asked else _once
    if ending == "csv":
        return Response(told.as_csv(chosen, shown, said, told.proofs(shown.lines, ask)), mimetype=KINDS[ending])
    lines = shown.lines[:MOST_LINES]
    page = render_template(
        "picture.html",
        name=stem,
        told=said.words,
        shown=shown,
        total=len(shown.lines),
        drawing=_svg(chosen, shown, said, False) if shown.lines else "",
        narrow=_narrow(chosen, shown, said) if shown.lines else "",
        columns=[pgettext("column", column.replace("_", " ")) for column in chosen.columns],
        lines=told.table(chosen, lines, said, told.proofs(lines, ask)),
        query=chosen.query,
        asked=asked,
    )
    return Response(page, mimetype="text/html")


def drawn(name: str) -> tuple[Mapping[str, Any], str]:
    """The words and the drawing of a picture, for other pages; no drawing where there is nothing to see."""
    shown, said = _made(PICTURES[name], {}, False)
    return said.words, _svg(PICTURES[name], shown, said, False) if shown.lines else ""


def stands(iri: str) -> tuple[str, str]:
    """A drawing of where a concern stands in each list, with its title, for its page; empty where it is on none."""
    rows, said_ = _once(standing.QUERY), words()["standing"]
    names = told.names_of({node for row in rows for node in row.values()}, _once)
    canvas = standing.draw(rows, ox.NamedNode(iri), Said(names, said_, _path, {}))
    title, about = str(said_["title"]), str(said_["about"])
    return (canvas.svg("picture-standing", title, about, False), title) if canvas else ("", "")


def _ask(query: str) -> Any:
    return here().ask(query, answers.budget())


def _once(query: str) -> Any:
    """The same, asked once of a release: for queries that are the same for all who look at a picture."""
    return once(("picture", query), lambda: _ask(query))


def _made(chosen: Picture, asked: Mapping[str, str], alone: bool) -> tuple[Shown, Said]:
    """A picture of the current release; alone, its links are IRIs, which lead to it from anywhere."""
    rows = _once(chosen.query)
    names = told.names_of({node for row in rows for node in row.values()}, _once)
    href = _iri if alone else _path
    said = Said(names, words()["all"] | words()[chosen.name], href, asked)  # type: ignore[operator]
    return chosen.make(rows, said), said


def _iri(node: Any) -> str:
    return node.value if isinstance(node, ox.NamedNode) else ""


def _path(node: Any) -> str:
    return path_of(node.value) if isinstance(node, ox.NamedNode) and node.value.startswith(ns.BASE) else ""


def _svg(chosen: Picture, shown: Shown, said: Said, alone: bool) -> str:
    if alone:
        _sign(shown.canvas, f"{ns.BASE}pictures/{chosen.name}", str(said.words["title"]))
    return shown.canvas.svg(f"picture-{chosen.name}", said.words["title"], said.words["about"], alone)


def _narrow(chosen: Picture, shown: Shown, said: Said) -> str:
    """The drawing for a phone, where there is one of its own."""
    words_ = said.words
    if shown.narrow is None:
        return ""
    return shown.narrow.svg(f"narrow-{chosen.name}", words_["title"], words_["about"], False, printed=False)


def _sign(canvas: Canvas, address: str, title: str) -> None:
    """Write below a picture that is taken away what it is, of which release, and from where."""
    release = here().release
    lines = (title, f"{release.manifest['dataset']['title']}, {gettext('release')} {release.digest[:12]}")
    below = canvas.bottom
    for place, line in enumerate(lines):
        canvas.text(0, below + 30 + 18 * place, Words(line), 12)
    canvas.text(0, below + 30 + 18 * len(lines), Words(address, address), 12)
