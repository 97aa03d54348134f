"""What notices say, in both languages; pure.

A date, a code or an address inside Arabic is isolated (Unicode Standard Annex #9), so
that the text around it cannot turn it over.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from html import escape
from typing import Any

from app.core.languages import LANGUAGES, Language, in_language
from app.workshops.notices_rules import NoticeKind

Facts = Mapping[str, Any]  # Any: JSON
Line = tuple[str, str]
"""A label and what stands behind it; without a label it is a paragraph."""
_KUWAIT = timezone(timedelta(hours=3))  # no daylight saving time
_SUBJECTS: Mapping[NoticeKind, Mapping[str, str]] = {
    "invitation": {"ar": "دعوة إلى ورشة عمل", "en": "Invitation to a workshop"},
    "reminder": {"ar": "تذكير بورشة عمل", "en": "Reminder of a workshop"},
    "change": {"ar": "تغيير في موعد ورشة عمل أو مكانها", "en": "A workshop has moved"},
    "cancellation": {"ar": "إلغاء ورشة عمل", "en": "A workshop is cancelled"},
    "positions_asked": {"ar": "نطلب موقف جهتكم", "en": "Your entity's position is asked for"},
    "decision": {"ar": "صدر قرار في طلب تعديل", "en": "A change request was decided"},
}
_OPENINGS: Mapping[NoticeKind, Mapping[str, str]] = {
    "invitation": {
        "ar": "ندعو جهتكم إلى ورشة العمل المبينة أدناه، ونرجو تأكيد الحضور أو الاعتذار.",
        "en": "Your entity is invited to the workshop below. Please accept or decline.",
    },
    "reminder": {
        "ar": "نذكّر جهتكم بورشة العمل المبينة أدناه.",
        "en": "This is a reminder of the workshop below.",
    },
    "change": {
        "ar": "تغيّر موعد ورشة العمل أو مكانها. البيانات الجديدة مبينة أدناه.",
        "en": "The time or the place of the workshop has changed. It is now as below.",
    },
    "cancellation": {
        "ar": "لن تُعقد ورشة العمل المبينة أدناه.",
        "en": "The workshop below will not be held.",
    },
    "positions_asked": {
        "ar": "نرجو أن تسجل جهتكم موقفها من عمليات طلب التعديل كما هي الآن. "
        "الموقف السابق من عمليات أخرى لا يُحسب، والصمت لا يُعد تأييداً.",
        "en": "Please record your entity's position on the operations of the change request as "
        "they are now. A position on former operations does not count, nor does silence.",
    },
    "decision": {
        "ar": "صدر القرار المبين أدناه في طلب التعديل.",
        "en": "The change request was decided as below.",
    },
}
_LABELS: Mapping[str, Mapping[str, str]] = {
    "workshop": {"ar": "الورشة", "en": "Workshop"},
    "changeRequest": {"ar": "طلب التعديل", "en": "Change request"},
    "startsAt": {"ar": "الموعد (بتوقيت الكويت)", "en": "Time (Kuwait)"},
    "place": {"ar": "المكان", "en": "Place"},
    "onlineUrl": {"ar": "رابط الحضور", "en": "Online"},
    "outcome": {"ar": "القرار", "en": "Decision"},
    "reason": {"ar": "السبب", "en": "Reason"},
    "link": {"ar": "التفاصيل", "en": "Details"},
}
_OUTCOMES: Mapping[str, Mapping[str, str]] = {
    "accepted": {"ar": "مقبول", "en": "accepted"},
    "accepted_with_conditions": {"ar": "مقبول بشروط", "en": "accepted with conditions"},
    "rejected": {"ar": "مرفوض", "en": "rejected"},
    "deferred": {"ar": "مؤجل", "en": "deferred"},
}


@dataclass(frozen=True)
class Letter:
    """A message ready to be sent, Arabic first."""

    subject: str
    text: str
    html: str


def write_letter(kind: NoticeKind, facts: Facts, *, base_url: str) -> Letter:
    """Write a notice: ``facts`` are the title, the times and what else it is about."""
    subject = " | ".join(
        f"{_SUBJECTS[kind][one]}: {in_language(facts.get('title'), one) or ''}" for one in LANGUAGES
    )
    parts = {one: list(_lines(kind, facts, one, base_url)) for one in LANGUAGES}
    text = "\n\n---\n\n".join(_plain(lines, one) for one, lines in parts.items())
    return Letter(subject, text + "\n", _html(subject, parts))


def _lines(kind: NoticeKind, facts: Facts, language: Language, base_url: str) -> Iterable[Line]:
    yield "", _OPENINGS[kind][language]
    about = "changeRequest" if kind in ("positions_asked", "decision") else "workshop"
    yield _LABELS[about][language], in_language(facts.get("title"), language) or ""
    said = {
        "startsAt": _moment(facts.get("startsAt")),
        "place": in_language(facts.get("place"), language) or "",
        "onlineUrl": facts.get("onlineUrl") or "",
        "outcome": _OUTCOMES.get(facts.get("outcome") or "", {}).get(language, ""),
        "reason": in_language(facts.get("reason"), language) or "",
        "link": f"{base_url}/{language}{facts['path']}" if base_url else "",
    }
    for name, value in said.items():
        if value:
            yield _LABELS[name][language], value


def _moment(instant: str | None) -> str:
    if not instant:
        return ""
    return f"{datetime.fromisoformat(instant).astimezone(_KUWAIT):%Y-%m-%d %H:%M}"


def _plain(lines: Iterable[Line], language: Language) -> str:
    written = []
    for label, value in lines:
        shown = _isolated(value) if language == "ar" else value
        written.append(f"{label}: {shown}" if label else value)
    return "\n".join(written)


def _isolated(value: str) -> str:
    return f"\u2066{value}\u2069" if value.isascii() else value


def _html(subject: str, parts: Mapping[Language, list[Line]]) -> str:
    sections = "<hr>".join(_section(lines, one) for one, lines in parts.items())
    return (
        '<!doctype html><html lang="ar" dir="rtl"><head><meta charset="utf-8">'
        f"<title>{escape(subject)}</title></head>"
        '<body style="font-family:sans-serif;line-height:1.7;color:#1c2b2a;max-width:40em">'
        f"{sections}</body></html>"
    )


def _section(lines: Iterable[Line], language: Language) -> str:
    direction = "rtl" if language == "ar" else "ltr"
    shown = "".join(_html_line(label, value) for label, value in lines)
    return f'<section lang="{language}" dir="{direction}">{shown}</section>'


def _html_line(label: str, value: str) -> str:
    said = escape(value)
    if value.startswith(("https://", "http://")):
        said = f'<a href="{said}" dir="ltr">{said}</a>'
    elif value.isascii():
        said = f'<bdi dir="auto">{said}</bdi>'
    return f"<p><strong>{escape(label)}:</strong> {said}</p>" if label else f"<p>{said}</p>"
