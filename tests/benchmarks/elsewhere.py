"""The ready questions asked of a Virtuoso: how many have the answer of our own workers, and how long all of them take.

A Virtuoso is started and the release loaded into it. Which questions differ is said by name, with their rows.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import click

from cnskg.content import questions
from cnskg.content.files import Content
from cnskg.errors import CnskgError
from cnskg.publishing.publish import publish
from cnskg.publishing.targets import GraphStore
from cnskg.query.direct import cell
from cnskg.query.elsewhere import Elsewhere
from cnskg.query.formats import only
from cnskg.query.runner import Runner
from cnskg.settings import content_root
from tests.support import virtuoso
from tests.support.own_build import OURS, real_release


def answers(runner: Runner, asked: Mapping[str, str]) -> tuple[dict[str, list[str]], float]:
    """The sorted rows by question, or what was said instead, and the seconds of all."""
    began = time.perf_counter()
    found = {slug: answer(runner, query) for slug, query in asked.items()}
    return found, time.perf_counter() - began


def answer(runner: Runner, query: str) -> list[str]:
    """The rows of one answer, sorted."""
    try:
        result = runner.run(query, only("json"))
    except CnskgError as error:
        return [f"{type(error).__name__}: {error.message}"]
    with result.file:
        if result.form == "boolean":
            return [str(result.truth()).lower()]
        names, rows = result.table()
        return sorted(" | ".join(cell(row.get(name)) for name in names) for row in rows)


def main() -> None:
    if not virtuoso.COMMAND:
        click.echo("there is no Virtuoso on this machine")
        return
    release = real_release()
    asked = {one.slug: one.query for one in questions.read(Content.read(content_root()))}
    with tempfile.TemporaryDirectory() as folder, virtuoso.running(Path(folder)) as url:
        began = time.perf_counter()
        publish(
            release,
            GraphStore(f"{url}/sparql-graph-crud-auth", f"{url}/sparql", virtuoso.USER, virtuoso.PASSWORD),
            lambda *_: None,
        )
        click.echo(f"loaded in {time.perf_counter() - began:.0f} s")
        front = replace(OURS, store=f"{url}/sparql")
        with Runner(OURS, release) as ours, Runner(front, release, Elsewhere(front, release.digest)) as theirs:
            here, own_s = answers(ours, asked)
            there, their_s = answers(theirs, asked)
    different = [slug for slug in asked if here[slug] != there[slug]]
    for slug in different:
        click.echo(f"  {slug}: {len(here[slug])} rows here, {len(there[slug])} there")
    click.echo(
        f"{len(asked) - len(different)} of {len(asked)} ready questions have the same answer;"
        f" {own_s:.1f} s here, {their_s:.1f} s there ({their_s / own_s:.2f} to 1)"
    )


if __name__ == "__main__":
    main()
