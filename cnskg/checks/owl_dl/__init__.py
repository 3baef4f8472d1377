"""The rules of OWL 2 DL that an ontology in RDF can break, as strictly as the OWL API reads them.

`terms`: every term declared, as what it is used as; no IRI both object, data or annotation property, no class that is
a datatype; built-in vocabulary used only as OWL 2 has it. `values`: only OWL 2 datatypes in axioms and on data
properties. `roles`: properties that are transitive or made of a chain nowhere where OWL wants a simple one; chains
regular. `expressions`: each anonymous expression said in full, used once, without a circle. (HermiT's own loading does
not notice most of these, and then leaves out what it cannot read.)

What the data files use, and with which kind of value, `statements` and `literals` check already: `PROFILE` is all of it
together. tests/checks/owl_dl_cases.toml holds single cases against the verdicts of the OWL API.
"""

from __future__ import annotations

from ..check import Check
from ..literals import ill_typed
from ..statements import unknown_term, wrong_kind
from . import expressions, roles, terms, values

CHECKS: tuple[Check, ...] = (*terms.CHECKS, *values.CHECKS, *roles.CHECKS, *expressions.CHECKS)
#: All that makes ontology and data OWL 2 DL.
PROFILE = (unknown_term, wrong_kind, ill_typed, *CHECKS)
