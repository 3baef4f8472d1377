"""The command on the competency questions: which answers a change alters, and taking them over."""

from __future__ import annotations

from functools import partial
from pathlib import Path, PurePath

import click

from .. import settings
from ..content import questions as reading
from ..content.files import Content, Kind
from ..curation import answers
from ..curation.answers import Answer
from ..errors import ContentError, UsageError
from ..explaining.names import ReleaseNames
from ..nearest import nearest
from ..query import direct
from ..release.folder import Release, current_release
from ..release.inputs import facts_digest
from . import edge
from .curating import ours, place

#: Stands for all questions, which therefore none is called.
ALL = "all"


def answered(release: Release, content: Content) -> list[Answer]:
    """What a release answers to each question of the files."""
    ask = partial(direct.answer, direct.open_folder(release.store))
    return answers.compare(ask, reading.read(content))


def summary(found: list[Answer]) -> str:
    """How many answers stand; nothing where there is no question."""
    differ = sum(not answer.stands for answer in found)
    if not differ:
        return f"all answers to {len(found)} questions stand" if found else ""
    return f"{differ} of {len(found)} answers differ from what data/questions/ expects"


@click.command("questions")
@click.argument("slugs", metavar="[SLUG…|all]", nargs=-1)
@click.option("--changed", is_flag=True, help="Show the answers that differ, row by row: what came (+), what went (-).")
@click.option("--accept", is_flag=True, help="Write the answers to the questions that SLUG names into their files.")
def questions(slugs: tuple[str, ...], changed: bool, accept: bool) -> None:
    """Ask the current release the competency questions (all, or SLUG…), and say which answers differ from their files.

    Exit code 1 while some differ. A right new fact alters answers: build, look at the rows, then --accept takes them
    over.
    """
    known = settings.load()
    root = ours(known.content) if accept else known.content
    release = current_release(known)
    every = answered(release, Content.read(root, Kind.QUESTIONS))
    found = _chosen(slugs, every, accept)
    late = release.manifest.get("facts") != facts_digest(root)
    if late and (accept or changed):  # what it lacks would be told as a loss, which nobody is to take over
        raise ContentError(
            "the current release is not of the present facts, so that it does not tell what they alter",
            hint="Run `cnskg build` first.",
        )
    if late:
        edge.tell("the current release is not of the present facts; `cnskg build` makes one")
    if accept:
        _accept(root, found, every)
    else:
        _show(release, found, changed)


def _accept(root: Path, found: list[Answer], every: list[Answer]) -> None:
    """Write answers into their files, and say which, and how many others differ still."""
    altered = [answer for answer in found if not answer.stands]
    answers.accept(root, altered)
    for answer in altered:
        click.echo(f"accepted: {place(answer.question.path)} ({answer.change})")
    left = sum(not answer.stands for answer in every) - len(altered)
    click.echo(f"{len(altered)} answers accepted, {left} differ still")


def _chosen(slugs: tuple[str, ...], found: list[Answer], accept: bool) -> list[Answer]:
    """The answers to the questions named, by slug or file. Raises UsageError for one that there is not."""
    if accept and not slugs:
        raise UsageError("which answers?", hint=f"Name the questions, or say {ALL}.")
    if not slugs or slugs == (ALL,):
        return found
    known = {answer.question.slug: answer for answer in found}
    named = [PurePath(slug).name.removesuffix(".ttl") for slug in slugs]
    for slug in named:
        if slug not in known:
            near = ", ".join(nearest(slug, known))
            raise UsageError(
                f"there is no question {slug}", hint=f"Near: {near}." if near else "`cnskg questions` lists them."
            )
    return [known[slug] for slug in dict.fromkeys(named)]


def _show(release: Release, found: list[Answer], changed: bool) -> None:
    """The questions, or only the answers that differ, in words. Raises ContentError where there are such."""
    altered = [answer for answer in found if not answer.stands]
    if changed:
        name = ReleaseNames(direct.ask_folder(release.store)).name
        for answer in altered:
            click.echo(f"{place(answer.question.path)}: {answers.told(answer, name)}")
    else:
        for answer in found:
            state = f"differs ({answer.change})" if answer in altered else "stands"
            themes = ", ".join(answer.question.themes)
            click.echo(f"{answer.question.slug}: {state} [{themes}] {answer.question.wording}")
    if altered:
        look = "" if changed else "`cnskg questions --changed` shows the rows. "
        raise ContentError(summary(found), hint=look + answers.remedy())
    click.echo(summary(found) or "there is no question; data/questions/ would hold them")
