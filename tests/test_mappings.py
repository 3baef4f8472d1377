"""Mapping files, read as they are written."""

from __future__ import annotations

from pathlib import Path

import pytest

from cnskg import namespaces as ns
from cnskg.content.mappings import mapping_files, read, triples
from cnskg.errors import ContentError

TEXT = """#mapping_set_id: https://example.org/set
#license: https://example.org/licence
#curie_map:
#  ex: https://example.org/
#  quoted: "https://example.org/quoted/"
#comment: https://example.org/comment
subject_id\tpredicate_id\tobject_id\tcomment
id:x\tskos:exactMatch\tex:1\ta "quoted" word

id:y\tskos:closeMatch\tquoted:2
"""


def written(folder: Path, text: str) -> Path:
    """A mapping file under a content folder."""
    path = folder / "data" / "links" / "ex.sssom.tsv"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_is_read_as_it_is_written(tmp_path: Path) -> None:
    """Header, columns and cells are as they stand; each row knows its line; quotes mean nothing."""
    file = read(tmp_path, written(tmp_path, TEXT))
    assert file.name == "data/links/ex.sssom.tsv"
    assert file.header["license"] == "https://example.org/licence"
    assert file.columns == ("subject_id", "predicate_id", "object_id", "comment")
    assert [(row.line, row.cells["comment"]) for row in file.rows] == [(8, 'a "quoted" word'), (10, "")]


def test_only_the_curie_map_makes_prefixes(tmp_path: Path) -> None:
    """A licence or comment that is an IRI is no prefix; the project's own prefixes are known without being declared."""
    file = read(tmp_path, written(tmp_path, TEXT))
    assert file.expand("ex:1") == "https://example.org/1"
    assert file.expand("quoted:2") == "https://example.org/quoted/2"
    assert file.expand("id:x") == ns.ID + "x"
    assert [file.expand(f"{name}:x") for name in ("license", "comment", "mapping_set_id", "curie_map")] == [""] * 4


def test_mappings_are_triples(tmp_path: Path) -> None:
    """Each row is one triple of the release."""
    written(tmp_path, TEXT)
    found = {(t.subject.value, t.predicate.value, t.object.value) for t in triples(tmp_path)}
    assert found == {
        (ns.ID + "x", ns.expand("skos:exactMatch"), "https://example.org/1"),
        (ns.ID + "y", ns.expand("skos:closeMatch"), "https://example.org/quoted/2"),
    }


def test_a_row_that_maps_nothing_is_an_error(tmp_path: Path) -> None:
    """A release is not made of half a mapping."""
    written(tmp_path, TEXT.replace("ex:1", "other:1"))
    with pytest.raises(ContentError, match=r"ex.sssom.tsv:8: a prefix is not known"):
        triples(tmp_path)


def test_an_identifier_that_is_no_iri_is_an_error(tmp_path: Path) -> None:
    """A space in an identifier is told with file and line, and is no fault of ours."""
    written(tmp_path, TEXT.replace("ex:1", "ex:1 2"))
    with pytest.raises(ContentError, match=r"ex.sssom.tsv:8: no IRI"):
        triples(tmp_path)


def test_a_cell_that_never_ends_is_an_error(tmp_path: Path) -> None:
    """A cell longer than a table may have is told with file and line."""
    written(tmp_path, TEXT.replace("ex:1", "ex:" + "1" * 200_000))
    with pytest.raises(ContentError, match=r"ex.sssom.tsv:\d+: no table"):
        mapping_files(tmp_path)


def test_no_mapping_file_is_no_mapping(tmp_path: Path) -> None:
    """A folder without links has none."""
    assert mapping_files(tmp_path) == []
    assert triples(tmp_path) == set()
