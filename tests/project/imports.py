"""Reads which module imports which, from the source and without running it."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True)
class Import:
    """One import of the package's own code.

    Attributes:
        importer: The module that imports.
        imported: The module or package that it imports from.
        for_types: Whether only type checkers see it.
    """

    importer: str
    imported: str
    for_types: bool


@cache
def read_imports(folder: Path, packages: tuple[str, ...]) -> list[Import]:
    """List the imports of a package from the given packages, and of modules by their full names."""
    found: list[Import] = []
    for path in sorted(folder.rglob("*.py")):
        parts = path.relative_to(folder.parent).with_suffix("").parts
        package = parts[:-1]
        importer = ".".join(package if parts[-1] == "__init__" else parts)
        tree = ast.parse(path.read_text(encoding="utf-8"))
        nodes = list(ast.walk(tree))
        for_types = {id(node) for block in nodes if _is_for_types(block) for node in ast.walk(block)}
        for node in nodes:
            names = _imported_modules(node, package, folder.parent)
            found += [Import(importer, name, id(node) in for_types) for name in names if name.split(".")[0] in packages]
    return found


def _is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


def _imported_modules(node: ast.AST, package: tuple[str, ...], root: Path) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        parents = package[: len(package) - node.level + 1] if node.level else ()
        module = ".".join((*parents, node.module) if node.module else parents)
        for alias in node.names:
            # `from package import module` imports the module; any other name belongs to the package itself.
            is_module = root.joinpath(*module.split("."), f"{alias.name}.py").is_file()
            yield f"{module}.{alias.name}" if is_module else module


def find_cycles(imports: list[Import], modules: set[str]) -> list[list[str]]:
    """List the cycles of imports among modules, each from its first module round to the last one."""
    targets: dict[str, set[str]] = {module: set() for module in modules}
    for each in imports:
        if not each.for_types and each.imported in modules and each.imported != each.importer:
            targets[each.importer].add(each.imported)
    cycles: list[list[str]] = []
    finished: set[str] = set()

    def visit(module: str, path: list[str]) -> None:
        if module in path:
            cycles.append(path[path.index(module) :])
            return
        if module in finished:
            return
        for target in sorted(targets[module]):
            visit(target, [*path, module])
        finished.add(module)

    for module in sorted(modules):
        visit(module, [])
    return cycles
