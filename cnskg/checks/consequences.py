"""One fault, one finding: what is found only because something else is wrong is left out, and layout comes last.

What is left out comes back by itself once the cause is mended, if it was no consequence after all.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..content.files import Content
from ..findings import Finding

#: Of one thing: what follows, from which rule, and a word that then stands in what that rule says.
OF_A_THING = (
    ("claim-sentence", "incomplete-claim", "cns:sentence"),
    ("claim-sentence", "language", "cns:sentence"),
    ("claim-claimant", "incomplete-claim", "cns:claimant"),
    ("entity-label", "language", "skos:prefLabel"),
    ("entity-label", "entity-one-name-a-language", ""),
    ("entity-label", "no-label", ""),
    ("unreported-voice", "undescribed", ""),
)
#: Of one thing: what breaks its shapes, since a shape asks for the class of what it is linked to.
OF_SHAPES = "undescribed"
#: In one file: what follows, as far as names hang on what a proposition says.
OF_A_FILE = {"proposition-name": {"proposition-kinds", "unlisted-relation", "proposition-ends", "undescribed"}}
#: On one line: what else is amiss with a place that is still to be filled in.
UNFILLED = "unfilled"
#: What tells of how a file is laid out; `cnskg fmt` mends it when all else is right.
LAYOUT = {"not-canonical"}


def told(content: Content, found: Iterable[Finding], shapes: Iterable[str]) -> list[Finding]:
    """The findings without mere consequences, those of layout last in their file; `shapes` are the rules in shapes/."""
    known, of_shapes = list(found), set(shapes)
    files = {f.name: f for f in content.files}  # where things stand in a file takes long to find: only for faulty files

    def thing(one: Finding) -> tuple[str, str]:
        return one.file, files[one.file].places.subject_at(one.line) if one.file in files else ""

    words = {"", *(word for _, _, word in OF_A_THING)}
    said = {(*thing(one), one.rule, word) for one in known for word in words if word in one.message}
    rules = {(one.file, one.rule) for one in known}
    lines = {(one.file, one.line, one.rule) for one in known}
    wrong = {(one.file, one.line) for one in known if one.severity == "error" and one.rule not in of_shapes | LAYOUT}

    def follows(one: Finding) -> bool:
        if any(one.rule == rule and (*thing(one), cause, word) in said for rule, cause, word in OF_A_THING):
            return True
        if one.rule != UNFILLED and (one.file, one.line, UNFILLED) in lines:
            return True
        if any((one.file, cause) in rules for cause in OF_A_FILE.get(one.rule, ())):
            return True
        at_fault = (one.file, one.line) in wrong or (*thing(one), OF_SHAPES, "") in said
        return one.rule in of_shapes and at_fault

    kept = [one for one in known if not follows(one)]
    return sorted(kept, key=lambda one: (one.file, one.rule in LAYOUT, one))
