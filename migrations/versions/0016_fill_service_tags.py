"""Write which concepts the services that are published already carry themselves."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0016_fill_service_tags"
down_revision = "0015_add_lexicon"
branch_labels = None
depends_on = None

BATCH = 500
TAG = "ref.tag"


def codes(body: dict) -> set[tuple[str, str]]:
    stage = body["digitalStage"]
    found = {("audience", code) for code in body["audience"]}
    found |= {("life-event", code) for code in body["isGroupedBy"]}
    found |= {("business-event", code) for code in body["isGroupedBy"]}
    found |= {("channel", one["type"]) for one in body["hasChannel"]}
    found |= {("output-type", one["type"]) for one in body["produces"]}
    return found | ({("digital-stage", str(stage))} if stage is not None else set())


def tags(body: dict, concepts: dict[tuple[str, str], str]) -> set[str]:
    own = {one["conceptId"] for one in body["isClassifiedBy"]}
    return own | {concepts[pair] for pair in codes(body) if pair in concepts}


def upgrade() -> None:
    bind, last = op.get_bind(), ""
    terms = sa.table(
        "service_term", sa.column("service_id"), sa.column("facet"), sa.column("value")
    )
    rows = bind.execute(sa.text("SELECT scheme_id, code, concept_id FROM notation"))
    concepts = {(row.scheme_id, row.code): row.concept_id for row in rows}
    bind.execute(sa.text("DELETE FROM service_term WHERE facet = :facet"), {"facet": TAG})
    read = sa.text(
        "SELECT service_id, body FROM service_document WHERE service_id > :last"
        " ORDER BY service_id LIMIT :batch"
    )
    while batch := bind.execute(read, {"last": last, "batch": BATCH}).all():
        found = [
            {"service_id": one.service_id, "facet": TAG, "value": tag}
            for one in batch
            for tag in sorted(tags(json.loads(bytes(one.body)), concepts))
        ]
        if found:
            bind.execute(sa.insert(terms), found)
        last = batch[-1].service_id


def downgrade() -> None:
    op.execute("DELETE FROM service_term WHERE facet = 'ref.tag'")
