"""axe-core, which finds what keeps people off a page: run in a tab of the browser."""

from __future__ import annotations

import json
from functools import cache

from tests.support.browser import Tab
from tests.support.node import FOLDER

SCRIPT = FOLDER / "node_modules" / "axe-core" / "axe.min.js"


@cache
def _script() -> str:
    return SCRIPT.read_text(encoding="utf-8")


def findings(tab: Tab, *rules: str) -> list[str]:
    """What axe finds on the page in a tab, by all its rules or by some: the rule, the place, what is wrong."""
    options = {"resultTypes": ["violations"]} | ({"runOnly": {"type": "rule", "values": rules}} if rules else {})
    if not tab.value("'axe' in window"):
        tab.value(f"{_script()}; null")
    found = tab.value(f"axe.run(document, {json.dumps(options)}).then(told => told.violations)")
    return [f"{one['id']} {place['target']}: {place['failureSummary']}" for one in found for place in one["nodes"]]
