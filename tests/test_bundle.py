"""The editor of the query page: bundled from what a lock file pins, and packed into each wheel."""

from __future__ import annotations

import json
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from frontend import bundle
from tests.support import ROOT

#: What stands for esbuild: it writes what it was asked for.
FAKE = "import fs from 'node:fs'; const out = process.argv.find(w => w.startsWith('--outdir=')).slice(9);\n"
FAKE += "fs.mkdirSync(out); for (const end of ['js', 'css']) fs.writeFileSync(`${out}/editor.${end}`, end);\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the sources, with nothing made of them yet."""
    folder = tmp_path / "frontend"
    folder.mkdir()
    for name in bundle.SOURCES:
        shutil.copy(bundle.FOLDER / name, folder)
    monkeypatch.setattr(bundle, "FOLDER", folder)
    monkeypatch.setattr(bundle, "TARGET", tmp_path / "built")
    return folder


def installed(folder: Path) -> int:
    """What npm would do, without the network: the packages of the lock file, and an esbuild."""
    for path in json.loads((folder / "package-lock.json").read_text(encoding="utf-8"))["packages"]:
        place = folder / path
        place.mkdir(parents=True, exist_ok=True)
        if path:
            about = {"name": path.removeprefix("node_modules/"), "version": "1", "license": "MIT", "author": "A"}
            (place / "package.json").write_text(json.dumps(about), encoding="utf-8")
    (folder / "node_modules" / "@zazuko" / "yasqe" / "LICENSE").write_text("All may use it.", encoding="utf-8")
    program = folder / "node_modules" / "esbuild" / "bin" / "esbuild"
    program.parent.mkdir()
    program.write_text(FAKE, encoding="utf-8")
    (program.parent / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    return 0


def test_what_is_made_is_made_once(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bundle is made of the files as they are; again only when one of them is another, and then without remains."""
    monkeypatch.setattr(bundle, "npm_ci", installed)
    assert not bundle.fresh()
    bundle.make()
    assert bundle.fresh()
    assert {path.name for path in bundle.TARGET.iterdir()} == {"editor.js", "editor.css", "licences.txt", "made-of.txt"}
    (bundle.TARGET / "old.js").touch()
    monkeypatch.setattr(bundle, "npm_ci", lambda _: pytest.fail("there is nothing to fetch"))
    bundle.make()
    monkeypatch.setattr(bundle, "npm_ci", installed)
    (here / "editor.css").write_text("/* another */", encoding="utf-8")
    assert not bundle.fresh()
    bundle.make()
    assert not (bundle.TARGET / "old.js").exists()


def test_whose_the_packages_are_is_told(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside the bundle stand the licences of what is in it, and of nothing that only makes it."""
    monkeypatch.setattr(bundle, "npm_ci", installed)
    bundle.make()
    told = (bundle.TARGET / "licences.txt").read_text(encoding="utf-8")
    assert "@zazuko/yasqe 1 (MIT), A\nAll may use it." in told
    assert "codemirror 1 (MIT), A" in told
    assert "esbuild" not in told


def test_where_npm_fails_it_is_said_what_to_do(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the registry the message names it, and nothing half made is left."""
    monkeypatch.setattr(bundle, "npm_ci", lambda _: 1)
    with pytest.raises(bundle.NotMadeError, match="Reach the npm registry"):
        bundle.make()
    assert not bundle.TARGET.exists()


def test_npm_runs_no_code_of_packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lock file alone is installed, and no install script is run."""
    ran: list[list[str]] = []
    done = subprocess.CompletedProcess([], 0)
    monkeypatch.setattr(bundle.subprocess, "run", lambda words, **_: ran.append(words) or done)
    assert bundle.npm_ci(tmp_path) == 0
    assert {"ci", "--ignore-scripts"} <= set(ran[0])


def test_all_packages_are_pinned_by_their_bytes() -> None:
    """The lock file has one version of each package, with the digest of what is fetched and no registry's address."""
    locked = json.loads((bundle.FOLDER / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    wanted = json.loads((bundle.FOLDER / "package.json").read_text(encoding="utf-8"))
    assert locked[""]["dependencies"] == wanted["dependencies"]
    assert locked[""]["devDependencies"] == wanted["devDependencies"]
    packages = {path: entry for path, entry in locked.items() if path}
    assert all(entry["integrity"].startswith("sha512-") for entry in packages.values())
    assert not [path for path, entry in packages.items() if "resolved" in entry]


def test_the_wheel_takes_the_bundle_along() -> None:
    """It is made before a wheel is packed, goes into it although git ignores it, and its sources into the sdist."""
    built = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]
    assert built["artifacts"] == [f"/{bundle.TARGET.relative_to(ROOT).as_posix()}/"]
    assert "custom" in built["targets"]["wheel"]["hooks"]
    assert {"frontend", "hatch_build.py"} <= set(built["targets"]["sdist"]["include"])
    assert f"/{bundle.TARGET.relative_to(ROOT).as_posix()}/\n" in (ROOT / ".gitignore").read_text(encoding="utf-8")


def test_the_script_asks_no_other_host() -> None:
    """Of what YASQE would ask of public services and keep in the browser, all is switched off."""
    text = (bundle.FOLDER / "editor.js").read_text(encoding="utf-8")
    for option in ("prefixCcApi: null", "persistenceId: null", "consumeShareLink: null", "createShareableLink: null"):
        assert option in text
    assert "fetchFromLov" not in text
