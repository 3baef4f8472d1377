"""The long soak: `python -m tests.benchmarks.soak [REQUESTS] [--idle N]` prints what came of it.

20,000 requests by default, while N other connections ask nothing (none by default).
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from cnskg.release.folder import switch_release
from tests.support.load import soak
from tests.support.releases import make_release, make_settings
from tests.support.service import running


def main(requests: int, idle: int) -> int:
    """Run it; exit code 1 where an answer was wrong or lost."""
    with tempfile.TemporaryDirectory() as folder:
        build = Path(folder)
        switch_release(make_settings(build), make_release(build, "soak", noise=3000).path)
        with running(build=build) as service:
            found = soak(service.url, service.pid, requests, idle=idle)
    memory, seconds, outcome = found["memory_kb"], found["seconds"], found["outcome"]
    fifth = max(1, len(memory) // 5)
    first, last, most = memory[fifth] >> 10, memory[-1] >> 10, max(memory) >> 10
    lines = [
        f"requests          {requests} in {seconds:.0f} s ({requests / seconds:.0f}/s, 8 clients)",
        f"outcome           {outcome}",
        f"idle connections  {idle} held, {found['connections']} opened for that",
        f"web process, MiB  after a fifth {first}, at the end {last}, most {most}",
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    return 0 if set(outcome) <= {"right", "killed"} else 1


if __name__ == "__main__":
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("requests", type=int, nargs="?", default=20_000)
    given.add_argument("--idle", type=int, default=0)
    wanted = given.parse_args()
    sys.exit(main(wanted.requests, wanted.idle))
