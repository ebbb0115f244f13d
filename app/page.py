"""One visitor's page: settings, and the wire between them and the browser."""

from __future__ import annotations

import json
from functools import cache, partial
from typing import Any

import bokeh
import numpy as np
from bokeh.core.properties import Any as AnyProperty
from bokeh.model import DataModel
from bokeh.models import CustomJS

from app.controls import about_surface, controls, titles
from app.explain import formula
from app.figures import figures, ground, side_map
from app.presets import presets
from app.races import absent, race, racing
from app.settings import HEATED, MAX_CHANGES, Settings, apply, from_query, to_query, values
from app.space import Question, answers, heat_axes, question
from app.style import THEMES, racer_style
from app.work import Work
from optimizers import OPTIMIZERS
from surfaces.numbers import declared

#: What the browser runs when the document has arrived; ``cb_obj`` is the document.
_START = "import(new URL('app/static/main.js', document.baseURI)).then((page) => page.start(wire))"

#: What a browser may ask for beside settings: to tune all racers, to stop that, to stop the view's work.
ACTIONS = ("tune", "stop tuning", "stop view")

#: Settings that the style sheet goes by, as attributes of the root element.
_ROOT = ("theme", "embed", "view")


class Wire(DataModel):
    """All that passes between page and server.

    The browser writes ``request``: ``{"id": n, "changes": {key: text}, "do": action}``, where an
    action, one of ``ACTIONS``, is optional. The server answers in ``reply``, whole, and later and
    piece by piece in ``space``, what takes longer. Nothing else that a browser may write is ever
    read.

    What a reply says is one text, in JSON: as a thousand values, each looked at several times by
    Bokeh at either end, a reply takes some 4 ms longer. Its arrays are beside it, in one piece.
    """

    request = AnyProperty(default=None)
    reply = AnyProperty(default=None)
    space = AnyProperty(default=None)


