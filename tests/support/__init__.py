"""What the tests and the benchmarks share: fixtures stand in the conftests, everything else stands here."""

from pathlib import Path

#: the checkout
ROOT = Path(__file__).resolve().parents[2]
