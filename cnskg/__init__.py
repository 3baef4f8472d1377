"""cnskg: an open knowledge graph of China's comprehensive national security system.

    import cnskg
    kg = cnskg.open()

What the package offers is imported when somebody asks for it; `__init__.pyi` has its types.
"""

from importlib import import_module

#: Name -> the module of the package that has it.
_OFFERED = {
    "AmbiguousName": "api.naming",
    "Claim": "api.entities",
    "CnskgError": "errors",
    "Entity": "api.entities",
    "Explained": "api.explained",
    "Fact": "api.entities",
    "KnowledgeGraph": "api.graph",
    "Match": "api.naming",
    "PartialDate": "api.values",
    "Passage": "api.entities",
    "Proposition": "api.entities",
    "Stance": "api.entities",
    "Table": "api.table",
    "Text": "api.values",
    "UnknownName": "api.naming",
    "open": "api.opening",
}


def __getattr__(name: str) -> object:
    """`__version__`, from the metadata of the installed package, or what is offered: read when somebody asks."""
    if name == "__version__":
        from importlib.metadata import version  # here: it costs a start twice what all of Python does

        return version("cnskg")
    if name in _OFFERED:
        return getattr(import_module(f"{__name__}.{_OFFERED[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}", name=name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_OFFERED, "__version__"])
