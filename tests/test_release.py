"""A release folder: whole or refused, read-only, and made only where the referee agrees."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest

from cnskg import namespaces as ns
from cnskg.errors import ContentError, ReleaseError
from cnskg.reasoning import hermit
from cnskg.release import build
from cnskg.release.folder import Release, read_release
from cnskg.release.store import DUMPS, fill, quads
from cnskg.release.void import counts, void
from cnskg.settings import Settings
from tests.support.releases import make_release

EX = "https://example.org/"
LINKS = """#mapping_set_id: https://example.org/links
#license: https://creativecommons.org/publicdomain/zero/1.0/
#mapping_set_version: 1
#curie_map:
#  wd: http://www.wikidata.org/entity/
subject_id\tsubject_label\tpredicate_id\tobject_id\tobject_label\tmapping_justification
id:council\tCouncil\tskos:exactMatch\twd:Q1\tCouncil\tsemapv:ManualMappingCuration
"""
TRIPLE = ox.Triple(ox.NamedNode(EX + "s"), ox.NamedNode(EX + "p"), ox.Literal(1))


@pytest.fixture
def release(tmp_path: Path) -> Release:
    """A small release of one's own, to be damaged."""
    return make_release(tmp_path, "small")


FILES = ("void.ttl", "dumps/cnskg.nq", "store/CURRENT")


@pytest.mark.parametrize("name", FILES)
def test_a_file_cut_short_is_damage(release: Release, name: str) -> None:
    """A file that lost its last byte makes the release unusable, and the message names it."""
    path = release.path / name
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(ReleaseError, match=name):
        read_release(release.path)


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_damage(release: Release, name: str) -> None:
    """A file that is gone makes the release unusable, and the message names it."""
    (release.path / name).unlink()
    with pytest.raises(ReleaseError, match=name):
        read_release(release.path)


@pytest.mark.parametrize("name", FILES)
def test_changed_bytes_are_found_by_a_thorough_look(release: Release, name: str) -> None:
    """Other bytes of the same length pass a quick look, which every start takes, and not a thorough one."""
    path = release.path / name
    path.chmod(0o644)
    path.write_bytes(bytes([path.read_bytes()[0] ^ 1]) + path.read_bytes()[1:])
    read_release(release.path)
    with pytest.raises(ReleaseError, match=name):
        read_release(release.path, thorough=True)


def test_no_list_of_the_store_is_damage(release: Release) -> None:
    """Without the list of the store's files nobody can tell that it is whole, so it does not count as whole."""
    (release.path / "store.json").unlink()
    with pytest.raises(ReleaseError, match="not readable"):
        read_release(release.path)


def test_the_written_store_is_read_only(tmp_path: Path) -> None:
    """No file of a finished store may be written, by whomever the service runs as."""
    compiled = build.Compiled({TRIPLE}, {}, {})
    build.write(tmp_path, "some", compiled)
    assert {p.stat().st_mode & 0o222 for p in (tmp_path / "store").iterdir()} == {0}
    assert read_release(tmp_path, thorough=True).digest == "some"


def test_a_triple_of_two_graphs_stands_once_in_the_default_graph(tmp_path: Path) -> None:
    """What two named graphs state is one triple of the default graph, in both named graphs."""
    fill(tmp_path / "store", quads({TRIPLE}, {EX + "a": {TRIPLE}, EX + "b": {TRIPLE}}))
    store = ox.Store.read_only(str(tmp_path / "store"))
    assert len(list(store.quads_for_pattern(None, None, None, ox.DefaultGraph()))) == 1
    assert len(list(store)) == 3


def test_the_description_names_every_dump() -> None:
    """Each dump is a distribution with its media type, counts are those of the graph, and the text is stable."""
    numbers = counts({TRIPLE}, {})
    text = void({TRIPLE}, numbers, "some", "1.0")
    assert text == void({TRIPLE}, numbers, "some", "1.0")
    described = ox.Store()
    described.load(text, format=ox.RdfFormat.TURTLE)
    query = """PREFIX dcat: <http://www.w3.org/ns/dcat#> PREFIX dcterms: <http://purl.org/dc/terms/>
        SELECT ?title ?type { ?d dcat:distribution [ dcterms:title ?title ; dcat:mediaType ?type ] }"""
    rows = {(row["title"].value, row["type"].value) for row in described.query(query)}  # type: ignore[union-attr]
    assert rows == {(name, form.media_type) for name, form in DUMPS.items()}
    assert described.query("ASK { ?d <http://rdfs.org/ns/void#triples> 1 }")


