"""The tables, as text."""

from __future__ import annotations

from collections.abc import Sequence

from tests.load.attacks import Attacked
from tests.load.crowds import Burst, Crowd, Drag
from tests.load.holds import Holds
from tests.load.memory import Memory
from tests.load.waits import Waits

#: What a slider may wait under attack, in times of the median when idle: the median, and one in twenty.
MEDIAN, HIGH = 2.0, 4.0
#: What the longest hold of the event loop may be, in milliseconds.
HOLD = 50.0


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """In Markdown, with columns of even width."""
    widths = [max(len(row[i]) for row in (head, *rows)) for i in range(len(head))]
    lines = [head, ["-" * width for width in widths], *rows]
    return "\n".join(
        "| " + " | ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)) + " |" for row in lines
    )


def waits(of: Waits) -> str:
    lost = f", {of.lost} lost" if of.lost else ""
    return f"{of.median:.0f} / {of.high:.0f} / {of.worst:.0f}{lost}"


def _against(ratio: float, target: float) -> str:
    return f"{ratio:.1f}" if ratio <= target else f"{ratio:.1f} (over {target:g})"


def attacks(found: Sequence[Attacked]) -> str:
    head = "asked for|by|idle|attacked|median/idle|p95/idle|p95/its own|held ms|answers each|refused|cut off"
    rows = [
        [
            each.name,
            str(each.count),
            waits(each.idle),
            waits(each.under),
            _against(each.under.median / each.idle.median, MEDIAN),
            _against(each.under.high / each.idle.median, HIGH),
            f"{each.under.high / each.idle.high:.1f}",
            f"{each.held:.0f}",
            f"{min(each.answers)}–{max(each.answers)}" if each.count > 1 else str(each.answers[0]),
            str(each.refused),
            str(each.gone),
        ]
        for each in found
    ]
    return (
        "A normal visitor's slider, idle and under attack in turns: median / p95 / worst ms\n\n"
        + table(head.split("|"), rows)
        + f"\n\nTargets: median within {MEDIAN:g}, p95 within {HIGH:g} times the median when idle."
    )


def crowds(found: Sequence[Crowd]) -> str:
    rows = [
        [str(each.visitors), waits(each.waits), f"{each.cpu:.0%}", f"{each.others:.0%}", f"{each.megabytes:.0f} MB"]
        for each in found
    ]
    head = ("visitors", "slider median / p95 / worst ms", "server CPU", "all others'", "memory")
    return "Each moves a slider every 2 s\n\n" + table(head, rows)


def drags(found: Sequence[Drag]) -> str:
    rows = [
        [
            each.who,
            str(each.visitors),
            f"{each.asked:.0f}",
            waits(each.waits) if each.waits.each else "–",
            f"{each.cpu:.1%}",
            f"{each.others:.0%}",
        ]
        for each in found
    ]
    head = "who answers|visitors|requests a second|server's median / p95 / worst ms|server CPU|all others'"
    return "Each drags a slider all the time\n\n" + table(head.split("|"), rows)


def bursts(found: Sequence[Burst]) -> str:
    rows = [[str(each.visitors), f"{each.half:.1f}", f"{each.all:.1f}", str(each.refused)] for each in found]
    return "Visitors who come within 2 s\n\n" + table(
        ("visitors", "half are served after s", "all after s", "turned away"), rows
    )


def holds(found: Holds) -> str:
    rows = [
        [
            str(place),
            f"{each.hold.held:.0f}",
            f"{each.hold.worked:.0f}",
            f"{each.waited:.0f}",
            each.how,
            each.hold.where,
        ]
        for place, each in enumerate(found.longest[:5], 1)
    ]
    addresses = [f"{place}. {each.address}" for place, each in enumerate(found.longest[:5], 1)]
    head = ("", "held ms", "of it at work", "answered after ms", "as", "under way")
    summary = (
        f"{len(found.asked)} random settings, {found.refused} with notices, {len(found.failures)} failed: the loop is "
        f"held for {found.median:.0f} ms in the median; over {HOLD:.0f} ms in {found.over(HOLD)}, over 500 ms in "
        f"{found.over(500)}, over 1 s in {found.over(1000)}"
    )
    largest = found.largest
    return "\n\n".join(
        [
            summary,
            table(head, rows),
            "\n".join(addresses),
            f"The largest answer has {largest.bytes / 1e6:.2f} MB ({largest.how}): {largest.address}",
            *found.failures,
        ]
    )


def memory(found: Memory) -> str:
    rows = [
        [
            each.when,
            f"{each.megabytes:.0f} MB",
            f"{100 * (each.megabytes / found.warm - 1):+.1f} %",
            f"{each.kept:.0f} MB",
        ]
        for each in found.levels
    ]
    head = ("when", "memory", "of warm", "results kept on purpose")
    end = f"From warm to the end, without what is kept on purpose: {found.growth:+.1f} %"
    return table(head, rows) + "\n\n" + end
