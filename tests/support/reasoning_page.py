"""The patterns and worked examples of docs/reasoning.md, as the page has them."""

from __future__ import annotations

import re

from tests.support import ROOT

PAGE = (ROOT / "docs" / "reasoning.md").read_text(encoding="utf-8")
PATTERNS = re.findall(
    r"^### (.+?)\n\n(.+?)\n\n`(.+?)`\n.*?^\*(.+?)\*\n\n```sparql\n(.+?)\n```", PAGE.split("## Patterns")[1], re.M | re.S
)
EXAMPLES = re.findall(r"^\$ cnskg explain --files (\S+) (\S+) (\S+)( --why-not)?\n(.+?)\n```", PAGE, re.M | re.S)
