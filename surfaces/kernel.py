"""How this project compiles: once for each function, ahead of time, cached on disk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numba
from numba import types


class Kernel:
    """A compiled function that other compiled functions take as an argument.

    Numba accepts a bare dispatcher there too, but works out its type and address anew on every
    call, which costs as much as several hundred steps of a race.
    """

    def __init__(self, dispatcher: Any, signature: Any) -> None:
        self.dispatcher = dispatcher
        self.py_func = dispatcher.py_func
        self._numba_type_ = types.FunctionType(signature)
        self._address = types.CompileResultWAP(dispatcher.get_compile_result(signature)).address

    def __wrapper_address__(self) -> int:
        return self._address

    def __call__(self, *args: Any) -> Any:
        return self.dispatcher(*args)


def compiled(signature: Any) -> Callable[[Callable], Any]:
    """Compile a function for ``signature`` ahead of its first call, and cache it on disk.

    Compiled functions of different files meet only as arguments. That keeps the number of
    compilations at rules + surfaces rather than their product; and Numba's cache, which watches one
    file at a time, never serves a stale copy of a function from another.
    """

    def compile_(function: Callable) -> Any:
        dispatcher = numba.njit(signature, cache=True, error_model="numpy", nogil=True)(function)
        # With NUMBA_DISABLE_JIT=1 the function itself comes back.
        return dispatcher if dispatcher is function else Kernel(dispatcher, signature)

    return compile_
