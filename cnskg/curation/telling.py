"""A verdict told: in lines for people, in JSON, and in SARIF 2.1.0, which forges show beside the lines of a change."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any
from urllib.parse import quote

from .. import namespaces as ns
from ..findings import Finding
from .checking import Verdict

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
#: The levels of SARIF by our severities.
LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def as_text(verdict: Verdict, old: bool = True) -> str:
    """One finding after another, and the counts; warnings that the release has too are left out unless `old`."""
    lines = [str(one) for one in verdict.findings if old or one.severity == "error" or verdict.is_new(one)]
    counted = len(verdict.findings)
    held = f"{verdict.statements} statements" if verdict.statements or not verdict.mappings else ""
    rows = f"{verdict.mappings} mappings" if verdict.mappings else ""
    lines.append(f"{verdict.files} files, {', '.join(filter(None, (held, rows)))}, {counted} findings")
    if warnings := counted - len(verdict.errors):
        lines[-1] += f": {len(verdict.errors)} errors, {warnings} warnings{since(verdict)}"
        lines[-1] += " (--all tells the others)" * (len(lines) <= counted)
    if verdict.elsewhere:
        lines.append(
            f"{verdict.elsewhere} findings in other files, as far as these were looked at; `cnskg check` looks at all"
        )
    if verdict.left_out:
        lines.append(verdict.left_out)
    return "\n".join(lines)


def since(verdict: Verdict) -> str:
    """How many of the warnings are new, in words."""
    if not verdict.release:
        return " (there is no release to hold them against)"
    new = sum(one.severity != "error" and verdict.is_new(one) for one in verdict.findings)
    return f", {new} of these warnings new since release {verdict.release}"


def as_json(verdict: Verdict) -> str:
    """One object: the counts, and a list of findings; `new` is null where there is no release to tell."""
    told = {
        "files": verdict.files,
        "statements": verdict.statements,
        "elsewhere": verdict.elsewhere,
        "leftOut": verdict.left_out or None,
        "release": verdict.release or None,
        "findings": [
            asdict(one) | {"new": verdict.is_new(one) if verdict.release else None} for one in verdict.findings
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


def as_sarif(verdict: Verdict) -> str:
    """A SARIF log of one run; paths are those below the folder of the content, lines those of the files."""
    from .. import __version__  # here: reading metadata slows every other start

    used = sorted({one.rule for one in verdict.findings})
    driver = {
        "name": "cnskg",
        "version": __version__,
        "informationUri": ns.BASE,
        "rules": [{"id": name, "shortDescription": {"text": verdict.rules.get(name, name)}} for name in used],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(verdict, one, used.index(one.rule)) for one in verdict.findings],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1)


def _result(verdict: Verdict, one: Finding, rule: int) -> dict[str, Any]:
    """A finding; that of a file as a whole stands at its first line, since forges show none without."""
    place = {"artifactLocation": {"uri": quote(one.file)}, "region": {"startLine": max(one.line, 1)}}
    found = {
        "ruleId": one.rule,
        "ruleIndex": rule,
        "level": LEVELS[one.severity],
        "message": {"text": f"{one.message}\n{one.hint}" if one.hint else one.message},
        "locations": [{"physicalLocation": place}],
    }
    return found | ({"baselineState": "new" if verdict.is_new(one) else "unchanged"} if verdict.release else {})


#: How a verdict can be told to programs; these get all findings, and which are new.
MACHINE: dict[str, Callable[[Verdict], str]] = {"json": as_json, "sarif": as_sarif}