def test_build_refuses_what_the_referee_refuses(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The build asks HermiT, and makes no release of what it finds bad."""
    monkeypatch.setattr(hermit, "check", lambda *_: hermit.Report(unsatisfiable=[ns.CNS + "Claim"]))
    with pytest.raises(ContentError, match="no thing can be in the class cns:Claim"):
        build.compile_graphs(content, lambda _: None)


@pytest.fixture
def quick(content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings for builds of the small content whose graphs are one triple, so that only the writing takes time."""
    monkeypatch.setattr(build, "compile_graphs", lambda *_: build.Compiled({TRIPLE}, {}, {}))
    return Settings(content=content, build=tmp_path / "builds")


def test_a_release_that_changed_under_its_name_is_built_anew(quick: Settings) -> None:
    """The same inputs are not built twice, unless a byte of what they gave is another one than was written."""
    steps: list[str] = []
    made = build.run(quick, steps.append)
    steps.clear()
    assert build.run(quick, steps.append).path == made.path
    assert steps == []
    path = made.path / "void.ttl"
    whole = path.read_bytes()
    path.write_bytes(bytes([whole[0] ^ 1]) + whole[1:])
    build.run(quick, steps.append)
    assert steps[0].startswith("the release of these inputs is damaged")
    assert path.read_bytes() == whole


def test_a_build_that_breaks_off_leaves_nothing(quick: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever stops the writing, no half release is left, under its name or another, and none is switched to."""

    def full(*_: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(build, "write", full)
    with pytest.raises(OSError, match="no space"):
        build.run(quick)
    assert list((quick.build / "releases").iterdir()) == []
    assert not (quick.build / "current").exists()


def test_links_are_part_of_all_facts(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mapping of a file under data/links/ stands in its own graph and among all facts, and is not inferred."""
    monkeypatch.setattr(hermit, "check", lambda *_: hermit.Report())
    folder = content / "data" / "links"
    folder.mkdir(exist_ok=True)
    (folder / "wikidata.sssom.tsv").write_text(LINKS, encoding="utf-8")
    compiled = build.compile_graphs(content, lambda _: None)
    [link] = compiled.graphs[ns.GRAPH_LINKS]
    assert str(link.object) == "<http://www.wikidata.org/entity/Q1>"
    assert link in compiled.default
    assert link not in compiled.graphs[ns.GRAPH_INFERRED] | compiled.graphs[ns.GRAPH_ASSERTED]


def test_a_release_of_before_is_switched_to_again(quick: Settings) -> None:
    """Inputs that are what they were have their old release, which becomes the current one again."""
    path = quick.content / "data" / "documents.ttl"
    before, first = path.read_bytes(), build.run(quick).path
    path.write_bytes(before + b"\n")
    second = build.run(quick).path
    assert second != first
    path.write_bytes(before)
    assert build.run(quick).path == first
    assert (quick.build / "current").resolve() == first.resolve()
    assert first.stat().st_mode & 0o777 == 0o755


def test_the_manifest_lists_all_that_was_written(tmp_path: Path) -> None:
    """Each file of a release is in one of its two lists, so that damage to any is found."""
    build.write(tmp_path, "some", build.Compiled({TRIPLE}, {}, {}))
    listed = set(json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))["files"])
    listed |= set(json.loads((tmp_path / "store.json").read_text(encoding="utf-8")))
    there = {p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*") if p.is_file()}
    assert there - listed == {"manifest.json", "store.json"}


def test_subjects_and_objects_are_counted_apart() -> None:
    """The description counts distinct subjects and distinct objects, each by itself."""
    default = {ox.Triple(TRIPLE.subject, TRIPLE.predicate, ox.Literal(n)) for n in range(3)}
    text = void(default, counts(default, {}), "some", "1.0").decode()
    assert re.search(r"distinctSubjects \"?1", text)
    assert re.search(r"distinctObjects \"?3", text)


def test_a_forced_build_is_never_long_without_its_release(quick: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is deleted where a release is read: the old one has left its name, whole, before it goes."""
    path = build.run(quick).path
    seen: list[tuple[bool, bool]] = []
    delete = shutil.rmtree

    def watched(folder: Path, **words: bool) -> None:
        seen.append((folder == path, (path / "manifest.json").exists()))
        delete(folder, **words)

    monkeypatch.setattr(shutil, "rmtree", watched)
    build.run(quick, force=True)
    assert seen
    assert set(seen) == {(False, True)}
    assert {p.name for p in path.parent.iterdir()} == {path.name}
