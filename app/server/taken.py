"""The page with a race as one file, for who takes it away: ``Taken``."""

from __future__ import annotations

from asyncio import wrap_future

from app.browser import kept
from app.server.answers import Answer, understood
from app.server.door import FULL
from app.server.kernels import building

#: Files that are written or waited for at once: who comes then is told to come again.
MOST = 8


class Taken(Answer):
    """The file of a link; a refusal of what a link could not have, and while the kernels that it holds are built."""

    _waiting = 0

    async def get(self) -> None:
        if not kept.path().is_file():
            words = "The kernels for browsers are being built: try again in a minute."
            failed = building().failed
            self.send_error(404 if failed else 503, words="Files are not to be had here." if failed else words)
            return
        if Taken._waiting >= MOST:
            self.send_error(503, words=FULL)
            return
        from app import export, jobs  # what compiles is imported when the guard is in place

        Taken._waiting += 1
        try:
            html = await wrap_future(jobs.SHORT.submit(export.in_its_turn, understood(self.request.arguments)))
        except ValueError as refusal:
            self.send_error(400, words=str(refusal))
            return
        finally:
            Taken._waiting -= 1
        self.set_header("Content-Type", "text/html; charset=UTF-8")
        # This server shows nobody what stands in it.
        self.set_header("Content-Disposition", 'attachment; filename="race.html"')
        self.finish(html)
