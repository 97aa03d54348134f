"""How names and quoted texts stand in a sentence of one language. Pure."""

from collections.abc import Callable, Iterable, Mapping

Label = Mapping[str, str]
NameOf = Callable[[str], Label]
"""From a concept's id to how it is called: notation and label, by language."""
_LANGUAGES = {"ar": {"ar": "العربية", "en": "الإنجليزية"}, "en": {"ar": "Arabic", "en": "English"}}
_TOP = {"ar": "قمة التصنيف", "en": "the top"}


def by_id(known: str) -> Label:
    """Name something by its id where nothing else is known of it."""
    return {"ar": known, "en": known}


def quoted(text: str, language: str) -> str:
    """Put a text into the quotation marks of a language."""
    return f"«{text}»" if language == "ar" else f"“{text}”"


class Voice:
    """What sentences of one language are made of."""

    def __init__(self, language: str, name_of: NameOf, entity_of: NameOf = by_id) -> None:
        self._language = language
        self._name_of = name_of
        self._entity_of = entity_of

    def _pick(self, arabic: str, english: str) -> str:
        return arabic if self._language == "ar" else english

    def _text(self, text: Label) -> str:
        return text.get(self._language) or next(iter(text.values()), "")

    def _word(self, words: Label) -> str:
        return words[self._language]

    def _tongue(self, language: str) -> str:
        return _LANGUAGES[self._language].get(language, language)

    def _quote(self, text: str | None) -> str:
        return quoted(text or "", self._language)

    def _quoted(self, texts: Iterable[str]) -> str:
        return self._pick("، ", ", ").join(self._quote(one) for one in texts)

    def _name(self, concept: str) -> str:
        return self._quote(self._text(self._name_of(concept)))

    def _entity(self, entity: str) -> str:
        return self._quote(self._text(self._entity_of(entity)))

    def _place(self, concept: str | None) -> str:
        return self._name(concept) if concept else self._word(_TOP)

    def _list(self, concepts: Iterable[str]) -> str:
        return self._pick("، ", ", ").join(self._name(one) for one in concepts)

    def _days(self, number: int) -> str:
        """Say how many days after something, counted as each language counts."""
        if self._language != "ar":
            return f"{number} day" if number == 1 else f"{number} days"
        if number in (1, 2):
            return "يوم واحد" if number == 1 else "يومين"
        last = number % 100
        few, many = 3 <= last <= 10, last > 10
        return f"{number} {'أيام' if few else 'يوماً' if many else 'يوم'}"
