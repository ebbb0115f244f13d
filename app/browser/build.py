"""The kernels' code, linked, optimised and emitted for browsers by LLVM: ``build``."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

import llvmlite.binding as llvm

from app.browser.collect import Code
from app.browser.wasmfile import FUNCTION, imports, module

TRIPLE = "wasm32-unknown-unknown"
#: What every browser has had since 2023 (Safari 16.4 was the last).
FEATURES = "+simd128,+bulk-memory,+sign-ext,+nontrapping-fptoint,+mutable-globals"
RUNTIME = Path(__file__).with_name("runtime.ll")

#: A kernel as an argument is three addresses, where an array has a number for the third.
_KERNEL = re.compile(r"(ptr %(arg\.[\w.]+)\.0, ptr %\2\.1, ptr )(%\2\.2)\b")
#: What an exception would say, pickled: on this side it is known by its number alone.
_SAYINGS = re.compile(
    r'^(@(?:\.const\.pickledata|"\.const\.missing)[^=]*) = internal constant \[\d+ x i8\] c"[^"]*"', re.MULTILINE
)


class Unbuildable(Exception):
    """Why there is no module, in words that name the kernel or the function."""


def build(found: dict[str, Code], named: dict[str, bytes], small: Collection[str] = ()) -> bytes:
    """One module of all kernels, each exported by its name, with a custom section for each of ``named``.

    The kernels called ``small`` are made for size: what vectors would spare them is not worth it.

    Raises ``Unbuildable`` for what cannot be compiled, and for a function that the code does not bring itself.
    """
    machine = _machine()
    whole = llvm.parse_assembly(_runtime(str(machine.target_data)))
    for name, each in found.items():
        try:
            whole.link_in(_portable(name, each, str(machine.target_data), name in small))
        except RuntimeError as error:
            raise Unbuildable(f"{name} cannot be compiled for browsers: {error}") from error
    _optimise(whole, machine)
    built = module(machine.emit_object(whole), named)
    missing = {name for kind, name in imports(built) if kind == FUNCTION}
    if missing:
        raise Unbuildable(f"nobody in a browser brings {', '.join(sorted(missing))}, which {_callers(found, missing)}")
    return built


def _machine() -> llvm.TargetMachine:
    llvm.initialize_all_targets()
    llvm.initialize_all_asmprinters()
    try:
        target = llvm.Target.from_triple(TRIPLE)
    except RuntimeError as error:
        raise Unbuildable(f"this llvmlite cannot compile for browsers: {error}") from error
    return target.create_target_machine(cpu="generic", features=FEATURES, opt=3)


def _runtime(layout: str) -> str:
    return RUNTIME.read_text(encoding="utf-8").replace("DATALAYOUT", layout).replace("TRIPLE", TRIPLE)


def _portable(name: str, each: Code, layout: str, small: bool) -> llvm.ModuleRef:
    """A kernel as a module for the other machine, of which nothing is seen from outside but the kernel and its helpers.

    Helpers have the same name in whichever kernel, so that linking leaves one of each.

    Sizes of records are types in LLVM's code, and pointers have none: the layout of data alone decides.
    """
    text = _SAYINGS.sub(r"\1 = internal constant [1 x i8] zeroinitializer", each.text)
    text = text.replace("@llvm.smul.with.overflow.i64", "@product")
    attributes = f'"wasm-export-name"="{name}"' + (" optsize" if small else "")

    def defined(head: re.Match[str]) -> str:
        # Numba calls the last of a kernel's addresses or, where that is null, the first: it has each call twice.
        return _KERNEL.sub(r"\1nonnull \3", head[1]) + f" {attributes} {{"

    head = rf"^(define [^\n]*@{re.escape(each.symbol)}\([^\n]*\)[^\n]*?) {{$"
    text, count = re.subn(head, defined, text, flags=re.MULTILINE)
    if count != 1:
        raise Unbuildable(f"{name} is not to be found in Numba's code of it")
    made = llvm.parse_assembly(text)
    made.triple, made.data_layout = TRIPLE, layout
    for value in (*made.functions, *made.global_variables):
        shared = value.linkage == llvm.Linkage.linkonce_odr and not value.is_global
        if not (value.is_declaration or shared or value.name == each.symbol):
            value.linkage = "internal"
    return made


def _optimise(whole: llvm.ModuleRef, machine: llvm.TargetMachine) -> None:
    for helper in whole.functions:
        if helper.linkage == llvm.Linkage.linkonce_odr:
            helper.linkage = "internal"
    # Loops of many lanes become vectors; unrolled they would be a tenth larger and hardly faster.
    tuning = llvm.create_pipeline_tuning_options(speed_level=3)
    tuning.loop_vectorization, tuning.slp_vectorization, tuning.loop_unrolling = True, False, False
    builder = llvm.create_pass_builder(machine, tuning)
    # Two thirds of the code is Numba's way from and to Python: what nobody can reach goes before it costs anything.
    first = llvm.create_new_module_pass_manager()
    first.add_global_dead_code_eliminate_pass()
    first.run(whole, builder)
    passes = builder.getModulePassManager()
    passes.add_global_dead_code_eliminate_pass()
    passes.run(whole, builder)


def _callers(found: dict[str, Code], missing: set[str]) -> str:
    """Who calls what is missing, as far as the code before optimisation tells."""
    called = re.compile("|".join(rf"@(?:llvm\.)?{re.escape(name)}\b" for name in sorted(missing)))
    names = [name for name, each in found.items() if called.search(each.text)]
    return f"{', '.join(names)} calls" if names else "LLVM calls by itself"
