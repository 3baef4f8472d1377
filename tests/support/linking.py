"""Mapping files, and the things of other open data, for tests of links."""

from __future__ import annotations

from pathlib import Path

HEAD = """#mapping_set_id: https://example.org/links
#mapping_set_version: "2021-01-01"
#license: https://creativecommons.org/licenses/by/4.0/
#curie_map:
#  id: https://w3id.org/cnskg/id/
#  wd: http://www.wikidata.org/entity/
#  ror: https://ror.org/
#  semapv: https://w3id.org/semapv/vocab/
#  rdfs: http://www.w3.org/2000/01/rdf-schema#
#  schema: https://schema.org/
subject_id\tsubject_label\tpredicate_id\tobject_id\tobject_label\tmapping_justification
"""


def mapped(content: Path, target: str, *rows: str) -> Path:
    """A mapping file under a content folder, with these rows."""
    path = content / "data" / "links" / f"{target}.sssom.tsv"
    path.parent.mkdir(exist_ok=True)
    path.write_text(HEAD + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return path
