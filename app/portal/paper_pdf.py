"""From HTML to PDF/UA with WeasyPrint, which is an extra: ``pip install dalil[pdf]``.

A document reaches for its style sheet and its fonts alone, and gets them from memory: no
address of a network and no file of the machine is opened, whatever stands in the text.
"""

from importlib import invalidate_caches
from typing import Any
from urllib.parse import urlsplit

from app.core.errors import DalilError
from app.portal.assets import assets_by_address

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
    """Make what hands out the portal's own files, and refuses everything else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFiles(URLFetcher):  # type: ignore[misc]  # its base is of the extra
        """Answers addresses of the portal's static files from memory."""

        def fetch(self, url: str, headers: object = None) -> Any:
            address = urlsplit(url)
            asset = assets_by_address().get(address.path.removeprefix("/static/"))
            if not url.startswith(_BASE) or asset is None:
                raise ValueError(f"not a file of this document: {url[:200]}")
            kind = {"Content-Type": asset.media_type}
            return URLFetcherResponse(url, asset.body, kind)

    return OwnFiles()
