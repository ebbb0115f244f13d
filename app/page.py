"""One visitor's page: the conversation between the settings and a browser."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any
from urllib.parse import urlencode

from bokeh.core.properties import Any as AnyProperty
from bokeh.model import DataModel

from app import best
from app.asked import NOBODY, STOPPED
from app.changes import MAX_CHANGES
from app.first import filled, styled
from app.form import form
from app.identity import race_title
from app.inquiry import Question, answers
from app.jobs import LONG, SHORT, SPREAD, Job, Watch
from app.languages import LANGUAGES
from app.links import from_query, to_query
from app.opening import OPENING
from app.reply import AT_ONCE, Browser, Order, order, reply
from app.runs import setup
from app.settings import Refused, Settings, apply, values
from app.tuning import TUNING
from app.turns import Turn
from app.views import VIEWS

#: What a browser may ask for beside settings: to tune all racers, to stop that, to stop the view's work, to find the
#: best rate of the racer of that key, to stop that.
ACTIONS = ("tune", "stop tuning", "stop view", "best KEY", "stop best")

#: Of requests, replies and answers, as ``static/engines/engine.js`` has them: another number where a page of the
#: version before, whose server has been exchanged for this one, could not go on.
SHAPE = 3

#: Nanoseconds below which a reply is brief, among those that another thread works out.
BRIEF = 300e6

#: All that takes longer than a race, by the kind of its questions.
INQUIRIES = {key: view.inquiry for key, view in VIEWS.items() if view.inquiry} | {"tune": TUNING, "best": best.BEST}


class Wire(DataModel):
    """All that passes between page and server.

    The browser writes ``request``: ``{"id": n, "changes": {key: text}, "do": action}``, where an
    action, one of ``ACTIONS``, is optional. The server answers in ``reply``, whole, and later and
    piece by piece in ``answer``, what takes longer. Nothing else that a browser may write is ever
    read.
    """

    request = AnyProperty(default=None)
    #: The ground of the surface in the reply that follows: beside it, so that no message is larger than need be.
    ground = AnyProperty(default=None)
    reply = AnyProperty(default=None)
    answer = AnyProperty(default=None)


class Page:
    """Builds the document of one session and answers its requests."""

    def __init__(self, arguments: dict[str, list[bytes]]) -> None:
        self.settings, self.browser = Settings(), Browser()
        self.notices = from_query(self.settings, arguments) if arguments else apply(self.settings, OPENING)
        #: Entries that were refused since the last reply: the page marks them where they were made.
        self.refused: list[Refused] = []
        self.view, self.tuning, self.best = (Job(_answers, self._post, lambda _: SPREAD) for _ in range(3))
        self.turn = Turn(self._answer)
        self.race = Job(_replies, self._post, lambda order: SHORT if order.cost < BRIEF else LONG)
        #: The last request that waits for its reply, and the id of the one that another thread works at.
        self._request: Any = None
        self._answers_to: Any = None
        #: What the view in force asks, and the number of that question, by which the browser tells an answer to what
        #: was asked before from one to what is asked now.
        self._question: Question | None = None
        self._questions = 0
        #: The tuning whose result the browser has.
        self._tuned: Question | None = None
        self._sent = 0
        self.wire = Wire(name="wire")
        self.wire.on_change("request", self._receive)
        # What takes long is not worked out before a browser is there to see it.
        self._asked()
        first = order(self.settings, self.browser)
        if first.cost <= AT_ONCE:
            self._deliver(first, None, reply(first))

    def fill(self, document: Any) -> None:
        """Put the page into ``document``."""
        document.title = race_title(setup(self.settings))
        document.add_root(self.wire)
        document.on_session_destroyed(self._leave)
        document.on_event("document_ready", self._begin)
        texts = values(self.settings)
        made = form()
        document.template_variables.update(
            made,
            root_attributes=styled(self.settings),
            shape=SHAPE,
            languages=" ".join(LANGUAGES),
            page=filled(made["page"], self.settings),
            query=urlencode(to_query(texts)),
        )

    def _begin(self, _event: Any) -> None:
        """A browser is there."""
        self.view.ask(self._asked())
        if self.wire.reply is None:
            self._race(None)

    def _asked(self) -> Question | None:
        """What the view in force asks, if anything; a question that was not asked before gets the next number."""
        inquiry = INQUIRIES.get(self.settings.view)
        asked = inquiry and inquiry.ask(self.settings)
        if asked != self._question:
            self._question = asked
            self._questions += 1
        return asked

    def _receive(self, _attr: str, _old: Any, request: Any) -> None:
        """Apply a request at once; answer all that have come in by this visitor's turn together.

        Work is thus bounded by turns, whatever one visitor sends.
        """
        changes = request.get("changes") if isinstance(request, dict) else None
        if isinstance(changes, dict):
            told = apply(self.settings, changes)
            self.refused += [each for each in told if isinstance(each, Refused)]
            self.notices += [each for each in told if not isinstance(each, Refused)]
        else:
            self.notices.append("A request must be an object with changes; nothing was changed.")
        self._act(request.get("do") if isinstance(request, dict) else None)
        del self.notices[MAX_CHANGES:], self.refused[MAX_CHANGES:]
        waiting, self._request = self._request, request
        if waiting is None:
            self.turn.ask(self.wire.document)

    def _act(self, action: Any) -> None:
        if action == "tune":
            asked = TUNING.ask(self.settings)
            if asked is None:
                self.notices.append(NOBODY["tune"])
            else:
                self.tuning.begin(asked)
        elif action == "stop tuning":
            self.tuning.drop()
        elif isinstance(action, str) and action.startswith("best "):
            asked = best.ask(self.settings, action.removeprefix("best "))
            if asked is None:
                self.notices.append(NOBODY["best"])
            else:
                self.best.begin(asked)
        elif action == "stop best":
            self.best.drop()
        elif action == "stop view":
            self.view.stop()
        elif action is not None:
            self.notices.append(f"There is nothing to do by that name; there is {', '.join(ACTIONS)}.")

    def _answer(self) -> None:
        request, self._request = self._request, None
        if self.tuning.asked and TUNING.ask(self.settings) != self.tuning.asked:
            self.tuning.drop()
            self._send({"kind": "refused", "of": "tune", "text": STOPPED["tune"]})
        if (asked := self.best.asked) and best.ask(self.settings, *asked.options) != asked:
            self.best.drop()
            self._send({"kind": "refused", "of": "best", "text": STOPPED["best"]})
        self.view.ask(self._asked())
        self._race(request.get("id") if isinstance(request, dict) else None)

    def _race(self, answered: Any) -> None:
        """Reply to the request of that id: at once, or, where it takes long, when another thread has worked it out."""
        wanted = order(self.settings, self.browser)
        # What is worked on is for settings that are not in force any more.
        self.race.drop()
        if wanted.cost <= AT_ONCE:
            self._deliver(wanted, answered, reply(wanted))
        else:
            self._answers_to = answered
            self.race.begin(wanted)
            if wanted.cost > BRIEF:
                self._send({"kind": "progress", "of": "race", "share": 0.0})

    def _deliver(self, wanted: Order, answered: Any, found: dict[str, Any]) -> None:
        self.browser.note(wanted)
        if wanted.ground:
            self.wire.ground = found["ground"]
        notices, self.notices = [str(each) for each in self.notices], []
        refused, self.refused = {each.key: each.said for each in self.refused}, []
        self.wire.reply = {
            **found,
            "ground": wanted.ground,
            "id": answered,
            "notices": notices,
            "refused": refused,
            "question": self._questions,
            "tuned": self._tuned is not None and self._tuned == TUNING.ask(self.settings),
        }

    def _post(self, asked: Question | Order, answer: dict[str, Any]) -> None:
        """Called from another thread."""
        if self.wire.document is not None:
            self.wire.document.add_next_tick_callback(partial(self._tell, asked, answer))

    def _tell(self, asked: Question | Order, answer: dict[str, Any]) -> None:
        if isinstance(asked, Order):
            # By now something newer may have been asked for.
            if asked is not self.race.asked:
                return
            if "words" in answer:
                self.race.drop()
                self._deliver(asked, self._answers_to, answer)
                return
        elif asked.kind == "tune":
            # By now it may have been stopped, or another asked for.
            if asked != self.tuning.asked:
                return
            if answer["kind"] != "progress":
                self.tuning.drop()
                self._tuned = asked
        elif asked.kind == "best":
            if asked != self.best.asked:
                return
            if answer["kind"] != "progress":
                self.best.drop()
        elif self.view.asked is None:
            return
        self._send({**answer, "question": self._questions if asked == self._question else None})

    def _send(self, answer: dict[str, Any]) -> None:
        # Numbered: Bokeh does not send what is equal to what it sent before.
        self._sent += 1
        self.wire.answer = {**answer, "number": self._sent}

    def _leave(self, _context: Any) -> None:
        self.turn.leave()
        for job in (self.race, self.view, self.tuning, self.best):
            job.drop()


def _answers(question: Question, watch: Watch) -> Iterator[dict[str, Any]]:
    return answers(INQUIRIES[question.kind], question, watch)


def _replies(wanted: Order, watch: Watch) -> Iterator[dict[str, Any]]:
    yield reply(wanted, watch.stop)
