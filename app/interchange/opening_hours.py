"""Opening hours in words, for vocabularies that take a text, and the names of days."""

from app.interchange.rendered import Document, texts

# Days of RFC 5545, section 3.3.10, in Arabic, in English and in schema.org.
_DAYS = {
    "SU": ("الأحد", "Sunday"),
    "MO": ("الاثنين", "Monday"),
    "TU": ("الثلاثاء", "Tuesday"),
    "WE": ("الأربعاء", "Wednesday"),
    "TH": ("الخميس", "Thursday"),
    "FR": ("الجمعة", "Friday"),
    "SA": ("السبت", "Saturday"),
}


def wording(item: Document) -> dict[str, str]:
    """Say the days, the hours and what is added to them, in Arabic and English."""
    span = f"{clock(item['opens'])}–{clock(item['closes'])}"
    arabic = "، ".join(_DAYS[day][0] for day in item["days"])
    english = ", ".join(_DAYS[day][1] for day in item["days"])
    said = {"ar": f"{arabic}: {span}", "en": f"{english}: {span}"}
    added = texts(item.get("description"))
    return {code: f"{said[code]}. {added[code]}" if code in added else said[code] for code in said}


def day_addresses(item: Document) -> list[str]:
    """Name the days as schema.org does."""
    return [f"https://schema.org/{_DAYS[day][1]}" for day in item["days"]]


def clock(time: str) -> str:
    """Cut a time of day to hours and minutes."""
    return time[:5]
