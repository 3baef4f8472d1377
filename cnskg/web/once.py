"""What is made once of a release and kept as long as it is asked, for what each page would make anew."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from flask import current_app

from .state import here

#: Releases of which something is kept: the one in use, the one before it, and one that is asked by its own address.
MOST_KEPT = 3
_LOCK = threading.Lock()
T = TypeVar("T")


def once(key: Hashable, make: Callable[[], T]) -> T:
    """What `make` gives of the release of this request; what fails is made anew the next time."""
    digest = here().release.digest
    with _LOCK:
        releases: OrderedDict[str, dict[Hashable, Any]] = current_app.extensions.setdefault("cnskg-once", OrderedDict())
        made = releases.setdefault(digest, {})
        releases.move_to_end(digest)
        while len(releases) > MOST_KEPT:
            releases.popitem(last=False)
    if key in made:
        found: T = made[key]
        return found
    new = make()
    if here().release.digest == digest:  # else another was taken up meanwhile, and nobody knows of which this is
        made[key] = new
    return new
