"""What can go wrong with imports."""

from app.core.errors import Conflict, DalilError, Invalid, NotFound


class ImportNotFound(NotFound):
    """There is no such import."""

    code, title = "import-not-found", "There is no such import"


class UnreadableFile(Invalid):
    """The file cannot be imported."""

    code, title = "unreadable-file", "The file cannot be imported"


class UnusableMapping(Invalid):
    """The mapping file does not say how to read the table."""

    code, title = "unusable-mapping", "The mapping file does not say how to read the table"


class FileTooLarge(DalilError):
    """The file is larger than imports may be."""

    status, code = 413, "content-too-large"
    title = "The file is larger than imports may be"


class TooManyImports(Conflict):
    """Too many imports of this entity are waiting."""

    code, title = "too-many-imports", "Too many imports of this entity are waiting"


class ImportUnfinished(Conflict):
    """The import has not come that far."""

    code, title = "import-unfinished", "The import has not come that far"
