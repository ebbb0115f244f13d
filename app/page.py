"""One visitor's page: settings, two figures, and the wire between them and the browser."""

from __future__ import annotations

from typing import Any

import bokeh
from bokeh.core.properties import Any as AnyProperty
from bokeh.model import DataModel
from bokeh.models import CustomJS, Row
from bokeh.plotting import figure

from app.controls import about_surface, controls, titles, values
from app.explain import formula
from app.figures import Ground, loss_figure
from app.presets import presets
from app.races import absent, race, racing
from app.settings import MAX_CHANGES, Settings, apply, from_query, to_query
from app.style import THEMES, racer_style
from optimizers import OPTIMIZERS
from surfaces.surface import declared

#: What the browser runs when the document has arrived; ``cb_obj`` is the document.
_START = "import(new URL('app/static/main.js', document.baseURI)).then((page) => page.start(models))"

#: Settings that the style sheet goes by, as attributes of the root element.
_ROOT = ("theme", "embed", "view")


class Wire(DataModel):
    """All that passes between page and server, beside the figures' own sources.

    The browser writes ``request``: ``{"id": n, "changes": {key: text}}``. The server answers in
    ``reply``, whole. Nothing else that a browser may write is ever read.
    """

    request = AnyProperty(default=None)
    reply = AnyProperty(default=None)


class Page:
    """Builds the document of one session and answers its requests."""

    def __init__(self, arguments: dict[str, list[bytes]]) -> None:
        self.settings = Settings()
        self.notices = from_query(self.settings, arguments)
        #: The last request that waits for its answer.
        self.asked: Any = None
        self.drawn = self._drawn()
        self.ground = Ground(self._surface)
        self.map = self.ground.map("map", toolbar=True)
        self.loss = loss_figure()
        # Filled when it is first looked at: a map costs as much to build as all the rest of the page.
        self.side = Row(
            name="side",
            sizing_mode="stretch_both",
            styles={"display": "grid", "grid-template-columns": "repeat(auto-fit, minmax(min(220px, 45%), 1fr))"},
        )
        self.maps: dict[str, figure] = {}
        self._show_side()
        self.wire = Wire(name="wire", reply=self._reply(None))
        self.wire.on_change("request", self._receive)
        # A model belongs to a document by being referred to from one of its roots.
        self.map.tags = [self.wire]

    def fill(self, document: Any) -> None:
        """Put the page into ``document``."""
        document.title = "Optimizer Race"
        # Bokeh walks all models after each change of the document; once is enough.
        with document.models.freeze():
            for root in (self.map, self.loss, self.side):
                document.add_root(root)
        models = {
            "wire": self.wire,
            "map": self.map,
            "loss": self.loss,
            "side": self.side,
            "mapper": self.ground.mapper,
            "start": self.ground.start,
        }
        document.js_on_event("document_ready", CustomJS(args={"models": models}, code=_START))
        described = controls(self.settings)
        document.template_variables.update(
            html_attrs=" ".join(f'data-{key}="{text}"' for key, text in values(self.settings).items() if key in _ROOT),
            bokeh_version=bokeh.__version__,
            controls=described,
            by_key={control["key"]: control for control in described},
            more_of={key: [f"{key}.{name}" for name in declared(rule)[1:]] for key, rule in OPTIMIZERS.items()},
            styles={key: racer_style(key) for key in OPTIMIZERS},
            themes=THEMES,
            presets=presets(self.settings),
            titles=titles(self.settings),
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
        del self.notices[MAX_CHANGES:]
        waiting, self.asked = self.asked, request
        if waiting is None:
            self.map.document.add_next_tick_callback(self._answer)

    def _answer(self) -> None:
        request, self.asked = self.asked, None
        if self._drawn() != self.drawn:
            self.ground.show(self._surface)
            self.drawn = self._drawn()
        self._show_side()
        self.wire.reply = self._reply(request.get("id") if isinstance(request, dict) else None)

    def _drawn(self) -> tuple[str, bytes]:
        """What the contours of the map depend on."""
        return self._surface.key, self._surface.shape.tobytes()

    def _show_side(self) -> None:
        """One map for each racer that is on, while they are looked at side by side."""
        if self.settings.view != "side":
            return
        shown = racing(self.settings)
        for key in shown:
            if key not in self.maps:
                self.maps[key] = self.ground.map(f"map {key}", toolbar=False, title=OPTIMIZERS[key].title)
        self.side.children = [self.maps[key] for key in shown]

    def _reply(self, answered: Any) -> dict[str, Any]:
        surface, notices, self.notices = self._surface, self.notices, []
        return {
            "id": answered,
            "values": values(self.settings),
            "query": to_query(self.settings),
            "notices": notices,
            "surface": {**about_surface(surface), "formula": formula(surface)},
            "absent": absent(self.settings),
            "race": race(self.settings),
        }
