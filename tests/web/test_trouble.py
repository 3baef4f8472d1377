"""The service's own trouble is told as its own: no room, no descriptors, no store, no worker, an engine that fails."""

from __future__ import annotations

import errno
import logging
import os
import resource
import signal
import subprocess
import tempfile
from pathlib import Path

import pytest

from cnskg.errors import (
    EngineFault,
    ServiceTrouble,
)
from cnskg.query import process, sandbox
from cnskg.query.formats import only
from cnskg.release.folder import Release, switch_release
from cnskg.web import operators
from cnskg.web.state import State
from tests.support.releases import app_for, make_release, make_settings, runner_for, worker_of

LARGE = "SELECT * { GRAPH <urn:noise> { ?s ?p ?o } }"


def test_the_cause_is_told_without_a_path() -> None:
    """A client is told what the system says, and not where."""
    found = process.verdict(sandbox.NO_STORE, b"IO error: /secret/store/CURRENT: Too many open files\n")
    assert found.message == "a worker cannot open the store: Too many open files"


@pytest.mark.parametrize("form", ["json", "csv", "turtle"])
def test_no_room_for_an_answer_is_not_the_query_s_fault(sample: Release, form: str) -> None:
    """An answer that cannot be written is 503 with the cause, and the worker goes on."""
    query = "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH <urn:noise> { ?s ?p ?o } }" if form == "turtle" else LARGE
    with runner_for(sample, workers=1) as runner:
        runner.rows("SELECT (1 AS ?x) {}")
        pid = worker_of(runner)
        before = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (500, before[1]))
        with pytest.raises(ServiceTrouble, match=os.strerror(errno.EFBIG)) as caught:
            runner.run(query, only(form))
        assert caught.value.status == 503
        resource.prlimit(pid, resource.RLIMIT_FSIZE, before)
        runner.run(query, only(form)).file.close()
        assert worker_of(runner) == pid


def test_no_place_for_a_temporary_file(sample: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a folder for temporary files queries, pages and the probe say 503, and all is well when it is back."""
    paths = ("/sparql?query=ASK%7B%7D", "/readyz", "/id/china", "/explain?s=id:cnsc&p=rdf:type&o=cns:Organ")
    with app_for(sample) as app:
        client = app.test_client()
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
        for path in paths:
            got = client.get(path)
            assert (path, got.status_code, got.json["type"].rpartition("/")[2]) == (path, 503, "trouble")
            assert os.strerror(errno.ENOENT) in got.json["detail"]
            assert str(tmp_path) not in got.text
            assert int(got.headers["Retry-After"]) > 0
        (tmp_path / "gone").mkdir()
        assert client.get("/readyz").status_code == 200


def test_a_store_that_is_gone(tmp_path: Path) -> None:
    """Without its store a service says 503 with the cause, at the probe too; idle workers or not, it comes back."""
    release = make_release(tmp_path, "moved")
    switch_release(make_settings(tmp_path), release.path)
    with app_for(release, workers=1) as app:
        client, running = app.test_client(), app.extensions["cnskg"].runner.pool
        release.store.rename(tmp_path / "aside")
        for pid in running.processes():
            os.kill(pid, signal.SIGKILL)
            os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
        for path in ("/readyz", "/sparql?query=ASK%7B%7D"):
            got = client.get(path)
            assert (got.status_code, got.json["type"].rpartition("/")[2]) == (503, "trouble")
            assert got.json["detail"] == f"a worker cannot open the store: {os.strerror(errno.ENOENT)}"
        (tmp_path / "aside").rename(release.store)
        assert client.get("/readyz").status_code == 200


def test_where_no_worker_can_be_started(sample: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    """Too few descriptors for a worker are 503 with the cause; the pool is whole when there are enough again."""

    def none(*_: object, **__: object) -> None:
        raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))

    with runner_for(sample, workers=2) as runner:
        with monkeypatch.context() as patch:
            patch.setattr(subprocess, "Popen", none)
            for pid in runner.pool.processes():
                os.kill(pid, signal.SIGKILL)
                os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
            with pytest.raises(ServiceTrouble, match=os.strerror(errno.EMFILE)):
                runner.rows("SELECT (1 AS ?x) {}")
        assert len(runner.rows("SELECT (1 AS ?x) {}")) == 1
        state = runner.pool.state()
        assert (state["fast"], state["slow"], state["idle"]) == (0, 0, 2)


def test_what_the_system_refuses_is_no_mistake(
    sample: Release, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Where the system fails a route unforeseen, that is 503 with the cause, and one line with the path."""

    def full(*_: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO), "/secret/file")

    with app_for(sample) as app:
        monkeypatch.setattr(app.extensions["cnskg"].runner, "execute", full)
        got = app.test_client().get("/sparql?query=ASK%7B%7D")
    assert (got.status_code, got.json["type"].rpartition("/")[2]) == (503, "trouble")
    assert os.strerror(errno.EIO) in got.json["detail"]
    assert "secret" not in got.text
    (line,) = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    assert "/secret/file" in line


def test_the_probe_tells_the_reason(sample: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever keeps the smallest query from its answer is 503 at the probe, also where it is 500 elsewhere."""
    with app_for(sample) as app:
        monkeypatch.setattr(app.extensions["cnskg"].runner, "rows", lambda *_: 1 / 0)
        broken = app.test_client().get("/readyz")
        monkeypatch.setattr(app.extensions["cnskg"].runner, "rows", fails)
        failed = app.test_client().get("/readyz")
    assert (broken.status_code, failed.status_code) == (503, 503)
    assert "the engine failed" in failed.json["detail"]


def fails(*_: object) -> None:
    """What a query does where the engine fails."""
    raise EngineFault("the engine failed")


def test_the_probe_wants_room(sample: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    """With too little room for answers of common size a service is not ready, though the smallest query has room."""
    with app_for(sample) as app:
        codes = []
        for left in ((1 << 20) - 1, 1 << 20):
            monkeypatch.setattr(operators, "free_bytes", lambda left=left: left)
            codes.append(app.test_client().get("/readyz").status_code)
    assert codes == [503, 200]


def test_a_link_that_is_gone_is_told_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Without the link to the current release the one in use stays, and the log says so once, not at each look."""
    settings = make_settings(tmp_path)
    switch_release(settings, make_release(tmp_path, "kept").path)
    state = State(settings)
    try:
        (tmp_path / "current").unlink()
        with caplog.at_level(logging.ERROR):
            for _ in range(3):
                state._looked = 0.0
                assert state.release.digest == "kept"
        assert [record.levelname for record in caplog.records].count("ERROR") == 1
    finally:
        state.close()
