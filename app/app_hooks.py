"""What the server does once, before the first visitor.

Bokeh runs this file twice, before it makes the server.
"""

import gc
import sys
from pathlib import Path

# The path is restored after this file has run, so all imports happen now.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bokeh.document import Document
from tornado.ioloop import PeriodicCallback

from app.server import compiled, guard, memory, ready

try:
    guard.install()
except ValueError as error:
    # What the environment says; a traceback would hide it.
    sys.exit(str(error))
compiled.keep()
memory.keep_little()
with compiled.told():
    from app import export, jobs
    from app.browser import kept
    from app.cache import known
    from app.explain import explanation
    from app.figures import own_map
    from app.heights import heights
    from app.page import Page
    from app.reply import Browser, order, reply
    from app.settings import Settings
    from optimizers import OPTIMIZERS
    from surfaces import SURFACES

#: Milliseconds between two looks for memory that is free.
GIVEN_BACK_EVERY = 10_000


def on_server_loaded(_server_context):
    """Load every kernel and warm what all sessions share."""
    settings = Settings()
    reply(order(settings, Browser()))
    Page({}).fill(Document())
    # All of this stays. Without the freeze every full collection, as after each visitor who leaves, goes through a
    # quarter of a million objects, mostly Numba's, and keeps everybody else waiting for 0.12 s.
    gc.collect()
    gc.freeze()
    # Whenever the event loop has waited for something it asks for Python's lock, a dozen times for an answer, and gets
    # it when a thread that works has had it for so many seconds; by itself Python gives each ten times as much.
    sys.setswitchinterval(0.0005)
    guard.watch()
    jobs.call_up()
    jobs.SPREAD.submit(warm)
    PeriodicCallback(lambda: jobs.SPREAD.submit(memory.give_back), GIVEN_BACK_EVERY).start()
    ready.say()


def warm():
    """Build what somebody will ask for sooner or later, beside the first visitors."""
    for key, rule in OPTIMIZERS.items():
        own_map(key)
        explanation(known(rule()))
    for surface in SURFACES.values():
        heights(surface())
    if kept.path().is_file():
        export.file_of(Settings())
