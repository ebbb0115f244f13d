"""What the template makes the page of."""

from __future__ import annotations

from pathlib import Path

from app import guide
from app.loaded import SHEETS

STYLES = Path(__file__).parents[1] / "app" / "static" / "styles"


def test_every_style_sheet_is_linked():
    assert sorted({*SHEETS, *guide.SHEETS}) == sorted(sheet.stem for sheet in STYLES.glob("*.css"))
