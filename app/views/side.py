"""Each racer on a map of its own."""

from app.views.view import MAPS, View

VIEW = View(
    order=20,
    title="Side by side",
    about="A map for each racer with its path; the standings say the same in words",
    figure=MAPS,
    frame=(800, 640),
)
