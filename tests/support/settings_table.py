"""The table of settings as docs/http-api.md shows it. `python -m tests.support.settings_table` writes it there."""

from __future__ import annotations

import re

from cnskg.settings import TABLE, Settings, env_name
from tests.support import ROOT

DOCS = ROOT / "docs" / "http-api.md"
#: defaults that depend on the machine are said in words
WORDS = {
    "content": "the checkout; installed: the one around the working folder, else the package's own",
    "build": "`build/`; installed: `~/.cache/cnskg`",
    "workers": "processors, at least 2",
}


def table() -> str:
    """One row a setting: variable, default, range, unit, meaning."""
    settings = Settings()
    lines = ["| variable | default | range | unit | meaning |", "| --- | --- | --- | --- | --- |"]
    for name, one in TABLE.items():
        about = one.metadata
        value = WORDS.get(name) or f"`{getattr(settings, name)}`".replace("``", "(none)")
        span = "" if about["least"] is None else f"{about['least']:.9g} – {about['most']:.9g}"
        lines.append(f"| `{env_name(name)}` | {value} | {span} | {about['unit']} | {about['help']} |")
    return "\n".join(lines)


if __name__ == "__main__":
    page = DOCS.read_text(encoding="utf-8")
    page = re.sub(r"\| variable \| default .*?(?=\n\n|\Z)", lambda _: table(), page, flags=re.DOTALL)
    DOCS.write_text(page.rstrip() + "\n", encoding="utf-8")
