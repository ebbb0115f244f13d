"""The compiled kernels as one WebAssembly module, so that a browser races with the very code that the server runs.

``python -m app.browser`` builds it; ``kept.py`` says where it is and whether it still fits. ``app/static/kernels/`` is
the other side. What is done, in order:

``collect``   Numba's own code of every kernel, before it is made for any machine
``layout``    what each kernel takes, read from its signature, and the facts of rules and surfaces
``build``     that code linked, optimised and emitted by LLVM, as llvmlite has it: no other tool
``wasmfile``  LLVM's object file as a module
"""
