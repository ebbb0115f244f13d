"""How this project compiles: once for each function, ahead of time, cached on disk.

A kernel's types are its annotations, and those of the records that it takes: the reader and the compiler read the same
line. ``Lanes`` and its like say to the one that an argument is an array, to the other of what layout.
"""

from __future__ import annotations

import inspect
import math
import zlib
from collections.abc import Callable
from operator import itemgetter
from typing import Annotated, Any, get_type_hints

import numba
import numpy as np
from numba import types
from numba._dispatcher import compute_fingerprint
from numba.core import cgutils
from numba.extending import intrinsic
from numba.np.arrayobj import populate_array
from numba.np.numpy_support import as_dtype

#: Arrays in C order: one number for each lane or place; rows of them, ``(rows, lanes)``; blocks of rows, and so on.
Vector = Annotated[np.ndarray, types.float64[::1]]
Lanes = Annotated[np.ndarray, types.float64[:, ::1]]
Blocks = Annotated[np.ndarray, types.float64[:, :, ::1]]
History = Annotated[np.ndarray, types.float64[:, :, :, ::1]]
#: The same of whole numbers.
Whole = Annotated[np.ndarray, types.int64[::1]]
WholeLanes = Annotated[np.ndarray, types.int64[:, ::1]]

#: Rows as a browser is sent them: in single precision, and of bytes.
Singles = Annotated[np.ndarray, types.float32[:, ::1]]
Bytes = Annotated[np.ndarray, types.uint8[:, ::1]]

_SCALARS: dict[Any, Any] = {int: types.int64, float: types.float64, bool: types.boolean, type(None): types.void}

#: Names in a kernel that make a new array.
ALLOCATIONS = frozenset("arange array copy empty empty_like full ones zeros zeros_like".split())


def record(cls: type) -> Any:
    """Numba's type of a ``NamedTuple`` whose annotations have one each."""
    return types.BaseTuple.from_types(list(map(numba_type, get_type_hints(cls, include_extras=True).values())), cls)


def numba_type(hint: Any) -> Any:
    """Numba's type of an annotation: of a number, of an array or a kernel above, or of a record."""
    if hint in _SCALARS:
        return _SCALARS[hint]
    if hasattr(hint, "__metadata__"):
        return hint.__metadata__[0]
    if _is_record(hint):
        return record(hint)
    raise TypeError(f"{hint!r} says nothing to the compiler")


def signature_of(function: Callable) -> Any:
    """Numba's signature of an annotated function: of a kernel, or of an empty one that stands for many alike."""
    hints = get_type_hints(function, include_extras=True)
    arguments = [numba_type(hints[name]) for name in inspect.signature(function).parameters]
    return numba_type(hints["return"])(*arguments)


class Kernel:
    """A compiled function that other compiled functions take as an argument.

    Numba accepts a bare dispatcher there too, but works out its type and address anew on every
    call, which costs as much as several hundred steps of a race.
    """

    def __init__(self, dispatcher: Any, signature: Any) -> None:
        self.dispatcher = dispatcher
        self.py_func = dispatcher.py_func
        self._numba_type_ = types.FunctionType(signature)
        found = dispatcher.get_compile_result(signature)
        self._address = types.CompileResultWAP(found).address
        self._call = dispatcher
        if any(isinstance(kind, types.BaseTuple) for kind in signature.args):
            self._call = _straight(found.entry_point, signature.args, self.py_func.__name__)

    def __wrapper_address__(self) -> int:
        return self._address

    def __call__(self, *args: Any) -> Any:
        return self._call(*args)


def _straight(entry_point: Callable, kinds: tuple[Any, ...], name: str) -> Callable:
    """A call of ``entry_point`` past Numba's dispatcher, which takes 60 µs to look at the types of a race's records.

    The machine code reads memory as its types say and checks hardly anything, so that is done here.
    """
    fits = _checker(kinds)

    def call(*args: Any) -> Any:
        try:
            usable = fits(args)
        except (AttributeError, NotImplementedError):  # something else where an array or a kernel is called for
            usable = False
        if not usable:
            raise TypeError(f"{name} takes {', '.join(map(str, kinds))}: these arguments are of other types")
        return entry_point(*args)

    return call


def _checker(kinds: tuple[Any, ...]) -> Callable[[tuple], bool]:
    """Whether a tuple's arrays, kernels and records, which may hold such too, are of the types ``kinds``."""
    count, numbered = len(kinds), list(enumerate(kinds))
    kernels = [(i, kind) for i, kind in numbered if isinstance(kind, types.FunctionType)]
    tuples = [(i, kind) for i, kind in numbered if isinstance(kind, types.BaseTuple)]
    records = [(i, kind.instance_class, _checker(kind.types)) for i, kind in tuples]
    places = [i for i, kind in numbered if isinstance(kind, types.Array)]
    if places:
        # Numba's dispatcher tells types apart by such a fingerprint: it takes a tenth of a loop in Python.
        arrays = itemgetter(*places)
        like = [np.empty((1,) * kind.ndim, as_dtype(kind.dtype)) if i in places else None for i, kind in numbered]
        fingerprint = compute_fingerprint(arrays(like))

    def fits(values: tuple) -> bool:
        if len(values) != count or (places and compute_fingerprint(arrays(values)) != fingerprint):
            return False
        for i, kind in kernels:
            if values[i]._numba_type_ is not kind:
                return False
        # A generator within all() would take twice as long.
        for i, cls, inner in records:  # noqa: SIM110
            if values[i].__class__ is not cls or not inner(values[i]):
                return False
        return True

    return fits


