"""Races that a class sends as links, shown in one picture beside that of the page."""

from __future__ import annotations

STILL = {"reduced_motion": "reduce"}
PINNED = "document.querySelector('.race').mounted.figures.model('map').renderers.find(({name}) => name === 'pinned')"


def test_a_class_sends_its_races_and_they_are_shown_in_one_picture(visit):
    visitor = visit("surface=beale&racers=sgd&sgd.lr=0.01&steps=300", **STILL)
    visitor.wait("document.querySelector('.race').mounted.engine.able")
    visitor.page.get_by_role("button", name="Races of a class").click()
    base = f"{visitor.server.url}?v=1&surface=beale&steps=300"
    links = [
        f"Group 1: {base}&racers=sgd&sgd.lr=0.03",
        f"{base}&racers=adam&adam.lr=0.3",
        f"Group 3 {visitor.server.url}?v=1&surface=ravine&racers=sgd",
        f"Group 4: {base}&racers=sgd&sgd.lr=99",
    ]
    visitor.page.get_by_label("Links, one a line").fill("\n".join(links))
    visitor.page.get_by_role("button", name="Show them").click()
    table = visitor.page.locator("[data-part=class-table] tbody")
    table.get_by_text("Group 1").wait_for()
    said = visitor.page.locator("[data-part=class-says]").inner_text()
    assert "Group 3: it is on another surface" in said and "Group 4: " in said and "at most 10" in said
    # Adam is lower than SGD, and comes first.
    rows = [row.split("\t") for row in table.inner_text().splitlines()]
    assert [row[0] for row in rows] == ["Race 2", "Group 1", "Group 4"]
    assert "0.03" in rows[1][2]
    visitor.page.keyboard.press("Escape")
    visitor.wait("document.querySelector('.race').mounted.stage.settled")
    assert visitor.run(f"{PINNED}.data_source.data.title.length") == 3
    assert "Group 1" in visitor.run(f"{PINNED}.data_source.data.title[0]")
    # They stay while the race of the page changes, and are no part of its link.
    visitor.set("sgd.lr", "0.02")
    visitor.wait("document.querySelector('.race').mounted.stage.settled")
    assert visitor.run(f"{PINNED}.data_source.data.title.length") == 3
    assert "adam" not in visitor.run("location.search")
    visitor.page.get_by_role("button", name="Races of a class").click()
    visitor.page.get_by_role("button", name="Show none").click()
    visitor.wait(f"{PINNED}.data_source.data.title.length === 0")
