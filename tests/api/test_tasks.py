"""Ten usual tasks with three libraries: each gives the same answer, and the documents tell their lengths."""

from __future__ import annotations

import warnings
from copy import copy
from typing import Any

import pytest

from tests.support import tasks_table
from tests.support.content import Small

TASKS = {one["name"]: one for one in tasks_table.read()["task"]}


def run(code: str, given: dict[str, Any]) -> dict[str, Any]:
    """What a piece of code leaves behind, which finds what is given."""
    known = dict(given)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # what rdflib and SPARQLWrapper deprecate of their own
        exec(code, known)
    return known


@pytest.fixture(scope="module")
def opened(built_once: Small, service: str) -> dict[str, dict[str, Any]]:
    """What the set-up of each library leaves behind."""
    places = {
        "folder": built_once.build,
        "url": f"{service}/sparql",
        "dump": built_once.release / "dumps" / "cnskg.trig",
    }
    made = {}
    for way, code in tasks_table.read()["setup"].items():
        made[way] = run(code, places)
    return made


@pytest.mark.slow
@pytest.mark.parametrize("name", TASKS)
def test_a_task_has_one_answer(opened: dict[str, dict[str, Any]], name: str) -> None:
    """Whatever the library, the answer is the same, and is one."""
    answers = {}
    for way in tasks_table.WAYS:
        given = {key: copy(value) if key == "endpoint" else value for key, value in opened[way].items()}
        answers[way] = run(TASKS[name][way], given)["answer"]  # an endpoint keeps the format that a task has set
    assert answers["cnskg"]
    assert answers["SPARQLWrapper"] == answers["rdflib"] == answers["cnskg"]


def test_the_documents_tell_their_lengths() -> None:
    """The table of docs/python.md is made of the tasks."""
    assert tasks_table.DOCS.read_text(encoding="utf-8") == tasks_table.page()
    assert len(TASKS) == 10
