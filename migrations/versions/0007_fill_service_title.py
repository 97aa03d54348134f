"""Write the keys of the services that are published already.

The folding is that of the catalogue at this time; what it leaves different is mended when
a service is next published.
"""

import json
import re
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0007_fill_service_title"
down_revision = "0006_add_service_title"
branch_labels = None
depends_on = None

LONGEST_KEY = 120
BATCH = 500
LETTERS = str.maketrans("ٱٲٳىیېةۀھہەکگڪپچڤژۆ", "ااايييهههههكككبجفزو", "ءـ'’‘`ʼ")
WORDS = re.compile(r"\w+")
UNSEEN = ("Cf", "Mn", "Me")


def folded(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text.translate(LETTERS))
    seen = (one for one in parts if unicodedata.category(one) not in UNSEEN)
    plain = "".join(str(unicodedata.decimal(one)) if one.isdecimal() else one for one in seen)
    return " ".join(WORDS.findall(plain.lower().translate(LETTERS)))[:LONGEST_KEY]


def key(title: dict[str, str], language: str) -> str:
    chosen = title.get(language) or title.get("ar") or title.get("en") or ""
    return folded(chosen)


def upgrade() -> None:
    bind, last = op.get_bind(), ""
    titles = sa.table("service_title", sa.column("service_id"), sa.column("ar"), sa.column("en"))
    read = sa.text(
        "SELECT service_id, body FROM service_document WHERE service_id > :last"
        " ORDER BY service_id LIMIT :batch"
    )
    while batch := bind.execute(read, {"last": last, "batch": BATCH}).all():
        found = {one.service_id: json.loads(bytes(one.body))["title"] for one in batch}
        rows = [
            {"service_id": each, "ar": key(title, "ar"), "en": key(title, "en")}
            for each, title in found.items()
        ]
        bind.execute(sa.insert(titles), rows)
        last = batch[-1].service_id


def downgrade() -> None:
    op.execute("DELETE FROM service_title")
