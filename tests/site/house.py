"""What the tests of the house read: its files and who imports whom."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("healthplan", "documents", "search")


@cache
def files_of(*rooms: str) -> tuple[Path, ...]:
    """Every file under the named top-level directories, relative to the root."""
    found = (path for room in rooms for path in sorted((ROOT / room).rglob("*")) if path.is_file())
    return tuple(path.relative_to(ROOT) for path in found if "__pycache__" not in path.parts)


@cache
def modules() -> dict[str, ast.Module]:
    """Dotted name → syntax tree of every module of ours that the product runs."""
    found = {}
    for path in files_of(*PACKAGES):
        if path.suffix == ".py":
            parts = path.with_suffix("").parts
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            found[name] = ast.parse((ROOT / path).read_text(encoding="utf-8"), filename=str(path))
    return found


def imports(module: str, nodes: Iterable[ast.AST], tree: dict[str, ast.Module]) -> Iterator[str]:
    """The dotted names that `nodes` of `module` import; a name that is itself a module counts as that module."""
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            origin = _origin(module, node, tree)
            for alias in node.names:
                name = f"{origin}.{alias.name}"
                yield name if name in tree else origin


def _origin(module: str, node: ast.ImportFrom, tree: dict[str, ast.Module]) -> str:
    """The absolute name of what a `from … import` names, its dots resolved."""
    if not node.level:
        return node.module or ""
    is_package = any(name.startswith(module + ".") for name in tree)
    parts = module.split(".")
    parts = parts[: len(parts) - node.level + (1 if is_package else 0)]
    return ".".join([*parts, node.module] if node.module else parts)


def all_imports(tree: dict[str, ast.Module]) -> dict[str, set[str]]:
    """Module → all it imports anywhere, inside functions too."""
    return {name: set(imports(name, ast.walk(body), tree)) for name, body in tree.items()}


def imports_on_loading(tree: dict[str, ast.Module]) -> dict[str, set[str]]:
    """Module → those of ours it imports when it is loaded itself: not inside functions, not for types only."""
    return {name: {m for m in imports(name, body.body, tree) if m in tree and m != name} for name, body in tree.items()}


def circles(graph: dict[str, set[str]]) -> list[list[str]]:
    """Each way found from a module back to itself."""
    found: list[list[str]] = []
    done: set[str] = set()

    def walk(name: str, way: list[str]) -> None:
        if name in way:
            found.append([*way[way.index(name) :], name])
        elif name not in done:
            for other in sorted(graph.get(name, ())):
                walk(other, [*way, name])
            done.add(name)

    for name in sorted(graph):
        walk(name, [])
    return found
