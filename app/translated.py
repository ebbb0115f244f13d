"""Python modules that a browser needs as well, as JavaScript: ``python -m app.translated`` writes ``static/made/``.

What a reply says and refuses is decided by the same lines wherever it is worked out. PScript translates them; it is
needed by who changes them alone, for what comes of it is kept beside the page's own scripts. They are written in
what means the same in both languages: ``refused`` says what does not.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MADE = ROOT / "app/static/made"

#: The modules, by the name that each has there.
MODULES = {
    "sent": "app/sent.py",
    "cost": "app/cost.py",
    "entries": "app/entries.py",
    "in_force": "app/in_force.py",
    "asked": "app/asked.py",
    "changes": "app/changes.py",
    "address": "app/address.py",
    "numerals": "app/numerals.py",
    "titles": "app/titles.py",
    "pinned": "app/pinned.py",
    "marks": "app/marks.py",
    "listed": "optimizers/racing/listed.py",
    "noisy": "optimizers/racing/noisy.py",
    "endings": "optimizers/racing/endings.py",
    "scales": "optimizers/racing/scales.py",
    "standings": "optimizers/racing/standings.py",
    "terms": "surfaces/terms.py",
    "grammar": "surfaces/grammar.py",
}
#: What both languages have by themselves, each in its own way, by the script that has it.
GIVEN = {"surfaces.written": "../local/written.js", "surfaces.unreadable": "../local/unreadable.js"}
#: Modules of Python's that say something to a type checker alone.
UNSAID = ("__future__", "collections.abc", "typing")

HEAD = "// Made of {path} by app/translated.py, and not to be edited.\n\n"
#: Where what PScript brings is.
STANDARD = "standard"
#: How PScript makes an object, with every method bound to it, and how it is made here, where methods are only called.
BOUND, MADE_BY = "_pyfunc_op_instantiate(this, arguments)", "this.__init__(...arguments)"

_NODES: tuple[type[ast.AST], ...] = (
    *(ast.Module, ast.FunctionDef, ast.ClassDef, ast.arguments, ast.arg, ast.Assign, ast.AugAssign, ast.Return),
    *(ast.If, ast.For, ast.While, ast.Break, ast.Continue, ast.Raise, ast.Try, ast.ExceptHandler, ast.Expr),
    *(ast.BoolOp, ast.And, ast.Or, ast.BinOp, ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Pow),
    *(ast.UnaryOp, ast.Not, ast.USub, ast.Compare, ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.In),
    *(ast.NotIn, ast.Is, ast.IsNot, ast.IfExp, ast.Dict, ast.List, ast.Tuple, ast.ListComp, ast.comprehension),
    *(ast.Call, ast.Attribute, ast.Subscript, ast.Slice, ast.Constant, ast.JoinedStr, ast.FormattedValue, ast.Lambda),
    *(ast.Name, ast.Load, ast.Store),
)
#: Python's own functions that do the same there.
_BUILTINS = {"len", "min", "max", "abs", "isinstance", "str", "range", "enumerate", "any", "all"}


def translated() -> dict[str, str]:
    """The text of each script in ``static/made/``, by its file's name."""
    from pscript import py2js
    from pscript.stdlib import get_partial_std_lib

    made: dict[str, str] = {}
    functions: set[str] = set()
    methods: set[str] = set()
    for name, path in MODULES.items():
        tree = _parsed(path)
        taken, exported = dict(_imports(tree, path)), list(_defined(tree))
        tree.body = [_Bare().visit(node) for node in tree.body if not _unsaid(node)]
        known = set(exported).union(*taken.values())
        if why := next(refused(tree, known), None):
            raise ValueError(f"{path}, {why}")
        script = py2js(ast.unparse(tree), docstrings=False, inline_stdlib=False)
        body = script.replace(BOUND, MADE_BY)
        own, ways = script.meta["std_functions"] - {"op_instantiate"}, script.meta["std_methods"]
        functions |= own
        methods |= ways
        if own or ways:
            taken[f"./{STANDARD}.js"] = _standard(own, ways)
        lines = [f'import {{{", ".join(names)}}} from "{where}"' for where, names in taken.items()]
        public = [each for each in exported if not each.startswith("_")]
        made[f"{name}.js"] = "\n".join(
            [HEAD.format(path=path) + "\n".join(lines), body, f"export {{{', '.join(public)}}}\n"]
        )
    standard, names = get_partial_std_lib(functions, methods), ", ".join(_standard(functions, methods))
    made[f"{STANDARD}.js"] = f"{HEAD.format(path='PScript')}{standard}\n\nexport {{{names}}}\n"
    return made


