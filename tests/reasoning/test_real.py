"""The curated data as data: consistent, HermiT and the rules agree, everything explained, the same bytes every time."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys

import pytest

from cnskg.checks import dates
from cnskg.checks.check import run_all
from cnskg.content.files import Content
from cnskg.explaining import contradictions, search
from cnskg.reasoning import derive, hermit
from tests.support import ROOT

DIGEST = """
import hashlib, sys
from pathlib import Path
from cnskg.content.files import Content
from cnskg.reasoning import derive
from tests.support.sample import explanations, make_content
import tempfile
with tempfile.TemporaryDirectory() as folder:
    result = derive.derive(Content.read(make_content(Path(folder).resolve() / "c")))
text = "\\n".join(str(t) for t in [*result.triples, *explanations(result)])
print(hashlib.sha256((text + str(result.by_rule)).encode()).hexdigest())
"""


def test_the_result_does_not_hang_on_the_hash_seed() -> None:
    """Triples, explanations and counts are the same, in the same order, whatever the seed."""
    digests = set()
    for seed in ("0", "1", "4711"):
        env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        done = subprocess.run([sys.executable, "-c", DIGEST], capture_output=True, text=True, env=env, check=True)
        digests.add(done.stdout.strip())
    assert len(digests) == 1
    assert len(digests.pop()) == len(hashlib.sha256().hexdigest())


@pytest.mark.slow
@pytest.mark.timeout(900)  # HermiT and a proof of every triple, over all that is curated
def test_the_curated_data_are_reasoned_over_in_full() -> None:
    """Consistent; HermiT entails what the rules derive; each inferred triple is proven from its leaves alone."""
    content = Content.read(ROOT)
    assert run_all(content, dates.CHECKS) == []
    result = derive.derive(content)
    contradictions.require(result)
    assert search.unproven(result) == []
    report = hermit.check(result)
    assert report.consistent
    assert (report.only_hermit, report.only_rules, report.unsatisfiable) == ([], [], [])
    assert report.compared > 1000
