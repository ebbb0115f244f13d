"""The page's modules as one script: ``linked``.

A page in a file, or in a frame without an origin, may import no module, and from afar each is a journey. Each becomes
a function that is called once, after those that it imports from, and gives what it exports. Only the forms in which the
project's own modules write ``import`` and ``export`` are read; anything else raises ``ValueError``.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterable
from pathlib import Path

STATIC = Path(__file__).parent / "static"

#: Comments that have a line of their own, and types, which name modules too.
_COMMENT = re.compile(r"^[ \t]*//[^\n]*\n|[ \t]*/\*\*.*?\*/", re.MULTILINE | re.DOTALL)
_IMPORT = re.compile(r'^import \{([^}]*)\} from "(\.{1,2}/[^"]+)"$', re.MULTILINE)
_EXPORT = re.compile(r"^export (default )?((?:(?:async )?function\*?|class|const) )", re.MULTILINE)
_NAMED = re.compile(r"^export (?:(?:async )?function\*?|class|const) (\w+)", re.MULTILINE)
_FUNCTION = re.compile(r"^export (?:(?:async )?function\*? (\w+)|const (\w+) = \()", re.MULTILINE)
_DEFAULT = re.compile(r"^export default class (\w+)", re.MULTILINE)
#: A destructured constant exports each name in it.
_SEVERAL = re.compile(r"^export const \[([^\]]*)\]", re.MULTILINE)
#: What is translated names all that it exports at its end.
_LISTED = re.compile(r"^export \{([^}]*)\}$", re.MULTILINE)
_LATER = re.compile(r"\bimport\((`[^`]+`)\)")
#: What would mean something else in a script.
_FOREIGN = re.compile(r"^(?:import|export)\b.*|\bimport\.meta\b.*|\bimport\(.*", re.MULTILINE)

_LATER_WORDS = """const $modules = {}
const $later = async (folder, path) => $modules[new URL(path, `file:///${folder}`).pathname.slice(1)]
"""


def linked(entries: Iterable[str], root: Path = STATIC) -> str:
    """The text of a script that runs the modules ``entries``, by their paths below ``root``, and all that they import.

    They are run in that order. Modules that import each other in a ring may share functions alone.
    """
    found: dict[str, str] = {}
    for entry in entries:
        _add(entry, root, found, ())
    modules = "".join(f"{text}\n" for text in found.values())
    return f'"use strict"\n{_LATER_WORDS}{modules}'


def _add(path: str, root: Path, found: dict[str, str], within: tuple[str, ...]) -> None:
    # In a ring of modules one is run before what it imports from: see ``_taken``.
    if path in found or path in within:
        return
    text = _COMMENT.sub("", (root / path).read_text(encoding="utf-8"))
    folder = posixpath.dirname(path)

    def beside(other: str) -> str:
        return posixpath.normpath(posixpath.join(folder, other))

    for _, other in _IMPORT.findall(text):
        _add(beside(other), root, found, (*within, path))
    names = [*_NAMED.findall(text)]
    for several in (*_SEVERAL.findall(text), *_LISTED.findall(text)):
        names += [name.strip() for name in several.split(",")]
    exported = [*names, *(f"default: {name}" for name in _DEFAULT.findall(text))]
    text = _IMPORT.sub(lambda each: _taken(each[1], beside(each[2]), root, found), text)
    text = _LISTED.sub("", text)
    text = _EXPORT.sub(lambda found: found[2], text)
    text = re.sub(r"^export (?=const \[)", "", text, flags=re.MULTILINE)
    text = _LATER.sub(lambda found: f"$later({json.dumps(f'{folder}/' if folder else '')}, {found[1]})", text)
    if foreign := _FOREIGN.search(text):
        raise ValueError(f"{path} has {foreign[0]!r}, which cannot be linked")
    name = _name(path)
    found[path] = (
        f"const {name} = $modules[{json.dumps(path)}] = (() => {{\n{text}return {{{', '.join(exported)}}}\n}})()"
    )


def _taken(names: str, path: str, root: Path, found: dict[str, str]) -> str:
    """What takes the place of an import: the names, or, of a module that is run later, functions that call its own."""
    if path in found:
        return f"const {{{names.replace(' as ', ': ')}}} = {_name(path)}"
    functions = {each[1] or each[2] for each in _FUNCTION.finditer((root / path).read_text(encoding="utf-8"))}
    taken = []
    for pair in names.split(","):
        theirs, _, own = pair.strip().partition(" as ")
        if theirs not in functions:
            raise ValueError(f"{path} is in a ring of imports, in which {theirs} is no function")
        taken.append(f"const {own or theirs} = (...given) => $modules[{json.dumps(path)}].{theirs}(...given)")
    return "; ".join(taken)


def _name(path: str) -> str:
    return "$" + re.sub(r"\W", "_", path.removesuffix(".js"))
