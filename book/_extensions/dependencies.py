"""On which modules of the package, and on which data, the cells of a chapter depend.

Python reads a package's ``__init__`` whole, but a chapter that takes one model from it does not change when another
model does. So imports are followed name by name: ``from derived.linear_models import Ridge`` leads through the
``__init__`` to the module that defines `Ridge`, and on to what that module imports. Where the names are not known (a
star, a package passed on as an object), and where modules enter themselves in the tables of others, all modules of the
package count. Of a module counts what it does, not its comments and docstrings.
"""

from __future__ import annotations

import ast
import hashlib
import re
import sys
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from pathlib import Path

Needs = frozenset[str]
AS_TEXT = " as text"  # after the name of a module whose very text is read
MAGIC = re.compile(r"^\s*[%!].*$", re.MULTILINE)


class Module:
    """A module of the package.

    Parameters
    ----------
    name : str
        With dots.
    path : Path
        Its file; of a package, the ``__init__``.
    """

    def __init__(self, name: str, path: Path):
        self.name, self.path = name, path
        self.is_package = path.name == "__init__.py"
        self.tree = ast.parse(path.read_text("utf-8"))

    @cached_property
    def names(self) -> dict[str, tuple[str, str | None]]:
        """What it imports at its top, by the names it gives: the module, and the name in it, if it is one."""
        return dict(_imported(self.tree.body))

    @cached_property
    def only_passes_on(self) -> bool:
        """Whether, when it is read, it does nothing but import and define."""
        return all(_is_quiet(statement) for statement in self.tree.body)

    @cached_property
    def enters_itself(self) -> bool:
        """Whether, when it is read, it changes an object of another module of its package, or is given to one."""
        package = ".".join(self.name.split(".")[:2])
        near = {given for given, (source, _) in self.names.items() if f"{source}.".startswith(f"{package}.")}
        for statement in self.tree.body:
            targets = statement.targets if isinstance(statement, ast.Assign) else []
            targets = [statement.target] if isinstance(statement, ast.AugAssign) else targets
            places = [root(t) for t in targets if not isinstance(t, ast.Name) or isinstance(statement, ast.AugAssign)]
            decorators = getattr(statement, "decorator_list", [])
            places += [root(d.func) for d in decorators if isinstance(d, ast.Call)]
            calls = statement.value if isinstance(statement, ast.Expr) else None
            places += [root(calls.func)] if isinstance(calls, ast.Call) else []
            if near.intersection(places):
                return True
        return False

    @cached_property
    def code(self) -> bytes:
        """What it does, without comments, docstrings, and what it only passes on."""
        tree = ast.parse(self.path.read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and node.body:
                first = node.body[0]
                if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                    node.body = node.body[1:] or [ast.Pass()]
        if self.is_package:
            tree.body = [s for s in tree.body if not isinstance(s, ast.ImportFrom) and not _is_list_of_names(s)]
        return ast.dump(tree).encode()

    @cached_property
    def data(self) -> bytes:
        """What lies beside it: the names of the files and their contents."""
        beside = sorted(p for p in self.path.parent.iterdir() if p.is_file() and p.suffix not in (".py", ".pyc"))
        return b"".join(path.name.encode() + b"\0" + path.read_bytes() + b"\0" for path in beside)


class Package:
    """The package as its files say it, without reading it into Python.

    Parameters
    ----------
    folder : Path
        In which the package lies.
    name : str
        Of the package.
    """

    def __init__(self, folder: Path, name: str = "derived"):
        self.folder, self.name = folder, name
        self.modules = {module.name: module for module in self._found()}
        self._closures: dict[str, Needs] = {}

    def _found(self) -> Iterator[Module]:
        for path in sorted((self.folder / self.name).rglob("*.py")):
            parts = path.relative_to(self.folder).with_suffix("").parts
            yield Module(".".join(parts[:-1] if parts[-1] == "__init__" else parts), path)

    def needed_by(self, source: str) -> Needs:
        """The modules on which some code depends, directly or not."""
        try:
            tree = ast.parse(MAGIC.sub("", source))
        except SyntaxError:
            return frozenset(self.modules)
        return self._closed(self._asked(tree)) | self._read_as_text(tree)

    def state(self, needs: Iterable[str]) -> str:
        """A hash of what some modules do, and of the data beside them."""
        digest = hashlib.sha256(sys.version.encode())
        for name in sorted(needs):
            module = self.modules[name.removesuffix(AS_TEXT)]
            code = module.path.read_bytes() if name.endswith(AS_TEXT) else module.code
            digest.update(name.encode() + b"\0" + code + b"\0" + module.data)
        return digest.hexdigest()[:16]

    def _read_as_text(self, tree: ast.AST) -> Needs:
        """The modules whose own files some code asks for."""
        names = dict(_imported(ast.walk(tree)))
        found: set[str] = set()
        for node in (n for n in ast.walk(tree) if isinstance(n, ast.Attribute) and n.attr in ("__file__", "__path__")):
            if isinstance(node.value, ast.Name) and node.value.id in names:
                source, name = names[node.value.id]
                found |= self._whole(f"{source}.{name}" if name else source)
        return frozenset(name + AS_TEXT for name in found)

    def _closed(self, asked: Needs) -> Needs:
        found, waiting = set(), [*asked]
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting += self._needs(name) - found
        return frozenset(found)

    def _needs(self, name: str) -> Needs:
        """The modules that one needs to do what it does."""
        if name not in self._closures:
            module = self.modules[name]
            needs = {parent for parent in _parents(name)}
            if not module.is_package or not module.only_passes_on:
                needs |= self._asked(module.tree)
            around = self._around(name)
            if any(self.modules[sibling].enters_itself for sibling in around):
                needs |= {*around}
            self._closures[name] = frozenset(needs - {name})
        return self._closures[name]

    def _around(self, name: str) -> list[str]:
        """The modules of the package at the second level in which one lies: ``derived.algebra`` and all below it."""
        top = ".".join(name.split(".")[:2])
        return (
            [other for other in self.modules if other == top or other.startswith(f"{top}.")] if top != self.name else []
        )

    def _asked(self, tree: ast.AST) -> Needs:
        """The modules from which some code takes names."""
        asked: set[str] = set()
        for given, (source, name) in _imported(ast.walk(tree)):
            if (source, name) in (("importlib", None), ("importlib", "import_module")):  # anything may be read then
                asked |= {*self.modules}
            if source.split(".")[0] != self.name:
                continue
            if name == "*":
                asked |= self._whole(source)
            elif name is not None and f"{source}.{name}" not in self.modules:
                asked |= self._defining(source, name)
            else:
                asked |= self._used(tree, given, f"{source}.{name}" if name else source)
        return frozenset(asked & {*self.modules})

    def _used(self, tree: ast.AST, given: str, source: str) -> set[str]:
        """The modules behind what is taken from a module by dots; all it passes on, if it is used in another way."""
        if not self.modules[source].is_package:
            return {source}
        dotted = [n for n in ast.walk(tree) if isinstance(n, ast.Attribute) and isinstance(n.value, ast.Name)]
        attributes = [n for n in dotted if n.value.id == given]  # type: ignore[attr-defined]
        uses = sum(isinstance(n, ast.Name) and n.id == given for n in ast.walk(tree))
        if uses > len(attributes):
            return self._whole(source)
        behind = {source}.union(*(self._defining(source, n.attr) for n in attributes))
        passed_on = (f"{source}.{n.attr}" for n in attributes)
        return behind.union(*(self._whole(name) for name in passed_on if name in self.modules))

    def _defining(self, source: str, name: str) -> set[str]:
        """The module that defines a name, found through all that pass it on, and these themselves."""
        module = self.modules.get(source)
        if module is None:
            return set()
        if name.startswith("__"):  # __file__, __version__
            return {source}
        if f"{source}.{name}" in self.modules:
            return {source, f"{source}.{name}"}
        if name in module.names and module.is_package:
            further, there = module.names[name]
            return {source} | (self._defining(further, there) if there else {further})
        return {source} | (self._whole(source) if module.is_package and not _defines(module.tree, name) else set())

    def _whole(self, source: str) -> set[str]:
        """A module and all that it passes on; of a package, all that lies in it."""
        return {other for other in self.modules if other == source or other.startswith(f"{source}.")}


def _imported(nodes: Iterable[ast.AST]) -> Iterator[tuple[str, tuple[str, str | None]]]:
    """The names that imports give, with the module and the name in it."""
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                yield alias.asname or alias.name, (node.module, alias.name)
        elif isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.asname or alias.name.split(".")[0], (alias.name, None)


def _parents(name: str) -> Iterator[str]:
    parts = name.split(".")
    return (".".join(parts[:k]) for k in range(1, len(parts)))


def _is_quiet(statement: ast.stmt) -> bool:
    """Whether a statement at the top of a module only imports, defines or says something."""
    says = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    defines = isinstance(statement, ast.FunctionDef | ast.ClassDef) and not statement.decorator_list
    return isinstance(statement, ast.Import | ast.ImportFrom) or says or defines or _is_list_of_names(statement)


def _is_list_of_names(statement: ast.stmt) -> bool:
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    return any(isinstance(target, ast.Name) and target.id == "__all__" for target in targets)


def _defines(tree: ast.Module, name: str) -> bool:
    """Whether a module gives a value to a name at its top."""
    for statement in tree.body:
        if getattr(statement, "name", None) == name:
            return True
        targets = getattr(statement, "targets", [getattr(statement, "target", None)])
        if any(isinstance(n, ast.Name) and n.id == name for t in targets if t is not None for n in ast.walk(t)):
            return True
    return False


def root(node: ast.AST) -> str | None:
    """The name with which a place begins: a of a.b[c]."""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else None


@lru_cache(maxsize=1)
def _package(folder: Path, stamps: tuple[tuple[str, int], ...]) -> Package:
    return Package(folder)


def package_in(folder: Path) -> Package:
    """The package that lies in a folder, read anew when one of its files has changed."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc")
    return _package(folder, tuple((str(path), path.stat().st_mtime_ns) for path in files))
