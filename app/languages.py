"""The languages of the page: English, and each that has a table of words in ``static/words``."""

from __future__ import annotations

import json
from pathlib import Path

_WORDS = Path(__file__).parent / "static" / "words"

#: What each language calls itself, by its key.
LANGUAGES = {
    "en": "English",
    **{path.stem: json.loads(path.read_text(encoding="utf-8"))["language"] for path in sorted(_WORDS.glob("*.json"))},
}
