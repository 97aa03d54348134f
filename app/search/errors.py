"""What can go wrong in search."""

from app.core.errors import Invalid, Unavailable


class UnknownFacet(Invalid):
    """There is no facet of that name."""

    code, title = "unknown-facet", "There is no facet of that name"
    title_ar = "لا يوجد وجه تصفية بهذا الاسم"


class TooManyHits(Invalid):
    """There are too many hits to be counted in the tree of another version."""

    code, title = "too-many-hits", "There are too many hits to be counted in this tree"
    title_ar = "النتائج أكثر من أن تُعد في شجرة هذا الإصدار"


class SearchUnavailable(Unavailable):
    """The search engine does not answer at the moment."""

    code, title = "search-unavailable", "The search engine does not answer at the moment"
    title_ar = "محرك البحث لا يستجيب الآن"


class IndexNotReady(SearchUnavailable):
    """The search index is not built yet."""


class IndexingFailed(SearchUnavailable):
    """The search engine took a change and could not carry it out."""


class SearchRefused(SearchUnavailable):
    """The search engine answers, and refuses what Dalil asks of it: a fault of set-up."""
