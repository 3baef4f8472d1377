"""Mapping files, and a stand-in for Wikidata's endpoint, for tests of links.

`python -m tests.support.linking` runs the stand-in until Ctrl-C, and says where.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox

from tests.support import ROOT
from tests.support.cli import Outcome
from tests.support.foreign import over

ITEMS = ROOT / "tests" / "linking" / "wikidata.ttl"
#: The Council of Examples began early in 2001 in the small content.
TABLE = """id,name@en,name@zh,type,date
http://www.wikidata.org/entity/Q901,Council of Examples,示例委员会,government agency,2001
http://www.wikidata.org/entity/Q902,Author Ann,,human,
http://www.wikidata.org/entity/Q903,Ann Author,,song,
http://www.wikidata.org/entity/Q904,Somebody Else,,human,
"""
Propose = Callable[..., Outcome]

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


def rows(text: str) -> dict[str, dict[str, str]]:
    """The rows of a file of proposals, by their objects."""
    lines = [line for line in text.split("\n") if line and not line.startswith("#")]
    heads = lines[0].split("\t")
    told = [dict(zip(heads, line.split("\t"), strict=True)) for line in lines[1:]]
    return {row["object_id"]: row for row in told}


def decide(path: Path, **words: str) -> None:
    """Write decisions into a file of proposals, by the last parts of the objects' identifiers."""
    lines = path.read_text(encoding="utf-8").split("\n")
    for name, word in words.items():
        lines = [f"{word}{line}" if f":{name}\t" in line else line for line in lines]
    path.write_text("\n".join(lines), encoding="utf-8")


@contextmanager
def wikidata(*more: str) -> Iterator[str]:
    """The address of an endpoint on the items of tests/linking/wikidata.ttl, and on more of them in Turtle."""
    store = ox.Store()
    store.load(path=str(ITEMS), format=ox.RdfFormat.TURTLE)
    for turtle in more:
        store.load(turtle.encode(), format=ox.RdfFormat.TURTLE)
    with over(store) as url:
        yield url


if __name__ == "__main__":
    with wikidata() as address:
        sys.stdout.write(f"Ask {address}\n")
        sys.stdout.flush()
        threading.Event().wait()
