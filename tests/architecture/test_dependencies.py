"""What the application imports is what running installs; tools for tests are not there."""

import ast
import re
import sys
from importlib.metadata import packages_distributions

from tests.house.environment import REPOSITORY
from tests.house.source import modules, parsed

OPTIONAL = {"pyspark"}  # loaded only by an installation with a cluster
OWN = {"config", "stellwerk"}


def imported() -> dict[str, str]:
    """Return the packages that the application imports, each with a module that does."""
    found = {}
    for path in [*modules("stellwerk"), *modules("config")]:
        for node in ast.walk(parsed(path)):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
            found |= {name.partition(".")[0]: str(path.relative_to(REPOSITORY)) for name in names}
    return {
        name: path for name, path in found.items() if name not in {*sys.stdlib_module_names, *OWN, *OPTIONAL}
    }


def test_whatever_is_imported_is_installed_for_running() -> None:
    text = (REPOSITORY / "requirements" / "run.txt").read_text(encoding="utf-8")
    pinned = set(re.findall(r"^([a-z0-9-]+)==", text, re.MULTILINE))
    homes = packages_distributions()

    missing = {
        name: path
        for name, path in imported().items()
        if not {re.sub(r"[-_.]+", "-", home).lower() for home in homes.get(name, [])} & pinned
    }

    assert {"django", "duckdb", "rdflib"} <= imported().keys()
    assert missing == {}
