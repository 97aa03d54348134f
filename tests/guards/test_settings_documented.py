"""Every setting is documented, with its name and its default."""

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from app.core.settings import ROOT, Settings
from tests.guards.documentation import tables

PAGE = ROOT / "docs" / "operate" / "settings.md"


def variable(name: str, field: FieldInfo) -> str:
    return str(field.validation_alias or f"DALIL_{name.upper()}")


def shown_default(value: object) -> str:
    plain = value.get_secret_value() if isinstance(value, SecretStr) else value
    text = str(plain).lower() if isinstance(plain, bool) else str(plain)
    return f"`{text}`" if text else "empty"


def test_the_table_lists_every_setting_with_its_default():
    rows = [row for row in tables(PAGE) if row[0].startswith("`")]

    listed = [(row[0].strip("`"), row[1]) for row in rows]

    assert listed == [
        (variable(name, field), shown_default(field.default))
        for name, field in Settings.model_fields.items()
    ]


def test_every_setting_has_a_meaning():
    rows = [row for row in tables(PAGE) if row[0].startswith("`")]

    assert [row[0] for row in rows if len(row) != 3 or not row[2].endswith(".")] == []
