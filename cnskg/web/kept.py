"""Permanent addresses: `/r/<release>/…` is all that this service has, asked of one release that is kept.

`/r/<release>` becomes a part of the prefix of the request, so that each link of such a page stays in its release.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from flask import Blueprint, g, redirect, request, url_for

from ..errors import NotFound, ReleaseError
from ..release.folder import Release, read_release
from ..search.index import opened
from ..settings import Settings
from .language import PATH, asked
from .state import KEPT, here

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

blueprint = Blueprint("kept", __name__)

#: Releases that are looked through for a thing that the present one has not, the newest first.
MOST_LOOKED_AT = 10
_LEAST = 6  # characters of a digest that are taken for one: fewer are a word that happens to begin so
_PLACE = re.compile(r"/r/([A-Za-z0-9]+)(/.*)?", re.DOTALL)


def under_release(app: WSGIApplication, settings: Settings) -> WSGIApplication:
    """The app, which answers below `/r/<release>` out of that release, if it is kept."""

    def call(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        found = _PLACE.fullmatch(environ.get("PATH_INFO", ""))
        if found and is_kept(settings, found[1]):
            environ[KEPT] = found[1]
            environ["SCRIPT_NAME"] = f"{environ.get('SCRIPT_NAME', '')}/r/{found[1]}"
            environ["PATH_INFO"] = found[2] or "/"
        return app(environ, start)

    return call


def is_kept(settings: Settings, digest: str) -> bool:
    """Whether a release of this digest lies in the build folder."""
    return (settings.build / "releases" / digest / "manifest.json").is_file()


def _begun(settings: Settings, start: str) -> str:
    """The release that is kept and called so, or the only one whose digest begins so; empty where there is none."""
    if not re.fullmatch(r"[A-Za-z0-9]+", start):
        return ""
    if is_kept(settings, start):
        return start
    found = [path.name for path in newest(settings) if path.name.startswith(start)]
    return found[0] if len(found) == 1 and len(start) >= _LEAST else ""


def newest(settings: Settings) -> list[Path]:
    """The folders of the releases that are kept, the newest first."""
    lists = (settings.build / "releases").glob("[!.]*/manifest.json")
    return [path.parent for path in sorted(lists, key=lambda path: (-path.stat().st_mtime, path.parent.name))]


def readable(settings: Settings) -> Iterator[Release]:
    """Those of them that are whole."""
    for path in newest(settings):
        try:
            yield read_release(path)
        except ReleaseError:
            continue


def that_had(iri: str) -> str:
    """The newest of the releases kept beside the latest that had a thing; empty where none is known to have had it."""
    state = here()
    if KEPT in request.environ:  # what an earlier release has not may have come later
        return ""
    present = state.release.path.resolve()
    others = [path for path in newest(state.settings) if path.resolve() != present]
    return next((path.name for path in others[:MOST_LOOKED_AT] if _had(path, iri)), "")


def _had(folder: Path, iri: str) -> bool:
    """Whether the index of a release has a thing; one that cannot be read tells nothing."""
    try:
        with closing(opened(folder)) as base:
            return base.execute("SELECT 1 FROM thing WHERE iri = ?", (iri,)).fetchone() is not None
    except ReleaseError:
        return False


@dataclass(frozen=True)
class Places:
    """Where the page that is asked for stands: in this release for good, and in whichever is the latest."""

    permanent: str
    latest: str
    kept: bool


def root() -> str:
    """The prefix of the service itself, without the release and the language in which it is asked."""
    kept, prefix = request.environ.get(KEPT), request.script_root.removesuffix(_tongue())
    return prefix.removesuffix(f"/r/{kept}") if kept else prefix


def _tongue() -> str:
    """The part of an address that says the language."""
    return f"/{asked()}" if asked() else ""


def places() -> Places:
    """Those of the page of this request, as paths; short where the page has a short link."""
    path = _tongue() + g.get("short", request.full_path.removesuffix("?"))
    return Places(f"{root()}/r/{here().release.digest}{path}", f"{root()}{path}", KEPT in request.environ)


@blueprint.route("/r/<path:name>")
def not_kept(name: str) -> Any:
    """An address of a release that is not kept: told, with the way to the latest. Raises NotFound.

    What names the language or another release before it is led to where it stands, and so is who names the beginning of
    a digest, as commands take it: as long as one release alone begins so.
    """
    release, _, rest = name.partition("/")
    if meant := _begun(here().settings, release):
        query = request.full_path[len(request.path) :].removesuffix("?")
        code = 308 if meant == release else 307  # another may begin so one day
        return redirect(f"{root()}/r/{meant}{_tongue()}/{quote(rest, safe=PATH)}{query}", code)
    latest = f"{request.script_root}/{rest}"
    raise NotFound(
        f"the release {release[:40]} is not kept here",
        hint=f"The latest has it perhaps at {latest}; {url_for('releases.releases')} lists those that are kept.",
        latest=latest,
    )
