"""cnskg: an open knowledge graph of China's comprehensive national security system."""

from importlib.metadata import version

__version__ = version("cnskg")
