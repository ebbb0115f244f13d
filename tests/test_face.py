"""What a notebook meets: a race that says what it is, tables and pictures of it, and errors that help."""

import subprocess
import sys

import numpy as np
import pytest

import optimizers
import surfaces
from optimizers import OPTIMIZERS, Recipe, Trajectory, basin, replicates, run, sweep, tune
from surfaces import SURFACES

BEALE = SURFACES["beale"]()


def test_a_race_says_in_one_line_what_it_is():
    path = run(OPTIMIZERS["adam"](lr=0.1), BEALE, steps=500)
    assert repr(path) == f"<Adam(lr=0.1) on Beale, 500 steps: {path.outcome.text}>"
    for key, cls in SURFACES.items():
        assert "\n" not in repr(run(OPTIMIZERS["lbfgs"](), cls(), steps=3)), key


def test_a_race_keeps_what_was_raced_whatever_becomes_of_it():
    adam, surface = OPTIMIZERS["adam"](lr=0.1), SURFACES["rosenbrock"](b=20)
    path = run(adam, surface, steps=5)
    adam.lr, surface.b = 0.2, 90
    assert path.rule.build().lr == 0.1 and path.surface.build().b == 20
    assert "lr=0.1" in repr(path)


def test_races_are_equal_where_all_of_them_is():
    sgd = OPTIMIZERS["sgd"]
    path = run(sgd(lr=0.01), BEALE, steps=20)
    assert path == run(sgd(lr=0.01), BEALE, steps=20)
    for other in (run(sgd(lr=0.02), BEALE, steps=20), run(sgd(lr=0.01), BEALE, steps=21)):
        assert path != other
    assert path != run(sgd(lr=0.01), SURFACES["saddle"](), steps=20)
    momentum = OPTIMIZERS["momentum"](lr=0.01, momentum=0)
    assert np.array_equal(run(momentum, BEALE, steps=20).positions, path.positions)
    assert path != run(momentum, BEALE, steps=20)
    # Rows after divergence are NaN, and equal.
    wild = [run(sgd(lr=10), BEALE, steps=20) for _ in range(2)]
    assert np.isnan(wild[0].losses).any() and wild[0] == wild[1]
    assert path != "sgd" and path not in ("sgd", None)


def test_a_table_has_a_row_a_step():
    path = run(OPTIMIZERS["adam"](), BEALE, steps=30)
    table = path.to_pandas()
    assert table.index.tolist() == list(range(31)) and table.index.name == "step"
    assert np.array_equal(table[["x", "y"]], path.positions)
    assert np.array_equal(table[["gradient_x", "gradient_y"]], path.gradients)
    assert np.array_equal(table[["m_x", "m_y"]], path.slots["m"])
    for column, array in (("loss", path.losses), ("learning_rate", path.learning_rates), ("trials", path.trials)):
        assert np.array_equal(table[column], array)
    assert {"evaluations", "matrices", "clipped"} <= set(table.columns)


@pytest.mark.parametrize("key", SURFACES)
def test_a_picture_has_contours_the_path_and_the_loss(key):
    path = run(OPTIMIZERS["sgd"](), SURFACES[key](), steps=10)
    there, loss = path.plot().children
    assert there.renderers[0].line_renderer is not None
    [line] = [each for each in there.renderers[1:] if type(each.glyph).__name__ == "Line"]
    assert np.array_equal(line.data_source.data["x"], path.positions[:, 0])
    assert np.array_equal(loss.renderers[0].data_source.data["y"], path.losses)
    # Decades where every loss is positive.
    assert type(loss.y_scale).__name__ == ("LogScale" if (path.losses > 0).all() else "LinearScale")
    assert path.outcome.text in there.title.text


def test_a_surface_that_is_nowhere_finite_or_flat_has_a_picture_too():
    for text in ("3", "log(-1-x^2)"):
        run(OPTIMIZERS["sgd"](), SURFACES["formula"](text=text), steps=3).plot()


RATES, MEMORIES = np.geomspace(1e-3, 1, 12), np.array([0.0, 0.5, 0.9])


