"""Why an operation cannot be applied. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Refusal:
    """One reason: a stable code, the field it is about, and a text in each language.

    ``expected`` and ``found`` are filled where an expected old value did not match.
    """

    code: str
    field: str
    ar: str
    en: str
    expected: object = None
    found: object = None

    @property
    def is_mismatch(self) -> bool:
        """The draft holds another value than the one expected."""
        return self.code == "OP-OLD"


class Refused(Exception):
    """An operation cannot be applied to this draft; ``index`` is its place in the request."""

    def __init__(self, *refusals: Refusal, index: int | None = None) -> None:
        super().__init__("; ".join(refusal.en for refusal in refusals))
        self.refusals = refusals
        self.index = index


def mismatch(field: str, expected: object, found: object) -> Refused:
    """Say that an expected old value is not what the draft holds."""
    return Refused(
        Refusal(
            code="OP-OLD",
            field=field,
            ar="القيمة الحالية ليست القيمة المتوقعة: تغيّرت المسودة.",
            en="The present value is not the expected one: the draft has changed.",
            expected=expected,
            found=found,
        )
    )


def refused(code: str, field: str, *, ar: str, en: str) -> Refused:
    """Say in one reason that an operation cannot be applied."""
    return Refused(Refusal(code=code, field=field, ar=ar, en=en))