#: Compiles a helper that kernels call: with them, at their compilation.
helper = numba.njit(error_model="numpy", nogil=True)
#: The same for a helper that takes records, whose many fields cost a call more than most of its work.
inlined = numba.njit(error_model="numpy", nogil=True, forceinline=True)


def _on_stack(*lengths: Any) -> Any:
    shape = [each.literal_value for each in lengths]
    kind = types.Array(types.float64, len(shape), "C")

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        def words(*numbers: int) -> list[Any]:
            return [context.get_constant(types.intp, number) for number in numbers]

        array = context.make_array(kind)(context, builder)
        (size,), (item,) = words(math.prod(shape)), words(8)
        place = cgutils.alloca_once(builder, context.get_value_type(types.float64), size=size)
        strides = words(*(8 * math.prod(shape[axis + 1 :]) for axis in range(len(shape))))
        populate_array(array, data=place, shape=words(*shape), strides=strides, itemsize=item, meminfo=None)
        return array._getvalue()

    return kind(*lengths), generate


def _vector(typing: Any, count: Any) -> Any:
    return _on_stack(count)


def _rows(typing: Any, rows: Any, count: Any) -> Any:
    return _on_stack(rows, count)


#: An array of so many numbers, a constant, for a kernel to work on and not to hand out: on its stack, where it is free.
scratch: Callable = np.empty if numba.config.DISABLE_JIT else intrinsic(prefer_literal=True)(_vector)
#: So many rows of them.
scratch_rows: Callable = (
    (lambda rows, count: np.empty((rows, count))) if numba.config.DISABLE_JIT else intrinsic(prefer_literal=True)(_rows)
)


def compiled(function: Callable, signature: Any = None) -> Any:
    """Compile a function ahead of its first call, and cache it on disk.

    Its signature is that of its annotations, unless it is one of many alike and ``signature`` is given. Kernels of
    different files meet only as arguments: that keeps the number of compilations at rules + surfaces rather than
    their product.

    A kernel that makes no array needs no reference counts, which are atomic operations on every array that it passes
    on and cost a single lane more than the step itself. Whether it makes one is read off its names and its helpers'.
    """
    signature = signature_of(function) if signature is None else signature
    # Numba's cache watches a function's own file only: a helper's code, the numbers that a kernel takes from other
    # files, and the fields of its records, which the cache knows by class alone, become part of the name.
    called = helpers(function)
    code = [(each.__code__.co_code, each.__code__.co_consts) for each in called]
    numbers = [_numbers(each) for each in (function, *called)]
    records = [_fields(each) for each in (function, *called)], layout(signature.args)
    names = {name for each in (function, *called) for name in each.__code__.co_names}
    counted = bool(names & ALLOCATIONS)
    if code or any(numbers) or any(records[0]) or any(records[1]):
        function.__qualname__ += f"_{zlib.crc32(repr((code, numbers, records)).encode()):08x}"
    if not counted:
        # Nor does the cache know of the option ``_nrt``.
        function.__qualname__ += "_uncounted"
    dispatcher = numba.njit(signature, cache=True, error_model="numpy", nogil=True, _nrt=counted)(function)
    # With NUMBA_DISABLE_JIT=1 the function itself comes back.
    return dispatcher if dispatcher is function else Kernel(dispatcher, signature)


def _is_record(value: Any) -> bool:
    return isinstance(value, type) and issubclass(value, tuple) and hasattr(value, "_fields")


def _globals(function: Callable) -> list[tuple[str, Any]]:
    """The names that a function reads from its module, with their values."""
    known = function.__globals__
    return [(name, known[name]) for name in function.__code__.co_names if name in known]


def _numbers(function: Callable) -> list[tuple[str, Any]]:
    """The global numbers that a function reads, and its tables of numbers."""
    found = [(name, value.tolist() if isinstance(value, np.ndarray) else value) for name, value in _globals(function)]
    return [(name, value) for name, value in found if isinstance(value, (int, float, list))]


def _fields(function: Callable) -> list[tuple[str, tuple[str, ...]]]:
    """The records that a function makes, with their fields."""
    return [(name, value._fields) for name, value in _globals(function) if _is_record(value)]


def layout(kinds: tuple[Any, ...]) -> list[Any]:
    """The fields and types of all records in ``kinds``, and in what the kernels in ``kinds`` take."""
    found: list[Any] = []
    for kind in kinds:
        if isinstance(kind, types.FunctionType):
            found += layout(kind.signature.args)
        elif isinstance(kind, types.BaseTuple):
            found.append((str(kind), kind.instance_class._fields))
            found += layout(kind.types)
    return found


def helpers(function: Callable) -> list[Callable]:
    """The helpers that a function calls, and those that these call."""
    values = [value for _, value in _globals(function)]
    called = [each.py_func for each in values if hasattr(each, "py_func") and not isinstance(each, Kernel)]
    return called + [deeper for each in called for deeper in helpers(each)]
