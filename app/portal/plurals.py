"""Plural forms of the two languages (Unicode CLDR, plural rules, release 45)."""

from app.core.languages import Language

_FEW = range(3, 11)
_MANY = range(11, 100)


def plural_form(number: int, language: Language) -> str:
    """Name the form that a count takes: zero, one, two, few, many or other.

    English has no zero form in CLDR; here it may have one, for "No services".
    """
    if number == 0:
        return "zero"
    if number == 1:
        return "one"
    return _arabic(number) if language == "ar" else "other"


def _arabic(number: int) -> str:
    if number == 2:
        return "two"
    rest = number % 100
    if rest in _FEW:
        return "few"
    return "many" if rest in _MANY else "other"
