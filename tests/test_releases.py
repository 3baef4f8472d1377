"""Several releases beside one another: listed, switched between, thrown away, and told from what is here now."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from cnskg import __version__
from cnskg.release import build, shelf
from cnskg.release.folder import Release, current_release, hold, switch_release
from cnskg.release.inputs import input_digest, staleness
from cnskg.settings import Settings, load
from cnskg.web import create_app, server
from tests.support.cli import Cli
from tests.support.content import Small
from tests.support.own_build import OURS, THEIRS, real_release
from tests.support.releases import make_release, make_settings, write_manifest

NAMES = ("a1old", "a2mid", "b3new")


@pytest.fixture
def three(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A build folder with three releases, of which the middle one is in use."""
    for age, name in enumerate(reversed(NAMES)):
        path = make_release(tmp_path, name).path
        os.utime(path / "manifest.json", (1_700_000_000 - 3600 * age,) * 2)
    settings = make_settings(tmp_path)
    switch_release(settings, tmp_path / "releases" / "a2mid")
    monkeypatch.setenv("CNSKG_BUILD", str(tmp_path))
    return settings


def there(settings: Settings) -> set[str]:
    """The names in the folder of releases, hidden ones included."""
    return {p.name for p in (settings.build / "releases").iterdir()}


def test_the_tests_leave_the_release_in_use_alone(small_copy: Small) -> None:
    """They take one that is there already into a build folder of their own, and switch only that."""
    link = small_copy.build / "current"
    link.unlink()
    link.symlink_to("releases/of-another-day")
    ours = Settings(content=small_copy.content, build=small_copy.build / "tests")
    (made,) = (small_copy.build / "releases").iterdir()
    for _ in range(2):
        assert real_release(ours, small_copy.build).path.samefile(made)
    assert str(link.readlink()) == "releases/of-another-day"
    assert (ours.build / "current").samefile(made)


def test_every_test_has_the_build_folder_of_the_tests() -> None:
    """Commands and services that a test starts take their releases from there, unless it names another."""
    assert THEIRS != OURS.build == load().build


def test_releases_are_listed(three: Settings, run: Cli) -> None:
    """The newest first, each with date, version and size; the one in use and a damaged one are marked."""
    (three.build / "releases" / "a1old" / "void.ttl").unlink()
    rows = run("releases").out.split("\n")
    assert [row.split()[0] for row in rows[:3]] == ["b3new", "a2mid", "a1old"]
    assert rows[0].split()[1:3] == ["2023-11-14T22:13Z", "0.0.test"]
    assert ["current" in row for row in rows[:3]] == [False, True, False]
    assert "damaged" in rows[2]
    assert rows[3].startswith(f"3 releases under {three.build}")
    told = json.loads(run("releases", "--json").out)
    assert [(one["digest"], one["current"], one["damage"] is None) for one in told] == [
        ("b3new", False, True),
        ("a2mid", True, True),
        ("a1old", False, False),
    ]
    assert all(one["bytes"] > 1000 for one in told)


def test_one_switches_by_the_beginning_of_a_digest(three: Settings, run: Cli) -> None:
    """Enough of the digest to tell it from the others is enough; the release is whole, or nothing changes."""
    assert run("use", "b3").out == "release b3new is in use\n"
    assert current_release(three).digest == "b3new"
    for start, code, told in (
        ("a", 2, "2 releases begin with a"),
        ("c", 1, "There: b3new, a2mid, a1old"),
        ("", 1, "no"),
    ):
        outcome = run("use", start)
        assert outcome.code == code
        assert told in outcome.err
    path = three.build / "releases" / "a1old" / "void.ttl"
    path.write_bytes(bytes([path.read_bytes()[0] ^ 1]) + path.read_bytes()[1:])
    assert run("use", "a1").code == 2
    assert current_release(three).digest == "b3new"


def test_old_releases_are_thrown_away(three: Settings, run: Cli) -> None:
    """The newest stay, and the current one whatever its age; the list says what went."""
    outcome = run("prune", "--keep", "1")
    assert outcome.out.startswith("removed a1old (2023-11-14T20:13Z")
    assert there(three) == {"b3new", "a2mid"}
    run("prune", "--keep", "0")
    assert there(three) == {"a2mid"}
    assert current_release(three).digest == "a2mid"


def test_a_release_that_is_read_stays(three: Settings, run: Cli) -> None:
    """What a process holds is not thrown away under its hands; when it lets go, it is."""
    with_service = hold(Release(three.build / "releases" / "a1old", {}))
    assert with_service is not None
    run("prune", "--keep", "0")
    assert there(three) == {"a2mid", "a1old"}
    os.close(with_service)
    run("prune", "--keep", "0")
    assert there(three) == {"a2mid"}


