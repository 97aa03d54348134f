"""What can go wrong with taxonomies."""

from app.core.errors import Conflict, Invalid, NotFound


class SchemeNotFound(NotFound):
    """There is no such scheme."""

    code, title = "scheme-not-found", "There is no such scheme"
    title_ar = "لا يوجد مخطط تصنيف كهذا"


class VersionNotFound(NotFound):
    """There is no such version of the scheme."""

    code, title = "version-not-found", "There is no such version of the scheme"
    title_ar = "لا يوجد للمخطط إصدار كهذا"


class ConceptNotFound(NotFound):
    """There is no such concept."""

    code, title = "concept-not-found", "There is no such concept"
    title_ar = "لا يوجد مفهوم كهذا"


class VersionExists(Conflict):
    """A released version never changes."""

    code, title = "version-exists", "A released version never changes"
    title_ar = "الإصدار المنشور لا يتغير أبداً"


class VersionIsOlder(Conflict):
    """A newer version was released already."""

    code, title = "version-is-older", "A newer version was released already"
    title_ar = "نُشر إصدار أحدث من قبل"


class UnsoundScheme(Invalid):
    """The scheme breaks a rule of integrity."""

    code, title = "unsound-scheme", "The scheme breaks a rule of integrity"
    title_ar = "يخالف المخطط قاعدة من قواعد السلامة"
