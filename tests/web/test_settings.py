"""The one table of settings: ranges that hold, texts that tell, and what of it the service publishes."""

from __future__ import annotations

from dataclasses import fields

import pytest

from cnskg.errors import UsageError
from cnskg.release.folder import Release
from cnskg.settings import TABLE, Settings, env_name, load
from tests.support import settings_table
from tests.support.cli import Cli
from tests.support.releases import app_for

NUMBERS = {one.name: one for one in fields(Settings) if one.type in ("int", "float")}
#: What a client need not know: where things lie and listen.
PRIVATE = {"content", "build", "sources", "host", "port", "proxies", "log", "metrics", "agent", "store"}


def test_every_number_has_a_range() -> None:
    """Each number lies between a least and a most, its default too; texts and folders have neither."""
    defaults = Settings()
    for name, one in TABLE.items():
        least, most = one.metadata["least"], one.metadata["most"]
        if name in NUMBERS:
            assert least < most
            assert least <= getattr(defaults, name) <= most
        else:
            assert (least, most) == (None, None)


@pytest.mark.parametrize("name", NUMBERS)
def test_the_range_holds(name: str) -> None:
    """Both ends of a range are taken, what lies beyond is refused by name, and so is what is no number."""
    one = NUMBERS[name]
    least, most = one.metadata["least"], one.metadata["most"]
    for value in (least, most):
        assert getattr(load({env_name(name): str(value)}), name) == value
    beyond = ["nan", "inf"] if one.type == "float" else []
    for text in (str(least - 1), str(most + 1), "-5", "x", "", *beyond):
        with pytest.raises(UsageError, match=env_name(name)) as caught:
            load({env_name(name): text})
        assert caught.value.hint


@pytest.mark.parametrize(
    ("arguments", "variables"),
    [
        (["query", "-"], {"CNSKG_WORKERS": "-1"}),
        (["query", "-"], {"CNSKG_DEADLINE_S": "-5"}),
        (["serve"], {"CNSKG_PORT": "999999"}),
        (["serve"], {"CNSKG_RATE": "nan"}),
        (["serve", "--port", "999999"], {}),
    ],
)
def test_a_value_out_of_range_is_one_message(run: Cli, arguments: list[str], variables: dict[str, str]) -> None:
    """From the environment or a flag, a number that cannot be is misuse: exit code 2, the range, no trace."""
    outcome = run(*arguments, **variables)
    assert (outcome.code, outcome.out) == (2, "")
    assert " to " in outcome.err
    assert "Traceback" not in outcome.err


@pytest.mark.parametrize(
    ("variable", "texts"),
    [
        ("CNSKG_HOST", ("", " ", "a b", "http://host/")),
        ("CNSKG_LOG", ("", "JSON", "json,text", "yaml")),
        ("CNSKG_METRICS", ("", "yes", "127.0.0.1")),
        ("CNSKG_SERVICES", ("x", "ftp://a.example/", "https://a.example/ b", "https://")),
    ],
)
def test_a_text_has_its_form(variable: str, texts: tuple[str, ...]) -> None:
    """A text that cannot be what its setting means is refused, and the message says what can be."""
    for text in texts:
        with pytest.raises(UsageError, match=variable) as caught:
            load({variable: text})
        assert "It may be " in caught.value.hint
    good = "https://a.example/sparql  http://127.0.0.1:9/x?y "
    assert load({"CNSKG_SERVICES": good}).services == good


@pytest.mark.parametrize("name", ["build", "content", "sources"])
def test_a_folder_has_a_name(name: str) -> None:
    """An empty name is not the working folder; a home that is not there is said not to be there."""
    for text in ("", " ", "~nobody-here/x"):
        with pytest.raises(UsageError, match=env_name(name)):
            load({env_name(name): text})


def test_settings_are_listed(run: Cli) -> None:
    """`cnskg settings` tells of each variable its meaning, unit, range, default, value in force, and if it is set."""
    rows = run("settings", CNSKG_PORT="9000").out.split("\n")
    assert [row.split()[0] for row in rows[:-1:3]] == [env_name(name) for name in TABLE]
    for told, one in zip(rows[1::3], TABLE.values(), strict=True):
        assert told.strip().startswith(f"({one.metadata['unit']}")
        assert (" to " in told) == (one.name in NUMBERS)
    assert "                     (seconds, 0.1 to 86400; default 30.0)" in rows
    at = rows.index(f"{'CNSKG_PORT':20s} {TABLE['port'].metadata['help']}")
    assert rows[at + 1 : at + 3] == [
        "                     (port, 0 to 65535; default 8000)",
        "                     9000 (set in the environment)",
    ]
    assert rows[-2].strip() == "8 (not set in the environment)"


def test_the_table_of_the_docs() -> None:
    """Each setting stands in docs/http-api.md with default, range, unit and meaning, as the table itself has them."""
    assert settings_table.table() in settings_table.DOCS.read_text(encoding="utf-8")


def test_limits_are_published(sample: Release) -> None:
    """What bears on a client stands at /limits, with the values in force; folders, addresses and ports do not."""
    with app_for(sample, deadline_s=7.5, queue=9, services="urn:b urn:a") as app:
        limits = app.test_client().get("/limits").json
    assert set(limits) == {one.name for one in fields(Settings)} - PRIVATE
    assert (limits["deadline_s"], limits["queue"], limits["services"]) == (7.5, 9, ["urn:a", "urn:b"])