def test_exports_go_with_their_releases(three: Settings, run: Cli, tmp_path: Path) -> None:
    """What was exported of a release that is gone goes; of one that is there, and what is no export, stays."""
    exports, elsewhere = three.build / "exports", tmp_path / "elsewhere"
    for name in ("a1old", "a2mid", "gone-before"):
        (exports / name / "tables").mkdir(parents=True)
        (exports / name / "export.json").write_text("{}", encoding="utf-8")
    (exports / "notes").mkdir()
    (exports / "readme.txt").write_text("mine", encoding="utf-8")
    elsewhere.mkdir()
    (elsewhere / "export.json").write_text("{}", encoding="utf-8")
    (exports / "linked").symlink_to(elsewhere)
    outcome = run("prune", "--keep", "1")
    assert "removed what was exported of a1old" in outcome.out
    assert {path.name for path in exports.iterdir()} == {"a2mid", "notes", "readme.txt", "linked"}
    assert (elsewhere / "export.json").exists()


def test_a_service_holds_what_it_serves(three: Settings) -> None:
    """The release of a running app counts as read until the app is closed."""
    app = create_app(three)
    path = three.build / "releases" / "a2mid"
    assert shelf.is_held(path)
    app.extensions["cnskg"].close()
    assert not shelf.is_held(path)


def test_what_a_build_left_behind_goes_when_it_is_old(three: Settings, run: Cli) -> None:
    """A folder of a build that broke off goes after a day; that of a build under way does not."""
    folder = three.build / "releases"
    for name, age in ((".building-old", 90_000), (".building-now", 60)):
        (folder / name).mkdir()
        when = (folder / name).stat().st_mtime - age
        os.utime(folder / name, (when, when))
    run("prune", "--keep", "9")
    assert there(three) == {*NAMES, ".building-now"}


def test_a_release_of_other_inputs_is_stale(three: Settings) -> None:
    """A release of the digest of what is here is not stale; one of another digest or version is, with the reason."""
    release = current_release(three)
    assert staleness(release, "a2mid") == ""
    assert "built by cnskg 0.0.test" in staleness(release, "ffff")
    same_version = replace(release, manifest=release.manifest | {"version": __version__})
    assert "would give ffff" in staleness(same_version, "ffff")


def test_a_service_tells_that_its_release_is_stale(three: Settings, caplog: pytest.LogCaptureFixture) -> None:
    """In the log at its start and when it follows the link, and at /readyz, which stays 200; not where it is not."""
    fresh = make_release(three.build, input_digest(three.content))
    write_manifest(fresh.path, fresh.manifest | {"version": __version__})
    app = create_app(three)
    state, client = app.extensions["cnskg"], app.test_client()
    try:
        told = client.get("/readyz")
        assert told.status_code == 200
        assert "built by cnskg 0.0.test" in told.json["stale"]
        assert "release a2mid is stale" in caplog.text
        switch_release(three, fresh.path)
        state._looked = 0.0
        assert client.get("/readyz").json == {"status": "ok", "release": fresh.digest}
        caplog.clear()
        switch_release(three, three.build / "releases" / "b3new")
        state._looked = 0.0
        client.get("/readyz")
        assert "release b3new is stale" in caplog.text
    finally:
        state.close()


@pytest.mark.parametrize(
    ("release", "flags", "builds"),
    [
        ("none", [], True),
        ("stale", [], False),
        ("stale", ["--build-if-stale"], True),
        ("stale", ["--no-build"], False),
        ("damaged", ["--build-if-stale"], True),
        ("fresh", ["--build-if-stale"], False),
    ],
)
def test_when_serving_builds(release: str, flags: list[str], builds: bool, three: Settings, run: Cli,
                             monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    """Without a release always, with a stale one where that is asked for, and never against --no-build."""
    built: list[str] = []
    monkeypatch.setattr(build, "run", lambda *_: built.append("built"))
    monkeypatch.setattr(server, "main", lambda _, **__: 0)
    if release == "none":
        (three.build / "current").unlink()
    elif release == "damaged":
        (three.build / "current" / "void.ttl").unlink()
    elif release == "fresh":
        switch_release(three, make_release(three.build, input_digest(three.content)).path)
    outcome = run("serve", "--port", "0", *flags)
    assert (outcome.code, bool(built)) == (0, builds), outcome.err


def test_serving_without_a_release_and_without_a_build_is_an_error(
    three: Settings, run: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    """--no-build ends with exit code 2 where there is no release; it does not go with --build-if-stale."""
    monkeypatch.setattr(build, "run", lambda *_: pytest.fail("it builds"))
    (three.build / "current").unlink()
    outcome = run("serve", "--no-build", "--port", "0")
    assert outcome.code == 2
    assert "there is no release" in outcome.err
    assert run("serve", "--no-build", "--build-if-stale").code == 2
