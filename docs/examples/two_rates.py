"""A race in a Panel app of one's own: ``panel serve docs/examples/two_rates.py``.

The slider on the left and the one below the map are the same setting, and the table is of what the visitor sees.
"""

import panel as pn

from app import OptimizerRace

pn.extension()

race = OptimizerRace(surface="beale", racers=["sgd", "adam"], steps=300, adam={"lr": 0.1})


def ends(outcomes, steps):
    rows = "".join(f"\n| {key} | {outcome.text} |" for key, outcome in outcomes.items())
    return f"| in {steps} steps | |\n|---|---|{rows}"


settings = pn.Column(
    "## My lecture",
    pn.Param(race.adam, parameters=["lr", "beta1"]),
    pn.Param(race, parameters=["surface", "steps"], show_name=False),
    pn.pane.Markdown(pn.bind(ends, race.param.outcomes, race.param.steps)),
    width=320,
)
pn.Row(settings, race).servable(title="My lecture")
