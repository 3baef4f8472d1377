"""Values: of datatypes that OWL 2 has, and in their form."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from ... import namespaces as ns
from ...content.files import DATA, Content, Kind
from ...rdf import OWL, RDF, RDFS, XSD
from ..check import Check, Fault, at, check
from ..datatypes import FORMS
from . import vocabulary as owl


@check("datatype", cases=("range", "value", "form"), allowed=map(ns.compact, owl.DATATYPES))
def datatype(content: Content) -> Iterator[Fault]:
    """Ranges of data properties, and the values that stand on them, are of OWL 2 datatypes, and of their form."""
    hint = "Use one of OWL 2, or make the property an annotation property."
    for source, t in content.statements(Kind.ONTOLOGY, *DATA):
        p, node = t.predicate.value, t.object
        used = ""
        if p == RDFS + "range" and "annotation" not in content.ontology.declared.get(t.subject.value, ()):
            used = node.value if node.value.startswith((XSD, RDF)) else ""
        elif isinstance(node, ox.Literal) and (p == OWL + "hasValue" or _is_data(content, p)):
            used = node.datatype.value
            form = FORMS.get(used)
            if source.kind != Kind.ONTOLOGY:  # what is unknown, or out of range, `ill-typed` tells; and ill-formed
                used = used if form and not content.ontology.ranges.get(p) else ""
            elif form and not form.fits(node.value):
                message = f"{node.value!r} has not the form of {ns.compact(used)}"
                yield at(source, t, message, f"Write {form.expected}.")
        if used and used not in owl.DATATYPES:
            yield at(source, t, f"{ns.compact(used)} is no datatype of OWL 2", hint)


def _is_data(content: Content, iri: str) -> bool:
    return "data" in content.ontology.declared.get(iri, ())


CHECKS: tuple[Check, ...] = (datatype,)
