"""Two contracts that import-linter does not bring, both about packages that are not ours.

Its own kinds need a list of what is forbidden, which is never complete, or packages that somebody imports already;
these two say what is allowed.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any, cast

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class OnlyStandardLibrary(Contract):
    """Modules of ``modules`` import each other and the standard library, but for ``except_for``; nothing else."""

    type_name = "only_standard_library"

    modules = fields.SetField(subfield=fields.ModuleField())
    except_for = fields.SetField(subfield=fields.StringField(), required=False)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Looks at direct imports: what the standard library imports in its turn is its own affair."""
        ours = _with_descendants(graph, self.modules)
        allowed = sys.stdlib_module_names - (cast("set[str] | None", self.except_for) or set())
        return _verdict(
            (importer, imported)
            for importer in ours
            for imported in graph.find_modules_directly_imported_by(importer) - ours
            if imported.partition(".")[0] not in allowed
        )

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Names each import that is not allowed."""
        _name_imports(check)


class Confined(Contract):
    """Of all our modules, only ``allowed_importers`` and what is in them import the foreign ``packages`` directly."""

    type_name = "confined"

    packages = fields.SetField(subfield=fields.StringField())
    allowed_importers = fields.SetField(subfield=fields.ModuleField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """A package that nobody imports yet is confined all the same."""
        allowed = _with_descendants(graph, self.allowed_importers)
        return _verdict(
            (importer, package)
            for package in cast("set[str]", self.packages) & graph.modules
            for importer in graph.find_modules_that_directly_import(package) - allowed
        )

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Names each import that is not allowed."""
        _name_imports(check)


def _with_descendants(graph: ImportGraph, modules: Any) -> set[str]:
    names = {module.name for module in modules}
    if missing := names - graph.modules:
        raise ValueError(f"pyproject.toml speaks of modules that do not exist: {', '.join(sorted(missing))}")
    return names.union(*(graph.find_descendants(name) for name in names))


def _verdict(imports: Iterable[tuple[str, str]]) -> ContractCheck:
    found = sorted(imports)
    return ContractCheck(kept=not found, metadata={"imports": found})


def _name_imports(check: ContractCheck) -> None:
    for importer, imported in check.metadata["imports"]:
        output.print_error(f"- {importer} -> {imported}", bold=False)
    output.new_line()
