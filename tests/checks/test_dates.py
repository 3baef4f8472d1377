"""When one time certainly lies before another."""

from __future__ import annotations

import pytest

from cnskg import namespaces as ns
from cnskg.checks.dates import before


@pytest.mark.parametrize(
    ("ours", "theirs", "certain"),
    [
        ({"2014"}, {"2016"}, True),
        ({"2014", "2020"}, {"2016"}, False),
        ({"2014"}, {"2010", "2016"}, False),
        ({"2014", "2015"}, {"2016", "2017"}, True),
        ({"2014"}, {"2014-06"}, False),
        ({"2017", "2017-03"}, {"2017-05"}, True),
        ({"2017-03"}, {"2017", "2017-05-01"}, True),
        ({"2014"}, set(), False),
        ({"2014"}, {"no form"}, False),
    ],
)
def test_all_of_the_one_lie_before_all_of_the_other(ours: set[str], theirs: set[str], certain: bool) -> None:
    """Several dates contradict others only where none of them leaves room, a bare year none that a day in it takes."""
    assert before({ns.TIME + t for t in ours}, {ns.TIME + t for t in theirs}) is certain
