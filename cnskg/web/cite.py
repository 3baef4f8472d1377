"""How to cite a release, a page or an answer: in words, and as BibTeX, CSL-JSON and CITATION.cff to take away."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin

from flask import Blueprint, Response, request, url_for

from .. import namespaces as ns
from ..errors import NotFound
from ..release.folder import Release
from . import kept
from .state import here

blueprint = Blueprint("cite", __name__)

#: What TeX takes for a command, and how it is written as a letter; the backslash first.
_TEX = {
    "\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    **{letter: "\\" + letter for letter in "&%$#_{}"},
}  # fmt: skip


@dataclass(frozen=True)
class Work:
    """What is cited: the dataset in one of its releases, or a page in it."""

    title: str
    whole: str  # the title of the dataset
    creator: str
    version: str
    release: str
    date: str
    license: str
    url: str

    @property
    def key(self) -> str:
        """A name for it in a list of references."""
        return f"cnskg-{self.release}"


def made(release: Release) -> str:
    """The day on which a release was made."""
    return moment(release).date().isoformat()


def moment(release: Release) -> datetime:
    """The second at which a release was made."""
    return datetime.fromtimestamp(int((release.path / "manifest.json").stat().st_mtime), UTC)


def dataset() -> Work:
    """The release that is asked, as a whole, at its permanent address."""
    release = here().release
    path = (
        f"{kept.root()}/r/{release.digest}{url_for('resources.resource', space='dataset')[len(request.script_root) :]}"
    )
    return _work(release, "", path)


def page(title: str) -> Work:
    """The page that is asked for, at its permanent address."""
    return _work(here().release, title, kept.places().permanent)


def _work(release: Release, title: str, path: str) -> Work:
    told = release.dataset
    return Work(
        title=title,
        whole=told.get("title", ""),
        creator=told.get("creator", ""),
        version=str(release.manifest.get("version", "")),
        release=release.digest,
        date=made(release),
        license=told.get("license", ""),
        url=urljoin(request.host_url, path),
    )


def bibtex(work: Work) -> str:
    """An entry for BibTeX and BibLaTeX."""
    note = f"Version {work.version}, release {work.release}"
    said = {
        "author": f"{{{_tex(work.creator)}}}" if work.creator else "",
        "title": f"{{{_tex(work.title or work.whole)}}}",
        "howpublished": f"In: {_tex(work.whole)}" if work.title else "",
        "year": work.date[:4],
        "note": _tex(note),
        "url": work.url,
    }
    rows = [f"  {name} = {{{value}}}" for name, value in said.items() if value]
    return f"@misc{{{work.key},\n" + ",\n".join(rows) + "\n}\n"


def _tex(text: str) -> str:
    return re.sub(r"[\\~^&%$#_{}]", lambda found: _TEX[found[0]], text)


def csl(work: Work) -> str:
    """A list of one item in CSL-JSON, which reference managers read."""
    item: dict[str, Any] = {
        "id": work.key,
        "type": "dataset",
        "title": work.title or work.whole,
        "author": [{"literal": work.creator}] if work.creator else [],
        "issued": {"date-parts": [[int(part) for part in work.date.split("-")]]},
        "version": f"{work.version}, release {work.release}",
        "URL": work.url,
    }
    return json.dumps([item], ensure_ascii=False, indent=1) + "\n"


def cff(work: Work) -> str:
    """A CITATION.cff, version 1.2.0. A text in YAML may be written as in JSON."""
    said = {
        "cff-version": "1.2.0",
        "message": "If you use this dataset, please cite it with the release that you used.",
        "type": "dataset",
        "title": work.whole,
        "authors": [{"name": work.creator or work.whole}],
        "version": work.version,
        "date-released": work.date,
        "license-url": work.license,
        "url": work.url,
        "identifiers": [
            {"type": "other", "value": work.release, "description": "the release: a digest of all that it is made of"},
            {"type": "url", "value": ns.DATASET, "description": "the dataset, whatever its release"},
        ],
    }
    return "".join(f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in said.items() if value)


#: Each file to take away: its media type, and what writes it.
FILES = {
    "dataset.bib": ("application/x-bibtex", bibtex),
    "dataset.json": ("application/vnd.citationstyles.csl+json", csl),
    "CITATION.cff": ("application/yaml", cff),
}


@blueprint.get("/cite/<name>")
def file(name: str) -> Response:
    """How to cite the release, as a file. Raises NotFound."""
    if name not in FILES:
        raise NotFound("there is no such form of the citation", hint=f"There are: {', '.join(FILES)}.")
    kind, write = FILES[name]
    response = Response(write(dataset()), content_type=f"{kind}; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
