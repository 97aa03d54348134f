"""What can go wrong with files that others have made."""

from collections.abc import Sequence

from app.core.errors import Finding, Invalid


class UnreadableFile(Invalid):
    """The file cannot be imported.

    ``reason`` is a code of ``refusals``, ``said`` what the parser says.
    """

    code, title = "unreadable-file", "The file cannot be imported"
    title_ar = "لا يمكن استيراد الملف"

    def __init__(
        self,
        detail: str = "",
        *,
        findings: Sequence[Finding] = (),
        reason: str = "",
        said: str = "",
    ) -> None:
        super().__init__(detail, findings=findings)
        self.reason, self.said = reason, said
