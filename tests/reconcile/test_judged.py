"""Which candidate is certain once hints are counted; without a release."""

from __future__ import annotations

from cnskg.reconciling.asked import Hint, Query
from cnskg.reconciling.matching import Candidate, judged
from cnskg.reconciling.types import Types
from cnskg.release.shape import Shape
from cnskg.search.entries import Entry

WHO = Entry("https://example.org/id/chen", ("cns:Person",), "people", ())


def test_a_hint_that_does_not_fit_undoes_a_match() -> None:
    """A whole name is certain, and with what the release says beside it still is; against that it is not."""
    query = Query("Chen", hints=(Hint("office", ("Minister",)),))
    types = Types({}, {}, Shape())
    for said, certain in (("Minister", True), ("Mayor", False)):
        known = {"office": {WHO.iri: [said]}}
        [one] = judged([Candidate(WHO, "Chen", 95.0, exact=True)], query, types, known, lambda _: False)
        assert one.match is certain
