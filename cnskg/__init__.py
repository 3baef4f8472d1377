"""cnskg: an open knowledge graph of China's comprehensive national security system."""


def __getattr__(name: str) -> str:
    """`__version__`, from the metadata of the installed package, read when somebody asks."""
    if name == "__version__":
        from importlib.metadata import version  # here: it costs a start twice what all of Python does

        return version("cnskg")
    raise AttributeError(name)
