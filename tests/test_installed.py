"""The package as a wheel installs it, content included: never written, and it names releases as a checkout does."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from cnskg.release.inputs import input_digest
from cnskg.settings import PACKAGE, TOPS
from cnskg.web.releases import NOTES
from tests.support import ROOT
from tests.support.content import lay_out

NEW = (
    "new",
    "entity",
    "laws",
    "--new-kind",
    "law-example-2030",
    "cns:Law",
    "--name",
    "en=Example Law (2030)",
    "--new-kind",
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of packages with cnskg in it, as pyproject.toml says that a wheel is packed."""
    folder = tmp_path_factory.mktemp("site")
    ignore = shutil.ignore_patterns("__pycache__", "_content", ".*")
    shutil.copytree(PACKAGE, folder / "cnskg", ignore=ignore)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    for source, target in project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"].items():
        if (ROOT / source).is_dir():
            shutil.copytree(ROOT / source, folder / target, ignore=ignore)
        else:
            shutil.copy(ROOT / source, folder / target)
    return folder


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A small checkout."""
    lay_out(tmp_path / "checkout", tmp_path / "texts")
    return tmp_path / "checkout"


def installed(site: Path, folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command line of the installed package, in a folder."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("CNSKG_")}
    return subprocess.run(
        [sys.executable, "-m", "cnskg", *words], cwd=folder, capture_output=True, text=True,
        env=plain | {"PYTHONPATH": str(site), "PYTHONDONTWRITEBYTECODE": "1"} | environment,
    )  # fmt: skip


def bytes_of(folder: Path) -> dict[str, bytes]:
    """All files of a folder."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_the_content_of_an_installed_package_is_not_written(site: Path, tmp_path: Path) -> None:
    """Commands that write say what they need, and change nothing; those that read work."""
    before = bytes_of(site)
    for words in (
        NEW,
        ("names", "china", "sv=Kina"),
        ("fmt",),
        ("new", "passage", "a", "b", "c", "d", "e", "--section", "1"),
    ):
        done = installed(site, tmp_path, *words)
        assert done.returncode == 2, done
        assert "belongs to the installed package" in done.stderr
        assert "CNSKG_CONTENT" in done.stderr
    assert installed(site, tmp_path, "find", "political security").returncode == 0
    assert bytes_of(site) == before


def test_in_a_checkout_the_checkout_is_written(site: Path, checkout: Path) -> None:
    """The checkout around the working folder is what an installed package works on; it says where it has written."""
    done = installed(site, checkout / "data", *NEW)
    assert (done.returncode, done.stdout) == (0, "entities/laws.ttl\n"), done.stderr
    assert "law-example-2030" in (checkout / "data" / "entities" / "laws.ttl").read_text(encoding="utf-8")
    assert "law-example-2030" in installed(site, checkout, "find", "Example Law (2030)").stdout


def test_elsewhere_the_whole_path_is_told(site: Path, checkout: Path, tmp_path: Path) -> None:
    """What lies outside of the working folder is told by its whole path."""
    (tmp_path / "elsewhere").mkdir()
    done = installed(site, tmp_path / "elsewhere", *NEW, CNSKG_CONTENT=str(checkout))
    assert done.stdout == f"{checkout.resolve()}/data/entities/laws.ttl\n"


def test_a_release_has_one_name(site: Path, tmp_path: Path) -> None:
    """The digest of the inputs is the same from the checkout and from the installed package."""
    code = (
        "from cnskg.release.inputs import input_digest; from cnskg.settings import PACKAGE, content_root; "
        "print(PACKAGE, content_root(), input_digest(content_root()))"
    )
    environment = os.environ | {"PYTHONPATH": str(site), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, env=environment, check=True
    )
    package, content, digest = done.stdout.split()
    assert (package, content) == (str(site / "cnskg"), str(site / "cnskg" / "_content"))
    assert digest == input_digest(ROOT)


def test_the_wheel_has_all_content() -> None:
    """Each folder of content is packed, where the package looks for it, and the notes that /changes shows."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    packed = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert packed == {name: f"cnskg/_content/{name}" for name in (*TOPS, NOTES)}