@pytest.fixture(scope="module")
def swept():
    """A sweep of one hyperparameter, one of two, a map of basins, and a tuning."""
    adam, sgd = OPTIMIZERS["adam"](), OPTIMIZERS["sgd"]()
    return (
        sweep(sgd, BEALE, "lr", RATES, steps=50),
        sweep(adam, BEALE, ("lr", "beta1"), (RATES, MEMORIES), steps=50),
        basin(OPTIMIZERS["momentum"](lr=0.01), SURFACES["himmelblau"](), shape=(12, 16), steps=60),
        tune([sgd, adam], BEALE, steps=50, budget=6),
    )


def test_grids_of_races_say_in_one_line_what_they_are(swept):
    curve, field, map_, tuning = swept
    assert repr(curve).startswith("<Sweep of SGD on Beale, lr: 12 races of 50 steps, ")
    best = np.nanargmin(curve.losses)
    assert repr(curve).endswith(f"lowest loss {curve.losses[best]:.3g} at lr={RATES[best]:g}>")
    assert repr(field).startswith("<Sweep of Adam on Beale, lr and beta1: 12 × 3 races of 50 steps, ")
    assert repr(map_).startswith("<Basin of Momentum on Himmelblau, 12 × 16 starts, 60 steps: ")
    assert f"{(map_.destinations == 0).mean():.1%} to (3, 2)" in repr(map_)
    losses = [f"{each.best_loss:.3g}" for each in tuning.racers]
    assert repr(tuning) == f"<Tuning on Beale, 6 trials of 50 steps: best loss of SGD {losses[0]}, Adam {losses[1]}>"
    assert repr(tuning.racers[0]).endswith(f"{losses[0]} with lr={tuning.racers[0].best.lr:g}>")
    assert "all diverged" in repr(sweep(OPTIMIZERS["sgd"](), SURFACES["rosenbrock"](), "lr", [9, 10], steps=99))


def test_grids_of_races_are_tables_with_a_row_a_race(swept):
    curve, field, map_, tuning = swept
    table = curve.to_pandas()
    assert table.columns.tolist() == ["lr", "loss", "outcome", "steps_to_tolerance"]
    assert np.array_equal(table["lr"], RATES) and np.array_equal(table["loss"], curve.losses, equal_nan=True)
    row = field.to_pandas().set_index(["lr", "beta1"]).loc[(RATES[4], 0.5)]
    assert row["loss"] == field.losses[4, 1]
    assert row["outcome"] == run(OPTIMIZERS["adam"](lr=RATES[4], beta1=0.5), BEALE, steps=50).outcome.kind
    table = map_.to_pandas()
    assert len(table) == 12 * 16 and (table["outcome"] == "arrived").equals(table["destination"] >= 0)
    cell = table.iloc[3 * 16 + 5]
    assert (cell["x"], cell["y"], cell["step"]) == (map_.x[5], map_.y[3], map_.steps[3, 5])
    table = tuning.to_pandas()
    assert table.index.names == ["racer", "trial"] and len(table) == 12
    assert table.loc[("adam", tuning.racers[1].best_trial), "loss"] == tuning.racers[1].best_loss


def test_grids_of_races_are_pictures(swept):
    curve, field, map_, tuning = swept
    line = curve.plot().renderers[0].data_source.data
    assert np.array_equal(line["x"], RATES) and np.array_equal(line["y"], curve.losses, equal_nan=True)
    [image] = field.plot().renderers[0].data_source.data["image"]
    assert image.shape == (3, 12) and np.nanargmin(image.T) == np.nanargmin(field.losses)
    plot = map_.plot()
    [image] = plot.renderers[0].data_source.data["image"]
    assert image.shape == (12, 16) and len(plot.renderers) == 1 + len(map_.minima)
    # One hue for each minimum.
    assert len({tuple(glyph.glyph.fill_color) for glyph in plot.renderers[1:]}) == len(map_.minima)
    steps = [each.data_source.data["y"] for each in tuning.plot().renderers]
    assert [each[-1] for each in steps] == [each.best_loss for each in tuning.racers]
    three = sweep(OPTIMIZERS["adam"](), BEALE, ("lr", "beta1", "beta2"), ([0.1], [0.9], [0.99, 0.999]), steps=5)
    with pytest.raises(ValueError, match="3 hyperparameters has no picture"):
        three.plot()


