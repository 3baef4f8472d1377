"""How much runaway queries slow down cheap ones: p95 of 200 cheap queries, idle and beside eight runaways."""

from __future__ import annotations

import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

from cnskg.release.folder import switch_release
from tests.support.http import ask
from tests.support.load import NEVER, laws
from tests.support.releases import make_release, make_settings
from tests.support.service import running


def p95(url: str) -> float:
    """Milliseconds within which 95 of 100 cheap queries are answered."""
    times = []
    for _ in range(200):
        began = time.perf_counter()
        assert laws(url)
        times.append((time.perf_counter() - began) * 1000)
    return statistics.quantiles(times, n=20)[-1]


def main() -> int:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        build = Path(folder)
        switch_release(make_settings(build), make_release(build, "isolation", noise=3000).path)
        with running(build=build, deadline_s=30) as service:
            p95(service.url)
            idle = p95(service.url)
            threads = [threading.Thread(target=ask, args=(service.url, NEVER)) for _ in range(8)]
            for thread in threads:
                thread.start()
            time.sleep(0.05)
            at_once = p95(service.url)
            time.sleep(2)
            loaded = p95(service.url)
            flying = sum(thread.is_alive() for thread in threads)
            for thread in threads:
                thread.join()
    sys.stdout.write(
        f"p95 idle {idle:.1f} ms; as the eight start {at_once:.1f} ms ({at_once / idle:.1f} times); "
        f"beside {flying} of them {loaded:.1f} ms ({loaded / idle:.1f} times)\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
