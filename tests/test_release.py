"""A release folder: whole or refused, read-only, and made only where the referee agrees."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import shutil
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox
import pytest

from cnskg import namespaces as ns
from cnskg.errors import ContentError, ReleaseError
from cnskg.reasoning import hermit
from cnskg.release import build
from cnskg.release.dumps import DUMPS, Dump, write
from cnskg.release.folder import Release, listing, read_release
from cnskg.release.store import Graphs, fill, quads
from cnskg.release.void import CLAIM_GRAPHS, GRAPHS, Described, counts, void
from cnskg.settings import Settings
from tests.support.releases import make_release

EX = "https://example.org/"
LINKS = """#mapping_set_id: https://example.org/links
#license: https://creativecommons.org/publicdomain/zero/1.0/
#mapping_set_version: 1
#curie_map:
#  wd: http://www.wikidata.org/entity/
subject_id\tsubject_label\tpredicate_id\tobject_id\tobject_label\tmapping_justification
id:council\tCouncil\tschema:sameAs\twd:Q1\tCouncil\tsemapv:ManualMappingCuration
"""
TRIPLE = ox.Triple(ox.NamedNode(EX + "s"), ox.NamedNode(EX + "p"), ox.Literal(1))


@pytest.fixture
def release(tmp_path: Path) -> Release:
    """A small release of one's own, to be damaged."""
    return make_release(tmp_path, "small")


FILES = ("void.ttl", "dumps/cnskg.trig", "store/CURRENT")


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


def described(tmp_path: Path, graphs: Graphs | None = None) -> ox.Store:
    """The description of a release of one triple, read; it is the same when it is written again."""
    write(tmp_path / "dumps", quads({TRIPLE}, graphs or {}))
    told = Described("some", "1.0", counts({TRIPLE}, {}), listing(tmp_path, "dumps"))
    text = void({TRIPLE}, graphs or {}, told)
    assert text == void({TRIPLE}, graphs or {}, told)
    found = ox.Store()
    found.load(text, format=ox.RdfFormat.TURTLE)
    return found


def rows(store: ox.Store, query: str) -> set[tuple[str, ...]]:
    """The rows of a query as text."""
    found = store.query(query, prefixes=ns.PREFIXES)
    assert isinstance(found, ox.QuerySolutions)
    return {tuple(value.value for value in row) for row in found}  # type: ignore[union-attr]


def test_the_description_names_every_dump(tmp_path: Path) -> None:
    """Each dump is a distribution, plain and compressed, with address, media type, size, checksum and what it holds."""
    found = rows(
        described(tmp_path),
        """SELECT ?title ?type ?url ?size ?sum ?holds { ?d dcat:distribution ?dump ; void:dataDump ?url . ?dump
        dcterms:title ?title ; dcat:mediaType ?type ; dcat:downloadURL ?url ; dcat:byteSize ?size ;
        dcterms:description ?holds ; spdx:checksum [ spdx:checksumValue ?sum ; spdx:algorithm
        spdx:checksumAlgorithm_sha256 ] FILTER(DATATYPE(?sum) = xsd:hexBinary) }""",
    )
    expected = set()
    for name, dump in DUMPS.items():
        for one in (name, f"{name}.gz"):
            body = (tmp_path / "dumps" / one).read_bytes()
            kind = f"https://www.iana.org/assignments/media-types/{dump.form.media_type}"
            sha256 = hashlib.sha256(body).hexdigest()
            expected.add((one, kind, f"{ns.BASE}dumps/{one}", str(len(body)), sha256, dump.holds))
    assert found == expected
    packed = rows(
        described(tmp_path / "again"),
        "SELECT ?name ?as { [] dcterms:title ?name ; dcat:compressFormat ?as }",
    )
    gzipped = "https://www.iana.org/assignments/media-types/application/gzip"
    assert packed == {(f"{name}.gz", gzipped) for name in DUMPS}


def test_the_description_names_the_graphs(tmp_path: Path) -> None:
    """Each graph that the build makes is a part, with a title, its number of triples and the address of its content."""
    found = rows(
        described(tmp_path, {name: {TRIPLE} for name in (*GRAPHS, ns.PSG + "doc/p1")}),
        """SELECT ?graph ?title ?n ?dump { ?d void:subset ?graph . ?graph dcterms:title ?title ; void:triples ?n ;
        void:dataDump ?dump ; dcterms:description ?about }""",
    )
    assert found == {
        (name, title, "1", f"{ns.BASE}graph?graph={quote(name, safe='')}") for name, (title, _) in GRAPHS.items()
    }


def test_the_description_counts_the_graphs_of_claims_apart(tmp_path: Path) -> None:
    """They are one part of the dataset, with what they hold together and the file that has it; none is told alone."""
    claims = {ns.ID + "claim-a": {TRIPLE}, ns.ID + "claim-a#denied": {TRIPLE}}
    found = rows(
        described(tmp_path, {ns.PSG + "doc/p1": {TRIPLE}} | claims),
        "SELECT ?part ?n ?dump { ?d void:subset ?part . ?part void:triples ?n ; void:dataDump ?dump }",
    )
    assert found == {(CLAIM_GRAPHS, "2", f"{ns.BASE}dumps/cnskg-claims.nq")}
    numbers = counts({TRIPLE}, {ns.PSG + "doc/p1": {TRIPLE}} | claims)
    assert (numbers["graphs"], numbers["claim_graphs"], numbers["claimed"]) == (1, 2, 2)


