"""What can go wrong with files of schemes."""

from collections.abc import Sequence

from app.core.errors import Finding, Invalid

MOST_FINDINGS = 100


class UnreadableScheme(Invalid):
    """The file does not hold a scheme that can be read."""

    code, title = "unreadable-scheme", "The file does not hold a scheme that can be read"
    title_ar = "لا يحوي الملف مخطط تصنيف يمكن قراءته"


class UnwritableScheme(Invalid):
    """The scheme cannot be written in this format."""

    code, title = "unwritable-scheme", "The scheme cannot be written in this format"
    title_ar = "لا يمكن كتابة المخطط بهذه الصيغة"


def refused(findings: Sequence[Finding]) -> UnreadableScheme:
    """Say why a file is not read, the first reason in words."""
    return UnreadableScheme(findings[0].message["en"], findings=findings[:MOST_FINDINGS])
