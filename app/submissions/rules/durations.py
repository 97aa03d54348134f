"""TIME: processing times that people can rely on. Pure."""

import re
from collections.abc import Iterator

from app.core.rule_texts import Text
from app.submissions.rules.base import Context, Entry, Example, Hit, Rule

_PARTS = re.compile(
    r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?"
)
_SECONDS = (31_557_600, 2_629_800, 604_800, 86_400, 3_600, 60, 1)
"""A year of 365.25 days and a twelfth of it: durations are only compared."""
_YEAR, _DAY = _SECONDS[0], _SECONDS[3]


def seconds_of(duration: str) -> int:
    """Return the length of a duration of ISO 8601, about the length for months and years."""
    found = _PARTS.fullmatch(duration)
    parts = found.groups(default="0") if found else ()
    return sum(int(part) * seconds for part, seconds in zip(parts, _SECONDS, strict=False))


def _durations(entry: Entry) -> Iterator[tuple[str, str]]:
    if entry.content.get("processingTime"):
        yield "/processingTime", entry.content["processingTime"]
    for place, channel in enumerate(entry.list_of("hasChannel")):
        if channel.get("processingTime"):
            yield f"/hasChannel/{place}/processingTime", channel["processingTime"]


def _nothing(entry: Entry, _context: Context) -> Iterator[Hit]:
    for pointer, duration in _durations(entry):
        if seconds_of(duration) == 0:
            yield Hit(pointer)


def _very_long(entry: Entry, _context: Context) -> Iterator[Hit]:
    for pointer, duration in _durations(entry):
        if seconds_of(duration) > _YEAR:
            yield Hit(pointer, {"duration": duration})


def _slower_channel(entry: Entry, _context: Context) -> Iterator[Hit]:
    whole = entry.content.get("processingTime")
    for pointer, duration in _durations(entry):
        if whole and seconds_of(duration) > seconds_of(whole):
            yield Hit(pointer, {"duration": duration, "whole": whole})


def _clumsy(entry: Entry, _context: Context) -> Iterator[Hit]:
    for pointer, duration in _durations(entry):
        has_time = "T" in duration and seconds_of(duration) >= 2 * _DAY
        if has_time and seconds_of(duration) % _DAY == 0:
            yield Hit(pointer, {"duration": duration, "days": seconds_of(duration) // _DAY})


def _only_words(entry: Entry, _context: Context) -> Iterator[Hit]:
    if entry.content.get("processingNote") and not entry.content.get("processingTime"):
        yield Hit("/processingTime")


_GOOD = Example({"processingTime": "P3D"})

RULES = (
    Rule(
        id="TIME-01",
        severity="error",
        message=Text("The processing time is zero.", "مدة الإنجاز صفر."),
        hint=Text(
            "Give the time it takes, PT5M for five minutes, or leave it out.",
            "اكتب المدة الفعلية، مثل PT5M لخمس دقائق، أو احذفها.",
        ),
        why=Text(
            "Nothing takes no time; a zero is an empty cell of a spreadsheet.",
            "لا شيء يُنجز بلا وقت، والصفر خانة فارغة في جدول.",
        ),
        good=_GOOD,
        bad=Example({"processingTime": "P0D"}),
        check=_nothing,
    ),
    Rule(
        id="TIME-02",
        severity="warning",
        message=Text("{duration} is longer than a year.", "المدة {duration} تتجاوز السنة."),
        hint=Text(
            "P3M are three months, PT3M three minutes.",
            "تعني P3M ثلاثة أشهر، وPT3M ثلاث دقائق.",
        ),
        why=Text(
            "Hardly any service takes over a year; more often a letter was confused.",
            "قلّما تستغرق خدمة أكثر من سنة، والأغلب خلط في الحروف.",
        ),
        good=_GOOD,
        bad=Example({"processingTime": "P30M"}),
        check=_very_long,
    ),
    Rule(
        id="TIME-03",
        severity="suggestion",
        message=Text(
            "This channel takes {duration}, longer than the service ({whole}).",
            "هذه القناة تستغرق {duration} وهي أطول من مدة الخدمة ({whole}).",
        ),
        hint=Text(
            "Give the service the time of its slowest channel.",
            "اجعل مدة الخدمة مدة أبطأ قنواتها.",
        ),
        why=Text(
            "The time of the service is the promise that holds whatever channel is used.",
            "مدة الخدمة وعد يسري أياً كانت القناة.",
        ),
        good=Example(
            {
                "processingTime": "P3D",
                "hasChannel": [{"type": "counter", "processingTime": "P1D"}],
            }
        ),
        bad=Example(
            {
                "processingTime": "P3D",
                "hasChannel": [{"type": "counter", "processingTime": "P9D"}],
            }
        ),
        check=_slower_channel,
    ),
    Rule(
        id="TIME-04",
        severity="suggestion",
        message=Text("{duration} is {days} days.", "المدة {duration} تساوي {days} يوماً."),
        hint=Text("Write it as P{days}D.", "اكتبها P{days}D."),
        why=Text(
            "Whole days are read more easily and compare with other services.",
            "الأيام الكاملة أسهل قراءة ومقارنة بالخدمات الأخرى.",
        ),
        good=_GOOD,
        bad=Example({"processingTime": "PT72H"}),
        check=_clumsy,
    ),
    Rule(
        id="TIME-05",
        severity="suggestion",
        message=Text(
            "The processing time is given in words only.", "مدة الإنجاز مكتوبة بالكلمات فقط."
        ),
        hint=Text("Give it as a duration too, such as P3D.", "اكتبها أيضاً بصيغة مثل P3D."),
        why=Text(
            "Words cannot be compared, sorted or measured.",
            "الكلمات لا تُقارن ولا تُرتب ولا تُقاس.",
        ),
        good=_GOOD,
        bad=Example(
            {"processingTime": None, "processingNote": {"ar": "ثلاثة أيام", "en": "three days"}}
        ),
        check=_only_words,
    ),
)
