"""Documents of workshops as HTML and as PDF/UA, from what the queries gather."""

import threading
from collections import OrderedDict
from collections.abc import Callable

from markupsafe import Markup
from pydantic import BaseModel

from app.core.errors import Unavailable
from app.core.languages import Language
from app.portal.assets import source_of, style_whole
from app.portal.paper_pdf import can_print, print_pdf
from app.portal.rendering import environment

_MOST_KEPT = 24
_AT_ONCE = 2
_PATIENCE_SECONDS = 30.0
Print = Callable[[str], bytes]


STYLE = "paper.css"


def paper_html(name: str, paper: BaseModel, language: Language) -> str:
    """Write a document (``outcome`` or ``guide``) as a page that needs no other file."""
    template = environment(language).get_template(f"paper_{name}.html")
    style = Markup(style_whole(STYLE))  # noqa: S704  it is ours
    return template.render(paper=paper.model_dump(by_alias=True), style=style)


def paper_policy() -> str:
    """Say what a browser may do with a document: show it in its own style."""
    style = source_of(style_whole(STYLE))
    return f"default-src 'none'; style-src {style}; font-src data:; frame-ancestors 'none'"


class PaperPress:
    """Prints documents; the last ones are kept, as printing a long one takes seconds."""

    def __init__(self, printing: Print = print_pdf) -> None:
        self._print = printing
        self._kept: OrderedDict[tuple[str, str, Language], bytes] = OrderedDict()
        self._lock = threading.Lock()
        self._room = threading.BoundedSemaphore(_AT_ONCE)

    @property
    def prints_pdf(self) -> bool:
        """Whether this installation can print PDF."""
        return can_print()

    @property
    def policy(self) -> str:
        """The Content-Security-Policy that the HTML is served with."""
        return paper_policy()

    def html(self, name: str, paper: BaseModel, language: Language) -> bytes:
        """Write a document as HTML."""
        return paper_html(name, paper, language).encode()

    def pdf(self, name: str, paper: BaseModel, language: Language, *, mark: str) -> bytes:
        """Print a document; ``mark`` names its content.

        Raises:
            PdfUnavailable: this installation cannot print.
            Unavailable: too much is being printed at the moment.

        """
        key = (name, mark, language)
        if found := self._find(key):
            return found
        if not self._room.acquire(timeout=_PATIENCE_SECONDS):
            raise Unavailable("Too many documents are being printed at the moment.")
        try:
            printed = self._find(key) or self._print(paper_html(name, paper, language))
        finally:
            self._room.release()
        self._keep(key, printed)
        return printed

    def _find(self, key: tuple[str, str, Language]) -> bytes | None:
        with self._lock:
            return self._kept.get(key)

    def _keep(self, key: tuple[str, str, Language], printed: bytes) -> None:
        with self._lock:
            self._kept[key] = printed
            self._kept.move_to_end(key)
            while len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
