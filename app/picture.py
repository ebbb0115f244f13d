"""A race as one picture: what is shown beside a link to it, where links are shown as cards."""

from __future__ import annotations

import io
from collections.abc import Mapping

import numpy as np
from PIL import Image, ImageDraw, ImageFont  # Bokeh brings it

from app import cost
from app.cache import Known, built, cached
from app.heights import levels
from app.in_force import racing
from app.links import from_query
from app.runs import Setup, setup
from app.settings import Settings
from app.style import BANDS, THEMES, looks
from optimizers import OPTIMIZERS, run
from optimizers.racing.outcome import DIVERGED
from optimizers.racing.pool import in_turn
from surfaces import SURFACES

#: Pixels across and down, as cards are; of these, down, what the words take.
WIDTH, HEIGHT, WORDS = 1200, 630, 130
#: Pixels of the map that are one evaluation; how many times finer lines are drawn than they are shown.
COARSE, FINE = 2, 2
#: Nanoseconds that a race in a picture may cost: one that is dearer is shown as the first race that anybody sees.
MOST = 150e6


def picture(arguments: Mapping[str, list[bytes]]) -> bytes:
    """The PNG of the race of a link's ``arguments``, whatever of them is allowed."""
    settings = Settings()
    from_query(settings, arguments)
    # What is to be guessed is not given away: of a racer nothing is drawn, and of covered paths the surface alone.
    covered = settings.racers if {"paths", "loss", "standings"} & set(settings.cover) else settings.cover
    of = setup(settings, [key for key in racing(settings) if key not in covered])
    if cost.race(of.bill) > MOST:
        of = setup(Settings())
    return _drawn(of.surface, of).tobytes()


def in_its_turn(arguments: Mapping[str, list[bytes]]) -> bytes:
    """The same, for a thread beside the event loop."""
    with in_turn():
        return picture(arguments)


@cached(megabytes=8)
def _drawn(by: Known, of: Setup) -> np.ndarray:
    image = Image.fromarray(_ground(by)).resize((FINE * WIDTH, FINE * HEIGHT), Image.Resampling.NEAREST)
    pen = ImageDraw.Draw(image)
    for rule, look in zip(of.racers, looks([key for key, _ in of.racers]), strict=True):
        _trail(pen, rule, of, look["light"])
    image = image.reduce(FINE)
    _say(ImageDraw.Draw(image), of)
    file = io.BytesIO()
    # The bands are few colours, the lines some more.
    image.quantize(128).save(file, "PNG")
    return np.frombuffer(file.getvalue(), np.uint8)


def _frame(by: Known) -> tuple[float, float, float]:
    """The place of the frame's upper left corner, and what a pixel is: the whole domain, in equal units."""
    (left, right), (bottom, top) = built(by).domain
    down = HEIGHT - WORDS
    unit = max((right - left) / WIDTH, (top - bottom) / down)
    return (left + right - unit * WIDTH) / 2, (bottom + top + unit * down) / 2, unit


def _ground(by: Known) -> np.ndarray:
    """The bands of the surface, ``(HEIGHT / COARSE, WIDTH / COARSE, 3)`` bytes, over a strip for the words."""
    surface = built(by)
    left, top, unit = _frame(by)
    x = left + unit * COARSE * (np.arange(WIDTH // COARSE) + 0.5)
    y = top - unit * COARSE * (np.arange((HEIGHT - WORDS) // COARSE) + 0.5)
    loss, _ = surface.evaluate(*np.meshgrid(x, y))
    finite = np.abs(loss) <= DIVERGED
    edges = levels(np.where(finite, loss, np.nan), surface.log_colour, BANDS)
    bands = np.searchsorted(edges, loss, side="right") - 1
    bands = np.where(finite, np.clip(bands, 0, BANDS - 1), BANDS)
    colours = [*THEMES["light"]["map"], THEMES["light"]["page"]]
    palette = np.array([[int(colour[i : i + 2], 16) for i in (1, 3, 5)] for colour in colours], np.uint8)
    strip = np.full((WORDS // COARSE, WIDTH // COARSE, 3), 255, np.uint8)
    return np.concatenate([palette[bands], strip])


def _trail(pen: ImageDraw.ImageDraw, by: Known, of: Setup, colour: str) -> None:
    """One racer's way, in its colour, with a dot at its end; it ends above the strip of the words."""
    path = run(built(by), built(of.surface), of.start, of.steps, built(of.recipe))
    left, top, unit = _frame(of.surface)
    x, y = path.positions.T
    places = FINE * np.column_stack([(x - left) / unit, (top - y) / unit])
    floor = FINE * (HEIGHT - WORDS)
    # What is far away is drawn as leaving; further on, nothing is known of it.
    inside = np.isfinite(places).all(axis=1) & (np.abs(places) < 20 * FINE * WIDTH).all(axis=1) & (places[:, 1] < floor)
    rows = len(places) if inside.all() else int(inside.argmin())
    points = [(float(across), float(down)) for across, down in places[:rows]]
    if not points:
        return
    if len(points) > 1:
        pen.line(points, fill="white", width=9 * FINE, joint="curve")
        pen.line(points, fill=colour, width=5 * FINE, joint="curve")
    (across, down), size = points[-1], 10 * FINE
    pen.ellipse((across - size, down - size, across + size, down + size), fill=colour, outline="white", width=2 * FINE)


def _say(pen: ImageDraw.ImageDraw, of: Setup) -> None:
    """The surface, and the racers in their colours, below the map."""
    top, edge = HEIGHT - WORDS, 36
    pen.rectangle((0, top, WIDTH, HEIGHT), fill="white")
    surface = SURFACES[of.surface[0]].title
    pen.text((edge, top + 14), surface, fill=THEMES["light"]["ink"], font=ImageFont.load_default(44))
    font = ImageFont.load_default(30)
    across = float(edge)
    keys = [key for key, _ in of.racers]
    for key, look in zip(keys, looks(keys), strict=True):
        title = OPTIMIZERS[key].title
        wide = pen.textlength(title, font)
        if across + wide + 120 > WIDTH:
            pen.text((across, top + 76), "…", fill=THEMES["light"]["soft"], font=font)
            break
        pen.ellipse((across, top + 86, across + 18, top + 104), fill=look["light"])
        pen.text((across + 26, top + 76), title, fill=THEMES["light"]["ink"], font=font)
        across += wide + 56
    name = "Optimizer Race"
    wide = pen.textlength(name, font)
    pen.text((WIDTH - edge - wide, top + 24), name, fill=THEMES["light"]["soft"], font=font)
