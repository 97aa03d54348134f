"""What can go wrong in search."""

from app.core.errors import Invalid, NotFound, Unavailable

USUAL_SECONDS = 5


class UnknownFacet(Invalid):
    """There is no facet of that name."""

    code, title = "unknown-facet", "There is no facet of that name"
    title_ar = "لا يوجد وجه تصفية بهذا الاسم"


class TooManyHits(Invalid):
    """There are too many hits to be counted in the tree of another version."""

    code, title = "too-many-hits", "There are too many hits to be counted in this tree"
    title_ar = "النتائج أكثر من أن تُعد في شجرة هذا الإصدار"


class WordNotAsked(NotFound):
    """Too few have asked for such a word, or it is known by now."""

    code, title = "word-not-asked", "Not enough sessions have asked for this word"
    title_ar = "لم تطلب هذه الكلمةَ جلسات كافية"


class OtherWord(Invalid):
    """The text is another word than the one that was asked."""

    code, title = "other-word", "The text is another word than the one that was asked"
    title_ar = "النص كلمة غير الكلمة التي طُلبت"


class SearchUnavailable(Unavailable):
    """The search engine does not answer at the moment."""

    code, title = "search-unavailable", "The search engine does not answer at the moment"
    title_ar = "محرك البحث لا يستجيب الآن"


class IndexNotReady(SearchUnavailable):
    """The search index is not built yet."""


class IndexDamaged(SearchUnavailable):
    """Files of the search index are damaged; it is built again."""


class IndexingFailed(SearchUnavailable):
    """The search engine took a change and could not carry it out."""


class SearchRefused(SearchUnavailable):
    """The search engine answers, and refuses what Dalil asks of it: a fault of set-up."""


class KeyRefused(SearchRefused):
    """The search engine does not know our key, or lets it do something else only."""


class TaskHidden(SearchRefused):
    """The search engine does not tell us of a task: our key is not for all that it is about."""


class PastNotReady(Unavailable):
    """The catalogue of that time is not ready to be searched yet."""

    def __init__(self, detail: str = "", *, seconds: int = 0) -> None:
        super().__init__(detail)
        self._seconds = max(seconds, USUAL_SECONDS)

    @property
    def headers(self) -> dict[str, str]:
        """Say when to come back."""
        return {"Retry-After": str(self._seconds)}
