"""Which release a service serves, and what evaluates its queries: its own workers, or a store elsewhere."""

from __future__ import annotations

from ..errors import ReleaseError
from ..query.elsewhere import Elsewhere, published
from ..query.runner import Runner
from ..release.folder import Release, current_release, read_release
from ..settings import Settings


def served(settings: Settings) -> Release:
    """The release in use; with a store elsewhere, the one that the store holds, which must be here, too.

    Pages need its index and lists, and offer its dumps. Raises ReleaseError; for the store what `published` raises.
    """
    if not settings.store:
        return current_release(settings)
    digest = published(settings)
    if not digest:
        raise ReleaseError(
            "the store holds no whole release", hint="`cnskg publish` loads one; while it does so, there is none."
        )
    folder = settings.build / "releases" / digest
    if not folder.is_dir():
        raise ReleaseError(
            f"the store holds release {digest}, which is not under {settings.build}",
            hint="`cnskg unpack` takes it from an archive, or `cnskg publish` loads one that is here into the store.",
        )
    return read_release(folder)


def runner(settings: Settings) -> Runner:
    """A runner on that release. Raises as `served` does."""
    release = served(settings)
    return Runner(settings, release, Elsewhere(settings, release.digest) if settings.store else None)
