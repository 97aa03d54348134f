"""What can go wrong with taxonomies."""

from app.core.errors import Conflict, Finding, Invalid, NotFound
from app.taxonomy.operations.refusing import Refused


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


class OperationRefused(Invalid):
    """An operation cannot be applied to the scheme as it is."""

    code, title = "operation-refused", "An operation cannot be applied to the scheme as it is"
    title_ar = "لا يمكن تطبيق العملية على المخطط بحالته الراهنة"

    @classmethod
    def of(cls, refused: Refused) -> "OperationRefused":
        """Say it as findings that point into ``operations``."""
        place = f"/operations/{refused.index}" if refused.index is not None else "/operations"
        findings = [
            Finding(
                pointer=f"{place}/{one.field}",
                rule=one.code,
                message={"ar": one.ar, "en": one.en},
            )
            for one in refused.refusals
        ]
        return cls(findings[0].message["en"], findings=findings)


class NothingToRelease(Conflict):
    """Nothing was enacted since the last version."""

    code, title = "nothing-to-release", "Nothing was enacted since the last version"
    title_ar = "لم يُعتمد أي تغيير منذ الإصدار الأخير"


class DraftNotEmpty(Conflict):
    """Something was enacted since the latest version."""

    code, title = "draft-not-empty", "Something was enacted since the latest version"
    title_ar = "اعتُمد تغيير بعد الإصدار الأخير"
