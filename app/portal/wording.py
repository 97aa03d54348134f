"""The texts of the interface and how figures, times and content are said in a language."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from app.core.languages import LANGUAGES, Language
from app.portal.directions import DIRECTION, quotes_apart
from app.portal.durations import parse_duration
from app.portal.plurals import plural_form

FOLDER = Path(__file__).parent / "texts"
KUWAIT = timezone(timedelta(hours=3))  # no daylight saving time

DINAR = "KWD"
DAYS = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")

Phrase = str | dict[str, str]


@cache
def load_texts(language: Language) -> dict[str, Phrase]:
    """Read the catalogue file of one language."""
    texts: dict[str, Phrase] = json.loads((FOLDER / f"{language}.json").read_text("utf-8"))
    return texts


class Wording:
    """Everything that a page says, in one language."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.direction = DIRECTION[language]
        self.other: Language = "en" if language == "ar" else "ar"
        self._texts = load_texts(language)

    def say(self, key: str, **values: object) -> Markup:
        """Return a text of the interface; the values are escaped."""
        phrase = self._texts[key]
        if isinstance(phrase, dict):
            raise TypeError(f"{key} is a count: use count()")
        return Markup(phrase).format(**values)  # noqa: S704  the catalogue is ours

    def has(self, key: str) -> bool:
        """Say whether the catalogue knows the key."""
        return key in self._texts

    def count(self, key: str, number: int) -> Markup:
        """Say how many there are, e.g. ``3 خدمات``, with the figure kept left to right."""
        return Markup(self._form(key, number)).format(n=self.figure(f"{number:,}"))  # noqa: S704

    def plain_count(self, key: str, number: int) -> str:
        """Say how many there are without markup, for titles and attributes."""
        return self._form(key, number).format(n=f"{number:,}")

    def figure(self, value: object) -> Markup:
        """Isolate a number, code or phone so that Arabic around it cannot turn it over."""
        if self.language == "en":
            return escape(value)
        return Markup('<bdi dir="ltr">{}</bdi>').format(value)

    def plain_figure(self, value: object) -> str:
        """Isolate a number or code where no markup is possible: in titles, attributes, options."""
        return str(value) if self.language == "en" else f"\u2066{value}\u2069"

    def money(self, fils: int, currency: str = DINAR) -> Markup:
        """Say an amount: 20000 fils are ``20 د.ك``, 250 fils are ``KD 0.250``."""
        if currency != DINAR:
            return self.figure(f"{currency} {dinars(fils)}")
        return self.say("money.amount", amount=self.figure(dinars(fils)))

    def hours(self, opening: Mapping[str, Any]) -> Markup:  # Any: JSON values
        """Say when something is open, e.g. ``الأحد، الاثنين 07:30–14:30``."""
        days = self.say("list.comma").join(
            self.say(f"day.{code}") for code in opening.get("days") or () if code in DAYS
        )
        times = "–".join(str(opening.get(key) or "")[:5] for key in ("opens", "closes"))
        return Markup("{} {} {}").format(
            days, self.figure(times), self.words(opening.get("description"))
        )

    def duration(self, value: str) -> Markup:
        """Say an ISO 8601 duration; one that cannot be read is shown as it is."""
        parts = parse_duration(value)
        if parts is None:
            return self.figure(value)
        said = [self.count(f"unit.{unit}", number) for unit, number in parts if number]
        return self.say("unit.and").join(said) if said else self.say("unit.immediate")

    def day(self, instant: str | datetime) -> Markup:
        """Say the day on which an instant falls in Kuwait."""
        moment = _moment(instant)
        if moment is None:
            return self.figure(instant)
        month = self.say(f"month.{moment.month}")
        day, year = self.figure(moment.day), self.figure(moment.year)
        return self.say("date.day", day=day, month=month, year=year)

    def hour(self, instant: str | datetime) -> Markup:
        """Say the time of day of an instant in Kuwait, e.g. ``09:00``."""
        moment = _moment(instant)
        return self.figure(f"{moment:%H:%M}" if moment else instant)

    def words(self, text: Mapping[str, str | None] | None) -> Markup:
        """Show a text of the catalogue; another language than the page's is marked as such."""
        language, said = self._choose(text)
        if language in (None, self.language):
            return quotes_apart(said, self.language)
        shown = quotes_apart(said, language)
        return Markup('<bdi lang="{}" dir="{}">{}</bdi>').format(
            language, DIRECTION[language], shown
        )

    def plain(self, text: Mapping[str, str | None] | None) -> str:
        """Return the text of the catalogue without markup."""
        return self._choose(text)[1]

    def plain_apart(self, text: Mapping[str, str | None] | None) -> str:
        """Return the text for a title; another language is set apart by isolates (U+2068)."""
        language, said = self._choose(text)
        return said if language in (None, self.language) else f"\u2068{said}\u2069"

    def _choose(self, text: Mapping[str, str | None] | None) -> tuple[Language | None, str]:
        for language in (self.language, *LANGUAGES):
            said = (text or {}).get(language)
            if said:
                return language, said
        return None, ""

    def _form(self, key: str, number: int) -> str:
        forms = self._texts[key]
        if isinstance(forms, str):
            raise TypeError(f"{key} is a text: use say()")
        return forms.get(plural_form(number, self.language), forms["other"])


def dinars(fils: int) -> str:
    """Write fils as dinars, with three decimals only when there are any."""
    whole, rest = divmod(abs(fils), 1000)
    sign = "-" if fils < 0 else ""
    return f"{sign}{whole:,}.{rest:03d}" if rest else f"{sign}{whole:,}"


def _moment(instant: str | datetime) -> datetime | None:
    try:
        moment = datetime.fromisoformat(instant) if isinstance(instant, str) else instant
        return moment.astimezone(KUWAIT) if moment.tzinfo else moment
    except (ValueError, OverflowError):
        return None
