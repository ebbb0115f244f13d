"""What the server does once, before the first visitor."""

import sys
from pathlib import Path

# The path is restored after this file has run, so all imports happen now.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bokeh.settings import settings

from app.page import Page


def on_server_loaded(_server_context):
    """Load every kernel and warm what all sessions share."""
    Page({})
    # A check of the layout for its author, who has the tests: a tenth of what a visitor waits for.
    settings.perform_document_validation.set_value(False)
