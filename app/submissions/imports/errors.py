"""What can go wrong with imports."""

from app.core.errors import Conflict, DalilError, Invalid, NotFound


class ImportNotFound(NotFound):
    """There is no such import."""

    code, title = "import-not-found", "There is no such import"
    title_ar = "لا يوجد استيراد كهذا"


class UnusableMapping(Invalid):
    """The mapping file does not say how to read the table."""

    code, title = "unusable-mapping", "The mapping file does not say how to read the table"
    title_ar = "ملف المطابقة لا يبيّن كيف يُقرأ الجدول"


class FileTooLarge(DalilError):
    """The body is too large."""

    status, code, title = 413, "content-too-large", "The body is too large"
    title_ar = "المحتوى المرسل أكبر من المسموح"


class TooManyImports(Conflict):
    """Too many imports of this entity are waiting."""

    code, title = "too-many-imports", "Too many imports of this entity are waiting"
    title_ar = "للجهة استيرادات كثيرة لم تنتهِ"


class ImportUnfinished(Conflict):
    """The import has not come that far."""

    code, title = "import-unfinished", "The import has not come that far"
    title_ar = "لم يبلغ الاستيراد هذه المرحلة"
