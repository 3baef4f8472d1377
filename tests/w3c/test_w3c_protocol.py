"""The W3C protocol suite, read from its manifest, against our app; updates are refused, which is written down here."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import RDF, Graph, Namespace
from rdflib.collection import Collection

from cnskg.release.folder import switch_release
from cnskg.web import create_app
from tests.support import suites
from tests.support.releases import make_release, make_settings

pytestmark = pytest.mark.skipif(
    not suites.ARCHIVE.exists(), reason="the W3C suites are not beside this checkout (../shared/conformance)"
)

HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
MF = Namespace(suites.MF)

#: The suite wants these to succeed; the service only reads, so their updates are refused with 403.
UPDATES = {
    "update_dataset_default_graph",
    "update_dataset_default_graphs",
    "update_dataset_named_graphs",
    "update_dataset_full",
    "update_post_form",
    "update_post_direct",
    "update_base_uri",
}


def test_the_protocol_suite(tmp_path: Path) -> None:
    """Each request of the manifest gets a status, a kind of result and a boolean as the manifest says."""
    manifest = Graph().parse(suites.unpack(tmp_path / "w3c") / "sparql11/protocol/manifest.ttl")
    switch_release(make_settings(tmp_path), make_release(tmp_path, "protocol").path)
    app = create_app(make_settings(tmp_path))
    root = manifest.value(None, RDF.type, MF.Manifest)
    outcome = {}
    for test in Collection(manifest, manifest.value(root, MF.entries)):
        requests = Collection(manifest, manifest.value(manifest.value(test, MF.action), HT.requests))
        outcome[test.rpartition("#")[2]] = all(passes(app, manifest, request) for request in requests)
    app.extensions["cnskg"].close()
    assert len(outcome) == 34
    assert {name for name, good in outcome.items() if not good} == UPDATES


def passes(app: object, manifest: Graph, request: object) -> bool:
    """Whether one request of the manifest is answered as it says."""
    fields = manifest.value(request, HT.headers)
    headers = {}
    for field in Collection(manifest, fields) if fields is not None else ():
        headers[str(manifest.value(field, HT.fieldName))] = str(manifest.value(field, HT.fieldValue))
    body, wanted = manifest.value(request, HT.body), manifest.value(request, HT.resp)
    data = None
    if body is not None:
        data = str(manifest.value(body, CNT.chars)).encode(str(manifest.value(body, CNT.characterEncoding)))
    got = app.test_client().open(
        str(manifest.value(request, HT.absolutePath)),
        method=str(manifest.value(request, HT.methodName)),
        data=data,
        headers=headers,
    )
    classes = {str(status)[-3] for status in manifest.objects(wanted, MF.expectedStatus)}
    boolean = manifest.value(wanted, MF.expectedBoolean)
    right = str(got.status_code)[0] in classes
    return right and (boolean is None or got.json["boolean"] == boolean.toPython())
