"""Whose turn it is: in the event loop, and among the threads that work beside it."""

from __future__ import annotations

import asyncio
import threading

from app import turns
from app.turns import Turn
from optimizers.racing.pool import aside, in_turn


class Locked:
    """A document whose callbacks wait until it is unlocked."""

    def __init__(self) -> None:
        self._waiting: list = []
        self.locked = False

    def add_next_tick_callback(self, callback) -> None:
        if self.locked:
            self._waiting.append(callback)
        else:
            asyncio.get_running_loop().call_soon(callback)


def in_a_loop(scene):
    async def whole():
        done = asyncio.Event()
        await scene(done)
        await asyncio.wait_for(done.wait(), 10)
        # What is left for the next turn of the loop.
        await asyncio.sleep(0)
        await asyncio.sleep(0)

    asyncio.run(whole())


def test_whoever_has_had_least_is_answered_first():
    order, document = [], Locked()

    def turn(name, spent):
        made = Turn(lambda: order.append(name))
        made.end = turns._TURNS._present + spent
        return made

    async def scene(done):
        # The first is taken at once, whoever it is.
        for each in (turn("busy", 3.0), turn("busier", 4.0), turn("rare", 0.1), turn("some", 1.0)):
            each.ask(document)
        last = Turn(done.set)
        last.end = turns._TURNS._present + 9.0
        last.ask(document)

    in_a_loop(scene)
    assert order == ["busy", "rare", "some", "busier"]


def test_who_comes_anew_does_not_go_before_who_asks_rarely(monkeypatch):
    clock = iter(range(100))
    # Every answer takes a second.
    monkeypatch.setattr(turns.time, "perf_counter", lambda: float(next(clock)))
    order, document = [], Locked()

    async def scene(done):
        def greedy(name, times):
            def answer():
                order.append(name)
                if order.count(name) < times:
                    asyncio.get_running_loop().call_soon(made.ask, document)
                elif name == "new":
                    done.set()

            made = Turn(answer)
            return made

        rare = Turn(lambda: order.append("rare"))
        rare.end = turns._TURNS._present + 0.5
        for each in (greedy("old", 4), greedy("new", 4), rare):
            each.ask(document)

    in_a_loop(scene)
    assert order.index("rare") <= 2 and order[:2] == ["old", "new"]


def test_asking_twice_is_one_turn_and_leaving_is_none():
    answers, document = [], Locked()

    async def scene(done):
        first, twice, gone, last = (Turn(lambda name=name: answers.append(name)) for name in ("a", "b", "c", "d"))
        for each in (first, twice, twice, gone):
            each.ask(document)
        gone.leave()
        last = Turn(done.set)
        last.end = turns._TURNS._present + 1.0
        last.ask(document)

    in_a_loop(scene)
    assert answers == ["a", "b"]


def test_a_document_that_stays_locked_holds_up_nobody_for_long(monkeypatch):
    monkeypatch.setattr(turns, "PATIENCE", 0.01)
    stuck = Locked()
    stuck.locked = True

    async def scene(done):
        Turn(lambda: None).ask(stuck)
        Turn(done.set).ask(Locked())

    in_a_loop(scene)


def test_an_answer_that_fails_ends_its_turn():
    def fail():
        raise ArithmeticError

    async def scene(done):
        asyncio.get_running_loop().set_exception_handler(lambda loop, context: None)
        Turn(fail).ask(Locked())
        Turn(done.set).ask(Locked())

    in_a_loop(scene)


def test_threads_work_one_at_a_time_but_for_what_they_do_aside():
    together, most = 0, 0
    first_is_aside, second_is_done = threading.Event(), threading.Event()

    def work():
        nonlocal together, most
        for _ in range(200):
            with in_turn():
                together += 1
                most = max(most, together)
                together -= 1

    def first():
        with in_turn(), aside():
            first_is_aside.set()
            assert second_is_done.wait(10)

    def second():
        assert first_is_aside.wait(10)
        with in_turn():
            second_is_done.set()

    threads = [threading.Thread(target=each) for each in (work, work, work, first, second)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(20)
    assert most == 1 and second_is_done.is_set()


def test_who_works_alone_waits_for_nobody():
    with aside():
        pass
