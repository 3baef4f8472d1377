"""The operator's guide names what there is: settings, commands with their options, routes, fields, metrics, headers."""

from __future__ import annotations

import json
import logging
import re
import shlex
from typing import Any

import click
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.middleware import proxy_fix

from cnskg import settings
from cnskg.cli import cli
from cnskg.release.folder import Release
from cnskg.web import logs
from tests.support import ROOT
from tests.support.releases import app_for

PAGE = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")


def column(head: str) -> list[str]:
    """What stands in code in the first column of the table with this head."""
    block = re.search(rf"^\| {re.escape(head)} \|.*\n\| ---.*\n((?:\|.*\n?)+)", PAGE, re.M)
    assert block is not None, head
    return [name for row in block[1].strip().split("\n") for name in re.findall(r"`([^`]+)`", row.split(" | ")[0])]


def block(language: str) -> str:
    """The first fenced block of a language."""
    found = re.search(rf"```{language}\n(.*?)```", PAGE, re.S)
    assert found is not None
    return found[1]


def test_settings_exist() -> None:
    """Each variable of ours is a setting, and what the unit sets can be."""
    known = {settings.env_name(name) for name in settings.TABLE}
    assert set(re.findall(r"CNSKG_[A-Z_]+", PAGE)) <= known
    settings.load(dict(re.findall(r"Environment=(\w+)=(\S+)", block("ini"))))
    assert "TimeoutStopSec=45" in PAGE
    assert settings.Settings().deadline_s + 10 < 45


def test_commands_exist() -> None:
    """Each command has the options that are shown, and takes as many words as are shown."""
    shown = re.findall(r"`(cnskg [a-z][^`\n]*)`", PAGE) + re.findall(r"^(cnskg [a-z].*)$", PAGE, re.M)
    lines = {line.split("#")[0].strip() for line in shown}
    lines.add(re.findall(r"ExecStart=\S+/(cnskg .*)", PAGE)[0])
    assert len(lines) > 10
    for line in lines:
        name, *words = shlex.split(line)[1:]
        with cli.make_context("cnskg", [name], resilient_parsing=True) as context:
            command = cli.get_command(context, name)
            assert command is not None, line
            for word in words:
                if word.startswith("-"):
                    assert any(word in one.opts for one in command.params), line
            if words:
                command.make_context(name, list(words), parent=context)


def test_routes_exist(app: Flask) -> None:
    """Each route that is named is one of the app's."""
    rules = {str(rule) for rule in app.url_map.iter_rules()}
    named = set(re.findall(r"`(/[a-z]+)`", PAGE)) - {"/tmp"}
    assert named >= {"/readyz", "/metrics"}
    assert named <= rules


def test_fields_of_the_log(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    """The table has the fields of a line of the access log, and the text those that all lines have."""
    with caplog.at_level(logging.INFO, "cnskg.access"):
        client.get("/healthz")
    line = json.loads(logs.Line(as_json=True).format(caplog.records[-1]))
    for_all = {"time", "level", "logger", "message", "request", "traceback"}
    assert set(line) - for_all == set(column("field"))
    assert all(f"`{name}`" in PAGE for name in for_all)


def test_metrics_exist(client: FlaskClient) -> None:
    """The table has each metric of ours, and no metric that there is not; alerts name them, too."""
    client.get("/sparql?query=ASK")
    text = client.get("/metrics").text
    there = set(re.findall(r"^# HELP (\S+)", text, re.M))
    told = set(column("metric"))
    assert told <= there
    assert {name for name in there if name.startswith("cnskg_")} == {n for n in told if n.startswith("cnskg_")}
    used = set(re.findall(r"\bcnskg_[a-z_]+", block("yaml")))
    assert used <= there
    pool = set(re.findall(r'cnskg_pool\{what="(\w+)"\}', text))
    row = next(row for row in PAGE.split("\n") if row.startswith("| `cnskg_pool`"))
    assert set(re.findall(r"`(\w+)`", row)) - {"cnskg_pool"} == pool


def test_headers_of_proxies(sample: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    """The table has the headers that the service believes, and the proxies of the examples set each of them."""
    read: set[str] = set()
    environ: Any = proxy_fix.ProxyFix._get_real_value

    def noted(self: Any, trusted: int, value: str | None) -> str | None:
        found: str | None = environ(self, trusted, value)
        read.update({value} if value else ())
        return found

    monkeypatch.setattr(proxy_fix.ProxyFix, "_get_real_value", noted)
    told = column("header")
    values = {"X-Forwarded-For": "192.0.2.1", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "kg.example.org",
              "X-Forwarded-Prefix": "/kg", "X-Forwarded-Port": "444"}  # fmt: skip
    with app_for(sample, proxies=1) as app:
        app.test_client().get("/healthz", headers=values)
    assert {values[name] for name in told} == read - {"444"}
    assert [name for name in told if f"proxy_set_header {name} " not in block("nginx")] == []
    assert "X-Forwarded-Prefix" in block("caddy")


def test_each_setting_of_an_operator_is_named() -> None:
    """What only an operator sets is on the page."""
    for name in ("build", "port", "proxies", "log", "metrics", "workers", "slow_workers", "memory_mb", "deadline_s"):
        assert settings.env_name(name) in PAGE


def test_every_command_on_releases_is_named() -> None:
    """Whoever operates a service finds the commands for it here."""
    for name in ("serve", "build", "releases", "use", "prune", "pack", "unpack"):
        assert isinstance(cli.get_command(click.Context(cli), name), click.Command)
        assert f"cnskg {name}" in PAGE