def refused(tree: ast.Module, known: set[str]) -> Iterator[str]:
    """What of a module does not mean the same in both languages, with its line: such as ``sum``, which rounds twice.

    Beside kinds of statements that PScript has not, or reads in another way, these are formats of numbers, for which
    there is ``surfaces.written``; functions of Python's own that are not known to do the same; and whatever is called
    with names.
    """
    for node in ast.walk(tree):
        # A sign alone has no line.
        where = f"line {getattr(node, 'lineno', '?')}: "
        if not isinstance(node, _NODES):
            yield f"{where}{type(node).__name__}"
        elif isinstance(node, ast.FormattedValue) and (node.format_spec or node.conversion != -1):
            yield f"{where}a format of its own"
        elif isinstance(node, ast.JoinedStr) and any("{" in str(getattr(part, "value", "")) for part in node.values):
            yield f"{where}braces in a text with values in it"
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)) and node.decorator_list:
            yield f"{where}a decorator"
        elif isinstance(node, ast.Raise) and not (isinstance(node.exc, ast.Name) and node.exc.id[0].islower()):
            yield f"{where}an error that is made as it is raised"
        elif isinstance(node, ast.Call) and node.keywords:
            yield f"{where}an argument by its name"
        elif isinstance(node, (ast.For, ast.comprehension)) and _nested(node.target):
            yield f"{where}names within names"
        elif isinstance(node, ast.Name) and node.id in dir(builtins) and node.id not in _BUILTINS | known:
            yield f"{where}{node.id}"


class _Bare(ast.NodeTransformer):
    """Without types."""

    def visit_arg(self, node: ast.arg) -> ast.arg:
        node.annotation = None
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.returns = None
        return self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        if node.value is None:
            raise ValueError(f"line {node.lineno}: a type without a value")
        return ast.copy_location(ast.Assign([node.target], self.visit(node.value)), node)


def _parsed(path: str) -> ast.Module:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    tree.body = [
        node for node in tree.body if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
    ]
    return tree


def _standard(functions: set[str], methods: set[str]) -> list[str]:
    return [*(f"_pyfunc_{each}" for each in sorted(functions)), *(f"_pymeth_{each}" for each in sorted(methods))]


def _imports(tree: ast.Module, path: str) -> Iterator[tuple[str, list[str]]]:
    """The scripts that a module takes names from, and the names; types have none."""
    sources = {".".join(Path(source).with_suffix("").parts): name for name, source in MODULES.items()}
    for node in tree.body:
        if not isinstance(node, ast.ImportFrom) or node.module in UNSAID:
            continue
        names = [each.name for each in node.names]
        if node.module in GIVEN:
            yield GIVEN[node.module], names
        elif node.module in sources:
            there = set(_defined(_parsed(MODULES[sources[node.module]])))
            if said := [each for each in names if each in there]:
                yield f"./{sources[node.module]}.js", said
        else:
            raise ValueError(f"{path} takes from {node.module}, which has no script")


def _defined(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if _unsaid(node):
            continue
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            yield node.name
        elif isinstance(node, ast.Assign):
            yield from (each.id for each in ast.walk(node.targets[0]) if isinstance(each, ast.Name))


def _unsaid(node: ast.AST) -> bool:
    """What says something to readers and to a type checker alone."""
    if isinstance(node, ast.ClassDef):
        return any(isinstance(base, ast.Name) and base.id in ("TypedDict", "Protocol") for base in node.bases)
    return isinstance(node, (ast.Import, ast.ImportFrom))


def _nested(target: ast.AST) -> bool:
    return isinstance(target, ast.Tuple) and not all(isinstance(each, ast.Name) for each in target.elts)


def main() -> None:
    """Write the scripts, and take away those that are no longer made."""
    made = translated()
    for old in MADE.glob("*.js"):
        if old.name not in made:
            old.unlink()
    for name, text in made.items():
        (MADE / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
