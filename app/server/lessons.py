"""The lessons beside the page: what the page's player reads, and the pages that list and print them."""

from __future__ import annotations

from asyncio import wrap_future
from functools import cache
from typing import Any

from tornado.web import HTTPError

from app.lesson import lessons, told
from app.server.answers import Answer, language_of
from app.server.policy import is_host


class LessonData(Answer):
    """For the page's player: a lesson, ``?of=key``, or the reader's own, which is read from its text, ``?toml=…``.

    What is wrong with that is its ``fault``; beside either are the ``defaults`` that lessons go back to.
    """

    async def get(self) -> None:
        from app import jobs, lesson_pages  # what compiles is imported when the guard is in place

        key, text = self.get_query_argument("of", None), self.get_query_argument("toml", None, strip=False)
        if key is not None and key not in lessons():
            raise HTTPError(404)
        self.set_header("Cache-Control", "no-cache")
        found = _data(key) if key else {}
        if text is not None:
            found = await wrap_future(jobs.SHORT.submit(lesson_pages.brought, text))
        self.finish(found | {"defaults": lesson_pages.defaults()})


class LessonPage(Answer):
    """All lessons in a list; of one, ``?of=key``, the teacher's notes or a sheet to print."""

    def initialize(self, page: str) -> None:
        self._page = page

    async def get(self) -> None:
        from app import jobs, lesson_pages

        key = self.get_query_argument("of", None)
        if (self._page == "lessons") != (key is None) or (key is not None and key not in lessons()):
            raise HTTPError(404)
        self.set_header("Content-Type", "text/html; charset=UTF-8")
        self.set_header("Cache-Control", "no-cache")
        self.set_header("Vary", "Accept-Language")
        host = self.request.host if is_host(self.request.host) else "localhost"
        folder = f"{self.request.protocol}://{host}{self.request.path.rpartition('/')[0]}"
        # The notes have numbers of the lesson's races in them.
        lang = language_of(self.request, self.get_query_argument("lang", None))
        made = await wrap_future(jobs.SHORT.submit(lesson_pages.page, self._page, key, folder, *lang))
        self.finish(made)


#: By what is asked for.
ROUTES = [
    (r"/lesson\.json", LessonData),
    *[(rf"/{name}", LessonPage, {"page": name}) for name in ("lessons", "lesson-notes", "lesson-sheet")],
]


@cache
def _data(key: str) -> dict[str, Any]:
    keys = list(lessons())
    after = keys[keys.index(key) + 1 :][:1]
    # The story goes on.
    return {**told(lessons()[key]), "next": {"key": after[0], "title": lessons()[after[0]].title} if after else None}
