"""``panel serve app``: executed anew for every visitor, so it only calls what is imported once."""

import sys
from pathlib import Path

# The panel command does not put the working directory on the path.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import panel as pn

from app.page import Page

Page(pn.state.session_args).fill(pn.state.curdoc)
