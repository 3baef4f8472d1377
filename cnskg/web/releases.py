"""The releases that are kept, each with its permanent address, and what changed: /releases, and as a feed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Response, render_template, request, url_for

from .. import namespaces as ns
from ..release.folder import Release
from . import changes, cite, kept, notes
from .language import LANGUAGES, current, gettext, titled
from .state import here

blueprint = Blueprint("releases", __name__)

#: The release notes, in the folder of content, where it has any.
NOTES = "CHANGELOG.md"


@dataclass(frozen=True)
class Shown:
    """A release as the page and the feed tell it; `changed` since the one before it, if that is kept."""

    digest: str
    address: str
    version: str
    made: str
    at: datetime
    facts: int | None
    read: bool
    changed: changes.Changes | None
    before: str


def _all() -> list[Shown]:
    """All releases that are kept, the newest first."""
    found = list(kept.readable(here().settings))
    pairs = zip(found, [*found[1:], None], strict=True)
    return [_shown(release, before) for release, before in pairs]


def _shown(release: Release, before: Release | None) -> Shown:
    return Shown(
        digest=release.digest,
        address=f"{kept.root()}/r/{release.digest}/",
        version=str(release.manifest.get("version", "")),
        made=cite.made(release),
        at=cite.moment(release),
        facts=release.manifest.get("counts", {}).get("triples"),
        read=release.digest == here().release.digest,
        changed=changes.since(before, release) if before else None,
        before=before.digest if before else "",
    )


@blueprint.get("/releases")
def releases() -> str:
    """All releases that are kept, the newest first, and the notes of the software and content that are here."""
    path = here().settings.content / NOTES
    told = notes.read(path.read_text(encoding="utf-8")) if path.is_file() else []
    return render_template("releases.html", releases=_all(), notes=told, listed=changes.listed)


@blueprint.get("/releases.atom")
def feed() -> Response:
    """The same as a feed (RFC 4287): an entry for each release, with what changed since the one before it."""
    found, dataset = _all(), titled(here().release.dataset)
    text = render_template(
        "releases.xml",
        id=f"{ns.BASE}releases.atom",
        base=ns.BASE,
        tongue=LANGUAGES[current()][0],
        title=gettext("%(dataset)s: releases") % {"dataset": dataset["title"]},
        author=dataset.get("creator") or dataset.get("title", ""),
        host=request.host_url.rstrip("/"),
        own=url_for(".feed", _external=True),
        page=url_for(".releases", _external=True),
        entries=[(one, _title(one), _summary(one)) for one in found],
        updated=found[0].at if found else cite.moment(here().release),
    )
    return Response(text, mimetype="application/atom+xml")


def _title(one: Shown) -> str:
    return gettext("Release %(digest)s, version %(version)s") % {"digest": one.digest, "version": one.version}


def _summary(one: Shown) -> str:
    """What changed, in some lines of text."""
    if one.changed is None:
        return gettext("The earliest release that is kept.")
    lines = _counted(one.changed, one.before)
    # numbers alone mislead: a date that was mended is one change, which brings the month and the year around it, too
    words = gettext("Net numbers, with what the build adds to dates; which statements came, went or changed:")
    return "\n".join([*lines, f"{words} cnskg diff {one.before} {one.digest}"])


def _counted(changed: changes.Changes, before: str) -> list[str]:
    """What there is more and less of, a line in all, for the classes, and for each document."""
    if not changed:
        return [gettext("It counts as many of everything as the one before it, %(before)s.") % {"before": before}]
    lines = [gettext("Since %(before)s: %(changes)s.") % {"before": before, "changes": _of(changed.whole)}]
    if changed.classes:
        lines.append(gettext("By class: %(changes)s.") % {"changes": _of(changed.classes)})
    return lines + [f"{name}: {changes.listed(told)}." for name, told in changed.documents]


def _of(told: list[tuple[str, int]]) -> str:
    return changes.listed(told) or gettext("no more and no less in all")
