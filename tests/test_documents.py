"""What documents and metadata say of the repository is so."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import yaml  # Bokeh brings it

from app import __version__
from app.views import VIEWS

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
#: The README's example of a racer, which nobody has added.
EXAMPLE = "optimizers/sign.py"


def text(path: Path | str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def yaml_of(path: str) -> dict:
    return yaml.safe_load(text(path))


def prose(path: Path) -> str:
    """A document without its blocks of code."""
    return re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)


def named(path: Path) -> set[str]:
    """Files and folders of the repository that a document names in backticks, as ``python -m`` names them as well."""
    quoted = re.findall(r"`([^`\n]+)`", prose(path))
    paths = {word for quote in quoted for word in quote.split() if re.fullmatch(r"\.?\w[\w./-]*/[\w.-]*", word)}
    modules = {name for quote in quoted for name in re.findall(r"python -m (tests\.\w+)", quote)}
    inside = {word for word in paths if (ROOT / word.split("/")[0]).exists()}
    return (inside | {name.replace(".", "/") + ".py" for name in modules}) - {EXAMPLE}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(path):
    for link in re.findall(r"\]\(([^)#\s]+)", prose(path)):
        if not re.match(r"\w+:", link):
            assert (path.parent / link).exists(), link


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_what_a_document_names_is_there(path):
    # What `python -m` runs may be a package.
    missing = {name for name in named(path) if not ((ROOT / name).exists() or (ROOT / name).with_suffix("").is_dir())}
    assert missing == set()


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_targets_of_make_are_there(path):
    targets = re.search(r"^\.PHONY: (.*)$", text("Makefile"), re.MULTILINE).group(1).split()
    assert set(re.findall(r"(?:`|^)make ([a-z-]+)", path.read_text(encoding="utf-8"), re.MULTILINE)) <= set(targets)


def test_contributing_fits_one_screen_and_its_table_names_files():
    said = text("CONTRIBUTING.md")
    assert len(said.splitlines()) <= 60
    rows = [line.split("|")[1:-1] for line in said.partition("## Where would I add")[2].splitlines() if "|" in line]
    rows = rows[2 : next(i for i, row in enumerate(rows) if "with" in row[-1])]
    assert len(rows) >= 7
    for what, files, _ in rows:
        assert "to come" in files or re.search(r"`[\w/.]+/", files), what


def test_the_change_log_and_the_citation_are_of_this_version():
    version = PROJECT["project"]["version"]
    assert re.search(r"^## (\S+?),? ", text("CHANGELOG.md"), re.MULTILINE).group(1) == version
    assert __version__ == version
    citation = yaml_of("CITATION.cff")
    assert str(citation["version"]) == version
    assert citation["license"] == PROJECT["project"]["license"]
    assert citation["abstract"] == PROJECT["project"]["description"]


def test_the_citation_has_what_its_format_requires():
    citation = yaml_of("CITATION.cff")
    assert citation["cff-version"] == "1.2.0"
    assert {"authors", "message", "title"} <= set(citation)
    known = {"abstract", "authors", "cff-version", "keywords", "license", "message", "title", "type", "version"}
    assert set(citation) <= known | {"date-released", "doi", "repository-code", "url"}
    assert citation["type"] == "software"
    assert citation["authors"] and all("name" in author or "family-names" in author for author in citation["authors"])


def test_the_workflow_runs_everything_on_the_lowest_and_a_later_python():
    [job] = yaml_of(".github/workflows/test.yml")["jobs"].values()
    assert [step["run"] for step in job["steps"] if "run" in step] == ["bash .ci/run"]
    pythons = job["strategy"]["matrix"]["python"]
    assert all(isinstance(python, str) for python in pythons), "3.10 without quotes is 3.1"
    lowest = re.fullmatch(r">=(3\.\d+)", PROJECT["project"]["requires-python"]).group(1)
    assert pythons[0] == lowest
    assert int(pythons[-1].split(".")[1]) > int(lowest.split(".")[1])


def test_who_reports_a_problem_is_asked_for_the_link():
    form = yaml_of(".github/ISSUE_TEMPLATE/problem.yml")
    assert {"name", "description", "body"} <= set(form)
    assert len({part["id"] for part in form["body"]}) == len(form["body"])
    [link] = [part for part in form["body"] if part["id"] == "link"]
    assert link["validations"]["required"] and "Copy link" in link["attributes"]["description"]
    assert "Copy link" in "".join(path.read_text(encoding="utf-8") for path in (ROOT / "app/templates").glob("*.html"))


def test_every_package_is_installed_and_typed():
    tops = ("app", "optimizers", "surfaces")
    found = {
        str(path.parent.relative_to(ROOT)).replace("/", ".")
        for top in tops
        for path in ROOT.glob(f"{top}/**/__init__.py")
    }
    setup = PROJECT["tool"]["setuptools"]
    assert set(setup["packages"]) == found
    for top in tops:
        assert (ROOT / top / "py.typed").is_file() and "py.typed" in setup["package-data"][top]


def test_pins_are_of_what_is_asked_for():
    pinned = {
        name.lower().replace("_", "-"): version
        for name, version in re.findall(r"^([\w-]+)==(\S+)$", text("constraints.txt"), re.M)
    }
    asked = [*PROJECT["project"]["dependencies"], *PROJECT["project"]["optional-dependencies"]["test"]]
    for requirement in asked:
        assert re.match(r"[\w-]+", requirement).group().lower() in pinned, requirement


def test_the_sizes_of_frames_are_those_that_the_page_advises():
    said = (ROOT / "docs" / "embedding.md").read_text(encoding="utf-8")
    for view in VIEWS.values():
        assert f"| {view.title} | {view.frame[0]} × {view.frame[1]} |" in said