def test_what_the_page_keeps_of_grids_is_counted(swept):
    """A grid knows its rule and its surface: their classes are there anyway."""
    from app.cache import size

    for grid in swept[:3]:
        arrays = sum(each.nbytes for each in vars(grid).values() if isinstance(each, np.ndarray))
        assert arrays < size(grid) < arrays + 5000


def test_replicates_are_a_list_and_an_array():
    paths = replicates(OPTIMIZERS["sgd"](), BEALE, steps=12, recipe=Recipe(noise=1), count=5)
    assert isinstance(paths, list) and all(isinstance(path, Trajectory) for path in paths)
    assert paths.positions.shape == (5, 13, 2) and paths.losses.shape == (5, 13)
    assert paths.array("gradients").shape == (5, 13, 2)
    for i, path in enumerate(paths):
        assert np.array_equal(paths.positions[i], path.positions) and np.array_equal(paths.losses[i], path.losses)


@pytest.mark.parametrize("module", [optimizers, surfaces], ids=lambda module: module.__name__)
def test_a_star_brings_what_is_public_and_nothing_else(module):
    found: dict = {}
    exec(f"from {module.__name__} import *", found)
    assert set(found) - {"__builtins__"} == set(module.__all__)
    for name, value in found.items():
        assert name == "__builtins__" or not isinstance(value, type(sys))


def test_neither_bokeh_nor_pandas_is_imported_with_the_package():
    script = "import sys, optimizers; assert not {'bokeh', 'pandas', 'panel'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", script], check=True, timeout=120)


ADAM = OPTIMIZERS["adam"]()


@pytest.mark.parametrize(
    ("wrong", "error", "words"),
    [
        (lambda: OPTIMIZERS["adamm"], KeyError, ("there is no 'adamm' among sgd,", "did you mean 'adam'?")),
        (lambda: OPTIMIZERS["Adam"], KeyError, ("did you mean 'adam'?",)),
        (lambda: SURFACES["rosenbrok"], KeyError, ("did you mean 'rosenbrock'?",)),
        (lambda: OPTIMIZERS["adam"](0.1), TypeError, ("by name: Adam(lr=0.1)",)),
        (lambda: SURFACES["saddle"](3), TypeError, ("Saddle has no shape parameter",)),
        (lambda: Recipe("cosine"), TypeError, ("by name: Recipe(schedule='cosine')",)),
        (lambda: OPTIMIZERS["adam"](learning_rate=3), TypeError, ("(given 3)", "did you mean 'lr'?")),
        (lambda: setattr(ADAM, "learning_rate", 3), AttributeError, ("it has lr, beta1", "did you mean 'lr'?")),
        (lambda: setattr(ADAM, "beta_1", 0.5), AttributeError, ("did you mean 'beta1'?",)),
        (lambda: setattr(BEALE, "kappa", 3), AttributeError, ("Beale has no shape parameter 'kappa': it has none",)),
        (lambda: setattr(Recipe(), "clip", 3), AttributeError, ("Recipe has no setting 'clip'",)),
        (lambda: tune(ADAM, BEALE), TypeError, ("a list of optimizers, such as [adam]",)),
        (lambda: OPTIMIZERS["adam"](lr="x"), ValueError, ("more than 0 and at most 10",)),
        (lambda: OPTIMIZERS["adam"](beta1="x"), ValueError, ("at least 0 and less than 1",)),
        (lambda: sweep(ADAM, BEALE, "lr", [0.0]), ValueError, ("more than 0 and at most 10",)),
    ],
)
def test_an_error_says_what_was_meant(wrong, error, words):
    with pytest.raises(error) as refusal:
        wrong()
    assert all(word in str(refusal.value) for word in words)


def test_what_is_far_from_everything_is_not_guessed_at():
    with pytest.raises(KeyError) as refusal:
        OPTIMIZERS["zzz"]
    assert "did you mean" not in str(refusal.value)
    assert "zzz" not in OPTIMIZERS and OPTIMIZERS.get("zzz") is None
