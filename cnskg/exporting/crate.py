"""The folder as an RO-Crate (version 1.1): what each file is, for who archives data."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from .. import namespaces as ns
from .folder import Made

if TYPE_CHECKING:
    from .forms import Job

FILE = "ro-crate-metadata.json"
PROFILE = "https://w3id.org/ro/crate/1.1"
#: The last day on which anything of the release was encoded: that of the release, which has no clock.
_LAST = "SELECT max(value) FROM statements WHERE property = ? AND length(value) = 10"


def write(job: Job, made: Sequence[Made]) -> Made:
    """Write the description of the files."""
    path = job.folder / FILE
    graph = [_descriptor(), *_root(job, made), *(_file(job, one) for one in made)]
    told = {"@context": f"{PROFILE}/context", "@graph": graph}
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return Made(path, "application/ld+json", "The files as an RO-Crate.")


def _descriptor() -> dict[str, Any]:
    return {
        "@id": FILE,
        "@type": "CreativeWork",
        "conformsTo": {"@id": PROFILE},
        "about": {"@id": "./"},
    }


def _root(job: Job, made: Sequence[Made]) -> list[dict[str, Any]]:
    """The dataset, and whom and what it names."""
    about = job.release.dataset
    title = about.get("title") or "A knowledge graph"
    root: dict[str, Any] = {
        "@id": "./",
        "@type": "Dataset",
        "name": title,
        "description": about.get("about") or title,
        "identifier": job.release.digest,
        "version": str(job.release.manifest.get("version", "")),
        "url": ns.DATASET,
        "hasPart": [{"@id": one.path.relative_to(job.folder).as_posix()} for one in made],
    }
    (day,) = job.facts.base.execute(_LAST, (ns.CNS + "encodedOn",)).fetchone()
    if day:
        root["datePublished"] = day
    others = []
    if license := about.get("license"):
        root["license"] = {"@id": license}
        others.append({"@id": license, "@type": "CreativeWork", "name": about.get("license_name") or license})
    if publisher := about.get("publisher"):
        root["publisher"] = {"@id": publisher}
        others.append({"@id": publisher, "@type": "Organization", "name": about.get("creator") or publisher})
    return [root, *others]


def _file(job: Job, made: Made) -> dict[str, Any]:
    place = made.path.relative_to(job.folder).as_posix()
    return {
        "@id": place,
        "@type": "File",
        "name": place,
        "description": made.holds,
        "encodingFormat": made.media_type,
        "contentSize": str(made.path.stat().st_size),
    }
