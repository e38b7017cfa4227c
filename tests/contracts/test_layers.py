"""Every package has its place in the layers that lint-imports holds; a package left out would be held by nothing."""

import tomllib

from tests.contracts import source

WORDS_ONLY = {"locale"}


def test_every_package_is_in_the_layers():
    settings = tomllib.loads((source.ROOT / "pyproject.toml").read_text())
    contracts = settings["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    listed = {name.strip(" ()").removeprefix("bitim.") for layer in layers for name in layer.split("|")}
    packages = {path.parent.name for path in source.SOURCE.glob("*/__init__.py")} - WORDS_ONLY
    assert packages <= listed
