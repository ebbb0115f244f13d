"""All racers on one map."""

from app.views.view import MAP, View

VIEW = View(
    order=10,
    title="Overlay",
    about="Map of the loss surface with the paths of all racers; the standings say the same in words",
    figure=MAP,
    frame=(700, 520),
)
