"""Build hook: the wheel's dependencies are the lines of runtime.in, written once."""

from pathlib import Path

from hatchling.metadata.plugin.interface import MetadataHookInterface


class DependenciesHook(MetadataHookInterface):
    """Read the runtime requirements for the package's metadata."""

    def update(self, metadata: dict) -> None:
        """Fill `dependencies` from requirements/runtime.in."""
        lines = (Path(self.root) / "requirements" / "runtime.in").read_text().splitlines()
        metadata["dependencies"] = [line for line in lines if line and not line.startswith(("#", "hatchling"))]
