"""The files of a release to take away: their list, and each file as a whole or in part.

A dump is no answer to a query: neither deadline nor the cap on results holds for it, and it is sent from the disk,
whatever its size. It counts as one request under the rate limit.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, render_template, request, send_file, url_for
from werkzeug.exceptions import RequestedRangeNotSatisfiable

from ..errors import NotFound, ProtocolProblem
from ..exporting import folder as exported
from ..query.formats import Format
from ..release.folder import Entry, Release
from . import tags
from .negotiate import choose, prefers_html
from .state import here

blueprint = Blueprint("dumps", __name__)

_JSON = Format("application/json", "json", "json", "json")
_GZIP = "application/gzip"


def files(release: Release) -> list[dict[str, Any]]:
    """The files of a release, for lists: name, address, media type, size, checksum, what it holds; dumps also
    compressed, and after them what `cnskg export` made of the release."""
    found = []
    for name, told in release.manifest.get("dumps", {}).items():
        plain, packed = (_file(one, release.dump_entry(one) or {}) for one in (name, f"{name}.gz"))
        found.append(plain | told | {"gzip": packed})
    return found + [_file(name, entry) for name, entry in exported.served(release).items()]


def _file(name: str, entry: Entry) -> dict[str, Any]:
    return {"name": name, "url": url_for("dumps.dump", name=name, _external=True)} | entry


@blueprint.get("/dumps/")
def dumps() -> Response:
    """What there is to take away, as a page or as JSON."""
    release = here().release
    accept = request.headers.get("Accept", "")
    if prefers_html(accept):
        page = render_template("dumps.html", files=files(release), release=release.digest)
        return Response(page, mimetype="text/html")
    choose(accept, [_JSON])
    told = {"release": release.digest, "version": release.manifest["version"], "files": files(release)}
    return Response(json.dumps(told, ensure_ascii=False, indent=1) + "\n", mimetype=_JSON.media_type)


@blueprint.get("/dumps/<path:name>")
def dump(name: str) -> Response:
    """One file, a dump compressed for who takes that, or a part of it. Only what a list has is sent."""
    release = here().release
    entry = release.dump_entry(name)
    if entry is None and (made := exported.served(release).get(name)):
        return _exported(release, name, made)
    if entry is None:
        raise NotFound("the release has no such dump", hint=f"They are listed at {url_for('dumps.dumps')}.")
    tag, size = entry["sha256"], entry["size"]
    if held := tags.held(tag):
        return tags.unchanged(held)
    told = release.manifest.get("dumps", {}).get(name)
    packed = release.dump_entry(f"{name}.gz")
    if packed is None or _one_part() or not _takes_gzip():
        return _send(release.dumps / name, size, tag, told["media_type"] if told else _GZIP)
    response = _send(release.dumps / f"{name}.gz", packed["size"], tag, told["media_type"])
    response.headers["Content-Encoding"] = "gzip"
    return response


def _exported(release: Release, name: str, entry: Entry) -> Response:
    """A file that was exported of a release. Raises NotFound where it was just taken away."""
    if held := tags.held(entry["sha256"]):
        return tags.unchanged(held)
    try:
        return _send(exported.place(release) / name, entry["size"], entry["sha256"], entry["media_type"])
    except FileNotFoundError:
        raise NotFound("this export is being replaced", hint="Ask again in a moment.") from None


def _takes_gzip() -> bool:
    return bool(request.headers.get("Accept-Encoding")) and request.accept_encodings.quality("gzip") > 0


def _one_part() -> bool:
    """Whether one part of a file is asked for. Several at once, and what is no range of bytes, get the whole."""
    asked = request.range
    return asked is not None and asked.units == "bytes" and len(asked.ranges) == 1


def _send(path: Path, size: int, tag: str, media_type: str) -> Response:
    """A file from the disk, without holding it in memory. Raises ProtocolProblem (416) for a part that it lacks."""
    response = send_file(path, media_type, conditional=False, etag=False)
    response.set_etag(tag)
    response.headers["Cache-Control"] = tags.REVALIDATE
    del response.headers["Last-Modified"]  # a release that is switched back to is older and yet another one
    try:
        response.make_conditional(request, accept_ranges=_one_part(), complete_length=size)
    except RequestedRangeNotSatisfiable:
        response.close()
        hint = "Ask for a range within it, or for the whole."
        whole = f"bytes */{size}"
        raise ProtocolProblem(416, f"the file has {size} bytes", hint=hint, content_range=whole) from None
    response.headers["Accept-Ranges"] = "bytes"
    return response