def test_the_description_counts_the_links_to_each_target(tmp_path: Path) -> None:
    """A linkset a target with all its links, and in it one for each relation."""
    thing, same, match = (ox.NamedNode(iri) for iri in (ns.ID + "a", "https://schema.org/sameAs", "urn:match"))
    ends = [(same, "http://www.wikidata.org/entity/Q1"), (match, "http://www.wikidata.org/entity/Q2")]
    ends += [(same, "https://ror.org/01")]
    links = {ox.Triple(thing, relation, ox.NamedNode(end)) for relation, end in ends}
    found = rows(
        described(tmp_path, {ns.GRAPH_LINKS: links}),
        """SELECT ?space ?n (COUNT(?part) AS ?parts) (SUM(?m) AS ?sum) { ?d void:subset ?whole . ?whole a void:Linkset ;
        void:subjectsTarget ?d ; void:objectsTarget [ void:uriSpace ?space ] ; void:triples ?n ; void:subset ?part .
        ?part void:linkPredicate ?relation ; void:triples ?m } GROUP BY ?space ?n""",
    )
    assert found == {("http://www.wikidata.org/", "2", "2", "2"), ("https://ror.org/", "1", "1", "1")}


def test_what_claims_say_is_no_entity() -> None:
    """A proposition counts as an instance of its class, and not among the entities."""
    typed = (("x", "Law"), ("x", "Entity"), ("p--x", "Proposition"), ("p--x", "Entity"))
    default = {
        ox.Triple(ox.NamedNode(ns.ID + name), ox.NamedNode(ns.expand("rdf:type")), ox.NamedNode(ns.CNS + cls))
        for name, cls in typed
    }
    found = counts(default, {})
    assert (found["entities"], found["classes"]["cns:Proposition"]) == (1, 1)


def test_a_release_has_no_graph_without_words() -> None:
    """Each graph that is no passage and no background graph has its words in the description."""
    made = {graph for graph in vars(ns).values() if isinstance(graph, str) and graph.startswith(ns.GRAPH)} - {ns.GRAPH}
    elsewhere = {ns.GRAPH_ALL, ns.GRAPH_PUBLISHED}  # in stores of others alone
    assert made - {ns.GRAPHS_ENRICHMENT} - elsewhere == set(GRAPHS)  # what was fetched describes itself


def test_dumps_hold_what_they_say(tmp_path: Path) -> None:
    """Facts once, facts where they are stated, claims, explanations, everything: each dump has its part."""
    stated, follows, why, said, list_ = (ox.Triple(TRIPLE.subject, TRIPLE.predicate, ox.Literal(x)) for x in "abcde")
    content = quads(
        {stated, follows},
        {
            ns.PSG + "doc/p1": {stated},
            ns.GRAPH_ASSERTED: {stated},
            ns.GRAPH_INFERRED: {follows},
            ns.GRAPH_EXPLANATIONS: {why},
            ns.GRAPH_CLAIMS: {list_},
            ns.ID + "claim-a#denied": {said},
        },
    )
    write(tmp_path / "dumps", content)
    held = {}
    for name, dump in DUMPS.items():
        body = (tmp_path / "dumps" / name).read_bytes()
        assert gzip.decompress((tmp_path / "dumps" / f"{name}.gz").read_bytes()) == body
        held[name] = {q.graph_name.value if isinstance(q.graph_name, ox.NamedNode) else "" for q in _quads(body, dump)}
    assert {name: len(_quads((tmp_path / "dumps" / name).read_bytes(), dump)) for name, dump in DUMPS.items()} == {
        "cnskg.ttl": 2,
        "cnskg.nt": 2,
        "cnskg.jsonld": 2,
        "cnskg-facts.nq": 3,
        "cnskg-claims.nq": 2,
        "cnskg-explanations.nq": 1,
        "cnskg.trig": 8,
    }
    assert held["cnskg-facts.nq"] == {ns.PSG + "doc/p1", ns.GRAPH_INFERRED, ns.GRAPH_CLAIMS}
    assert held["cnskg-claims.nq"] == {ns.GRAPH_CLAIMS, ns.ID + "claim-a#denied"}
    assert held["cnskg-explanations.nq"] == {ns.GRAPH_EXPLANATIONS}
    facts = {"", ns.PSG + "doc/p1", ns.GRAPH_ASSERTED, ns.GRAPH_INFERRED, ns.GRAPH_EXPLANATIONS}
    assert held["cnskg.trig"] == facts | held["cnskg-claims.nq"]
    assert held["cnskg.ttl"] == held["cnskg.nt"] == held["cnskg.jsonld"] == {""}


def _quads(body: bytes, dump: Dump) -> list[ox.Quad]:
    return list(ox.parse(body, format=dump.form))


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
    with pytest.raises(OSError, match="No space left"):
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
    text = void(default, {}, Described("some", "1.0", counts(default, {}), {})).decode()
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