class Page:
    """Builds the document of one session and answers its requests."""

    def __init__(self, arguments: dict[str, list[bytes]]) -> None:
        self.settings = Settings()
        self.notices = from_query(self.settings, arguments)
        #: The last request that waits for its answer.
        self.asked: Any = None
        #: What the browser has been sent: the surface whose ground it draws, and the racers' own maps.
        self.drawn: Any = None
        self.maps: set[str] = set()
        self.view, self.tuning = Work(answers, self._post), Work(answers, self._post)
        #: What the visitor has stopped, not to be begun again, and the tuning whose result the browser has.
        self.stopped: Any = None
        self.tuned: Any = None
        #: What the view that the browser was told of asks, how many such there have been, and how many answers.
        self.viewed: Any = None
        self.asks = self.told = 0
        self.wire = Wire(name="wire", reply=self._reply(None))
        self.wire.on_change("request", self._receive)

    def fill(self, document: Any) -> None:
        """Put the page into ``document``."""
        document.title = "Optimizer Race"
        document.add_root(self.wire)
        document.js_on_event("document_ready", CustomJS(args={"wire": self.wire}, code=_START))
        document.on_session_destroyed(self._leave)
        # Not before a browser is there to see it.
        document.on_event("document_ready", lambda _event: self._ask())
        texts = values(self.settings)
        document.template_variables.update(
            html_attrs=" ".join(f'data-{key}="{texts[key]}"' for key in _ROOT),
            **_form(),
        )

    @property
    def _surface(self) -> Any:
        return self.settings.surfaces[self.settings.surface]

    def _receive(self, _attr: str, _old: Any, request: Any) -> None:
        """Apply a request at once; answer all that have come in by the end of this turn together.

        Work is thus bounded by turns of the server, whatever one visitor sends.
        """
        changes = request.get("changes") if isinstance(request, dict) else None
        if isinstance(changes, dict):
            self.notices += apply(self.settings, changes)
        else:
            self.notices.append("A request must be an object with changes; nothing was changed.")
        action = request.get("do") if isinstance(request, dict) else None
        if action is not None and not isinstance(action, str):
            action = ""
        if action == "tune":
            self._tune()
        elif action == "stop tuning":
            self.tuning.drop()
        elif action == "stop view":
            self.stopped = self.view.asked
            self.view.drop()
        elif action is not None:
            self.notices.append(f"There is nothing to do by that name; there is {', '.join(ACTIONS)}.")
        del self.notices[MAX_CHANGES:]
        waiting, self.asked = self.asked, request
        if waiting is None:
            self.wire.document.add_next_tick_callback(self._answer)

    def _answer(self) -> None:
        request, self.asked = self.asked, None
        if self.tuning.asked and question(self.settings, "tune") != self.tuning.asked:
            self.tuning.drop()
            self._send({"kind": "refused", "of": "tune", "text": "The settings have changed: tuning was stopped."})
        self._ask()
        self.wire.reply = self._reply(request.get("id") if isinstance(request, dict) else None)

    def _ask(self) -> None:
        """Have the view's work done, if it differs from what was asked for last."""
        asked = question(self.settings, self.settings.view)
        if asked is None:
            self.view.drop()
        elif asked not in (self.view.asked, self.stopped):
            self.stopped = None
            self.view.ask(asked)

    def _tune(self) -> None:
        asked = question(self.settings, "tune")
        if asked is None:
            self.notices.append("There is nobody to tune: no racer is switched on.")
        else:
            self.tuning.ask(asked)

    def _post(self, asked: Question, answer: dict[str, Any]) -> None:
        """Called from another thread."""
        if self.wire.document is not None:
            self.wire.document.add_next_tick_callback(partial(self._tell, asked, answer))

    def _tell(self, asked: Question, answer: dict[str, Any]) -> None:
        if asked.kind == "tune":
            # By now it may have been stopped, or another asked for.
            if asked != self.tuning.asked:
                return
            if answer["kind"] != "progress":
                self.tuning.drop()
                self.tuned = asked
        elif self.view.asked is None:
            return
        # The browser is to know an answer to what was asked before from one to what is asked now.
        self._send({**answer, "asks": self.asks if asked == self.viewed else None})

    def _send(self, answer: dict[str, Any]) -> None:
        # Numbered: Bokeh does not send what is equal to what it sent before.
        self.told += 1
        self.wire.space = {**answer, "number": self.told}

    def _leave(self, _context: Any) -> None:
        self.view.drop()
        self.tuning.drop()

    def _ground(self) -> dict[str, Any] | None:
        """What the map shows of the surface, if the browser does not have it."""
        drawn = self._surface.key, self._surface.shape.tobytes()
        if drawn == self.drawn:
            return None
        self.drawn = drawn
        return ground(self._surface)

    def _maps(self) -> dict[str, str]:
        """The maps that the browser needs to show the racers side by side and does not have."""
        shown = racing(self.settings) if self.settings.view in ("side", "basins") else []
        new = [key for key in shown if key not in self.maps]
        self.maps.update(new)
        return {key: side_map(key) for key in new}

    def _reply(self, answered: Any) -> dict[str, Any]:
        surface, notices, self.notices = self._surface, self.notices, []
        viewed = question(self.settings, self.settings.view)
        if viewed != self.viewed:
            self.viewed = viewed
            self.asks += 1
        raced, texts = race(self.settings), values(self.settings)
        numbers = [raced.pop(name).view(np.uint8).ravel() for name in ("exact", "drawn", "factors")]
        spread = raced.pop("spread")
        words = {
            "values": texts,
            "query": to_query(texts),
            "notices": notices,
            "surface": {**about_surface(surface), "formula": formula(surface)},
            "absent": absent(self.settings),
            "heat": heat_axes(self.settings),
            "asks": self.asks,
            "tuned": self.tuned is not None and self.tuned == question(self.settings, "tune"),
            "race": raced,
        }
        return {
            "id": answered,
            "words": json.dumps(words, ensure_ascii=False, allow_nan=False),
            "numbers": np.concatenate(numbers),
            "spread": spread,
            "ground": self._ground(),
            "maps": self._maps(),
        }


@cache
def _form() -> dict[str, Any]:
    """What the template makes the form and the figures of: the same for every visitor."""
    settings = Settings()
    described = controls(settings)
    return {
        "bokeh_version": bokeh.__version__,
        "controls": described,
        "by_key": {control["key"]: control for control in described},
        "more_of": {key: [f"{key}.{name}" for name in declared(rule)[1:]] for key, rule in OPTIMIZERS.items()},
        "styles": {key: racer_style(key) for key in OPTIMIZERS},
        "themes": THEMES,
        "presets": presets(settings),
        "heated": {key: {name: OPTIMIZERS[key].param[name].label for name in names} for key, names in HEATED.items()},
        "titles": titles(settings),
        "figures": figures(),
    }
