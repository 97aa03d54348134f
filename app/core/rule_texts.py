"""How rules speak: texts in both languages, and examples as JSON that hides nothing. Pure."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

_PLACE = re.compile(r"{(\w+)}")
_LONG_TEXT = re.compile(r'(?<=")([^"]{200})[^"]*')


@dataclass(frozen=True)
class Text:
    """A text of the rules, in both languages; ``{name}`` is filled in."""

    en: str
    ar: str

    def filled(self, values: Mapping[str, object]) -> dict[str, str]:
        """Return the text by language with its places filled in; values may be texts themselves."""
        texts = {name: one for name, one in values.items() if isinstance(one, Text)}
        return {
            "ar": self.ar.format_map({**values, **{name: one.ar for name, one in texts.items()}}),
            "en": self.en.format_map({**values, **{name: one.en for name, one in texts.items()}}),
        }


def as_json(content: Mapping[str, object]) -> str:
    """Write JSON, several fields one a line; what cannot be seen is escaped."""
    fields = [f"{json.dumps(name)}: {_visible(value)}" for name, value in content.items()]
    return f"{{{fields[0]}}}" if len(fields) == 1 else "{\n  " + ",\n  ".join(fields) + "\n}"


def _visible(value: object) -> str:
    written = json.dumps(value, ensure_ascii=False)
    shortened = _LONG_TEXT.sub(r"\1…", written)
    return "".join(one if one.isprintable() else f"\\u{ord(one):04x}" for one in shortened)


def shown(text: str) -> str:
    """Show the places that a finding fills in."""
    return _PLACE.sub(r"‹\1›", text)
