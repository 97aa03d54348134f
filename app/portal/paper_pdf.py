"""From HTML to PDF/UA with WeasyPrint, which is an extra: ``pip install dalil[pdf]``.

A document carries its style sheet and its fonts: no address of a network and no file of the
machine is opened, whatever stands in the text.
"""

from importlib import invalidate_caches
from typing import Any

from app.core.errors import DalilError

_BASE = "https://paper.invalid/"
"""Where documents believe to lie; nothing is ever asked of it."""


class PdfUnavailable(DalilError):
    """The installation cannot print PDF."""

    status, code = 501, "pdf-unavailable"
    title = "This installation cannot print PDF"
    title_ar = "هذا التركيب لا يستطيع إخراج ملفات PDF"


def can_print() -> bool:
    """Tell whether WeasyPrint and the libraries that it needs are there.

    That they are missing is not kept: they may be installed while a server runs.
    """
    invalidate_caches()
    try:
        import weasyprint  # noqa: F401  # an extra, which takes a second to load
    except (ImportError, OSError):
        return False
    return True


def print_pdf(page: str) -> bytes:
    """Print a page as PDF/UA-1.

    Raises:
        PdfUnavailable: WeasyPrint, or a library that it needs, is not installed.

    """
    if not can_print():
        raise PdfUnavailable("Ask for HTML, or install the extra 'pdf'.")
    from weasyprint import HTML

    document = HTML(string=page, base_url=_BASE, url_fetcher=_fetcher())
    printed: bytes = document.write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True)
    return printed


def _fetcher() -> Any:  # Any: a class of the extra
    """Make what reads the fonts that a document carries, and refuses everything else."""
    from weasyprint.urls import URLFetcher

    return URLFetcher(allowed_protocols=("data",))
