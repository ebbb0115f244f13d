"""The page in one file: what it is made of, and what it refuses. That it races is a matter of ``tests/browser``."""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
import subprocess
import sys

import pytest

from app import export, export_html
from app.languages import TABLES
from app.server.policy import POLICY
from app.settings import Settings
from app.table import table

ROOT = export.STATIC.parents[1]


@pytest.fixture(scope="module")
def html() -> str:
    return export_html("surface=beale&racers=sgd,adam")


def unpacked(html: str) -> dict[str, str]:
    found = re.findall(r'data-packed="([\w-]+)">([^<]*)<', html)
    return {name: gzip.decompress(base64.b64decode(text)).decode("utf-8", "replace") for name, text in found}


def test_a_race_may_be_said_in_several_ways(html, tmp_path):
    assert export_html("?surface=beale&racers=sgd,adam") == html
    assert export_html("https://race.example.org/app?v=1&racers=sgd,adam&surface=beale") == html
    assert export_html({"surface": "beale", "racers": "sgd,adam"}, tmp_path / "race.html") == html
    assert (tmp_path / "race.html").read_text(encoding="utf-8") == html
    # What is left out is what the page opens with; all defaults are not.
    assert 'data-query="v=1&amp;surface=ravine' in export_html()
    assert 'data-query="v=1"' in export_html("v=1")


def test_what_a_link_could_not_have_is_refused_in_the_page_s_words():
    with pytest.raises(ValueError, match=r"Steps \(steps = '0'\): it must be at least 1 and at most 5000"):
        export_html("steps=0")
    with pytest.raises(ValueError, match="There is no setting 'stepps'"):
        export_html({"stepps": "3"})


def test_all_of_it_is_small(html):
    """All surfaces are in every file."""
    assert len(html.encode()) < 1_200_000


def test_it_has_the_words_of_the_language_that_is_asked_for(html):
    german = export_html("surface=beale&racers=sgd,adam&lang=de")
    assert "words-de" not in html and 'data-languages="en"' in html
    assert unpacked(german)["words-de"] == (TABLES / "de.json").read_text(encoding="utf-8")
    assert '<html lang="de">' in german and 'data-languages="en de"' in german
    assert "Diese Datei braucht" in german and "This file needs" not in german
    # The table is a tenth more, in a file or in a cell beside an engine; the code is the same.
    assert 80_000 < len(german) - len(html) < 120_000 and len(german.encode()) < 1_200_000
    light = export.file_of(export.settings_of("lang=de"), whole=False)
    assert set(unpacked(light)) == {"words-de"} and export.version() in german


def test_its_policy_lets_in_the_scripts_that_it_holds_and_no_request(html):
    policy = dict(rule.split(" ", 1) for rule in re.search('Policy" content="([^"]*)"', html)[1].split("; "))
    parts = unpacked(html)
    [script] = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    digests = [
        base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        for text in (script, parts["bokeh"], parts["page"])
    ]
    assert policy["script-src"] == " ".join((*(f"'sha256-{each}'" for each in digests), "'wasm-unsafe-eval'"))
    assert policy["default-src"] == "'none'"
    # No rule names a place of the network.
    assert not any(re.search(r"\*|https?:|'self'", rule) for rule in policy.values())
    # The page's own policy has nothing that the file would need and lacks.
    assert {rule.split()[0] for rule in POLICY} <= {*policy, "object-src"}
    assert parts["table"] == table()


def test_a_file_carries_no_text_out_of_its_place():
    """What a visitor typed stands in attributes and packed parts alone."""
    html = export_html({"surface": "formula", "formula.text": "x^2+y^2+0*abs(x)"})
    assert "data-query=" in html and "</script><" not in html.split("<body>")[0]
    assert "x%5E2%2By%5E2" in html


def test_files_without_the_engine_are_small():
    light = export.file_of(Settings(), whole=False)
    assert len(light) < 8000 and not unpacked(light) and export.version() in light
    assert set(export.engine()) == set(unpacked(export.file_of(Settings())))


def test_the_command_writes_a_file_and_says_what_is_wrong(tmp_path):
    def run(*arguments):
        command = [sys.executable, "-m", "app.export", *arguments]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)

    written = run("surface=saddle&racers=newton", str(tmp_path / "race.html"))
    assert written.stdout.endswith(" MB\n") and written.returncode == 0, written.stderr
    html = (tmp_path / "race.html").read_text(encoding="utf-8")
    assert 'data-query="v=1&amp;surface=saddle&amp;racers=newton"' in html
    # The same code in whatever process.
    assert export.version() in html
    wrong = run("surface=sadle", str(tmp_path / "none.html"))
    assert wrong.returncode == 1 and "it must be one of" in wrong.stderr and not (tmp_path / "none.html").exists()
