"""PII: numbers and addresses that do not belong in a text. Pure.

The civil number of the Public Authority for Civil Information has twelve digits: the
century (2 or 3), the date of birth, a serial number and a check digit, which is eleven
less the remainder of the weighted sum by eleven.
"""

import re
from collections.abc import Iterator
from datetime import date

from app.core.rule_texts import Text
from app.submissions.rules.base import Check, Context, Entry, Example, Hit, Rule
from app.submissions.rules.letters import with_latin_digits

_WEIGHTS = (2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_DIGIT = re.compile(r"\d")
"""Most texts hold no digit at all, which is told much quicker than that they hold no number."""
_TWELVE = re.compile(r"(?<!\d)[23]\d{11}(?!\d)")
_INTERNATIONAL = re.compile(r"(?:\+|\b00)\s?965[\s-]?\d{4}[\s-]?\d{4}(?!\d)")
_LOCAL = re.compile(r"(?<![\d+.,/-])([24569]\d{3})[\s-]?(\d{4})(?![\d/]|[-.,]\d)")
_HOTLINE = re.compile(
    r"(?:هاتف|تلفون|اتصل|الاتصال|رقم|خط ساخن|phone|tel|call|hotline)\D{0,20}(?<!\d)(1\d{6})(?!\d)",
    re.IGNORECASE,
)
_MONEY = re.compile(r"\s?(?:د\.?\s?ك|دينار|فلس|KD|KWD|fils|dinar)", re.IGNORECASE)
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_ADDRESS = re.compile(r"\b(?:https?://|www\.)[^\s<>]{3,}", re.IGNORECASE)
_IBAN = re.compile(r"\bKW\d{2}\s?[A-Z]{4}(?:\s?[A-Z0-9]){22}\b")


def is_civil_number(digits: str) -> bool:
    """Whether twelve digits are a civil number: a date of birth and a right check digit."""
    century = 1700 + 100 * int(digits[0])
    try:
        date(century + int(digits[1:3]), int(digits[3:5]), int(digits[5:7]))
    except ValueError:
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=False))
    return 11 - total % 11 == int(digits[11])


def _civil_numbers(text: str) -> bool:
    joined = re.sub(r"(?<=\d)[ -](?=\d)", "", text)
    found = [*_TWELVE.findall(text), *_TWELVE.findall(joined)]
    return any(is_civil_number(one) for one in found)


def _phone(text: str) -> str:
    found = _INTERNATIONAL.search(text) or _HOTLINE.search(text)
    if found:
        return found.group()
    for one in _LOCAL.finditer(text):
        if not _MONEY.match(text, one.end()) and not _is_date(*one.groups()):
            return one.group()
    return ""


def _is_date(first: str, second: str) -> bool:
    """Whether eight digits are a range of years or a date such as 20251124."""
    if 1900 <= int(first) <= 2100 and 1900 <= int(second) <= 2100:
        return True
    return 1900 <= int(first) <= 2100 and 1 <= int(second[:2]) <= 12 and 1 <= int(second[2:]) <= 31


def _phone_in_text(entry: Entry, _context: Context) -> Iterator[Hit]:
    for said in entry.texts:
        if _DIGIT.search(said.text) and _phone(with_latin_digits(said.text)):
            yield Hit(said.pointer)


def _civil_number_in_text(entry: Entry, _context: Context) -> Iterator[Hit]:
    for said in entry.texts:
        if _DIGIT.search(said.text) and _civil_numbers(with_latin_digits(said.text)):
            yield Hit(said.pointer)


def _holds(pattern: re.Pattern[str]) -> Check:
    def check(entry: Entry, _context: Context) -> Iterator[Hit]:
        for said in entry.texts:
            if pattern.search(said.text):
                yield Hit(said.pointer)

    return check


def _text(en: str) -> Example:
    return Example({"description": {"ar": "تجديد رخصة القيادة المنتهية لمدة خمس سنوات.", "en": en}})


_GOOD = _text("Renews an expired driving licence for five years.")

RULES = (
    Rule(
        id="PII-01",
        severity="warning",
        message=Text("The text holds a phone number.", "في النص رقم هاتف."),
        hint=Text(
            "Move it to a phone channel or to the contact point.",
            "انقله إلى قناة هاتفية أو إلى جهة الاتصال.",
        ),
        why=Text(
            "A number in its own field can be dialled, checked and changed in one place.",
            "الرقم في حقله يمكن الاتصال به والتحقق منه وتغييره في موضع واحد.",
        ),
        good=_GOOD,
        bad=_text("Renews an expired licence; call 2222 3344 for help."),
        check=_phone_in_text,
    ),
    Rule(
        id="PII-02",
        severity="error",
        message=Text("The text holds a person's civil number.", "في النص رقم مدني لشخص."),
        hint=Text(
            "Remove it; write how such a number looks in words.",
            "احذفه، واشرح شكل الرقم بالكلمات.",
        ),
        why=Text(
            "A civil number is personal data and opens doors; it must never be published.",
            "الرقم المدني بيان شخصي تُفتح به الأبواب ولا يجوز نشره.",
        ),
        good=_text("Enter the civil number of twelve digits."),
        bad=_text("Enter the civil number, for example 288010100019."),
        check=_civil_number_in_text,
    ),
    Rule(
        id="PII-03",
        severity="warning",
        message=Text("The text holds an e-mail address.", "في النص عنوان بريد إلكتروني."),
        hint=Text("Move it to the contact point.", "انقله إلى جهة الاتصال."),
        why=Text(
            "An address in its own field can be checked and changed in one place.",
            "العنوان في حقله يمكن التحقق منه وتغييره في موضع واحد.",
        ),
        good=_GOOD,
        bad=_text("Renews an expired licence; write to help@moi.gov.kw first."),
        check=_holds(_EMAIL),
    ),
    Rule(
        id="PII-04",
        severity="suggestion",
        message=Text("The text holds a web address.", "في النص عنوان موقع."),
        hint=Text("Move it to a channel.", "انقله إلى قناة."),
        why=Text(
            "Addresses in a text are not links and are not checked.",
            "العناوين داخل النص ليست روابط ولا تُفحص.",
        ),
        good=_GOOD,
        bad=_text("Renews an expired licence on www.moi.gov.kw for five years."),
        check=_holds(_ADDRESS),
    ),
    Rule(
        id="PII-05",
        severity="warning",
        message=Text("The text holds a bank account (IBAN).", "في النص رقم حساب مصرفي (آيبان)."),
        hint=Text(
            "Remove it; people pay through the entity's channels.",
            "احذفه، فالسداد يكون عبر قنوات الجهة.",
        ),
        why=Text(
            "Account numbers in texts are what fraudsters change.",
            "أرقام الحسابات في النصوص هدف المحتالين.",
        ),
        good=_GOOD,
        bad=_text("Transfer the fee to KW81CBKU0000000000001234560101 before applying."),
        check=_holds(_IBAN),
    ),
)
