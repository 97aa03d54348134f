"""A scheme as if a change request were enacted: its tree, and where services would fall."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy.orm import Session

from app.catalogue.queries.entry_batches import find_published_contents
from app.catalogue.rules.references import Content
from app.core.access import Caller
from app.core.paging import read_cursor, write_cursor
from app.core.schemas import LocalText, Page
from app.taxonomy.operations import Applied, Refused
from app.taxonomy.operations.effects import Effect
from app.workshops.answers import (
    PreviewFacets,
    PreviewFacetValue,
    PreviewService,
    PreviewTree,
)
from app.workshops.previewing import Tree, ref_of
from app.workshops.queries.drafts import Proposed, proposed
from app.workshops.queries.sights import get_row
from app.workshops.queries.tags import FACETS, Tagged, list_tagged
from app.workshops.refusals import outdated
from app.workshops.rules.retagging import Subject, kinds_for, proposed_place, retagged

_SERVICES = "change-request-services"


@dataclass(frozen=True)
class Preview:
    """A change request as applied to the draft, with the services of the scheme."""

    one: Proposed
    applied: Applied
    tagged: tuple[Tagged, ...]

    @cached_property
    def effects(self) -> tuple[Effect, ...]:
        """What the operations mean for services, in their order."""
        return tuple(effect for _, effect in self.applied.effects)

    def tags_after(self, service: Tagged) -> tuple[str, ...]:
        """Say which concepts a service would carry."""
        return retagged(service.tags, self.effects)

    def counts(self, tags_by_service: Iterable[Iterable[str]]) -> Mapping[str, int]:
        """Count services by concept, each with everything above it counted once."""
        tree = Tree(self.applied)
        found: Counter[str] = Counter()
        for tags in tags_by_service:
            found.update({above for tag in tags for above in tree.with_ancestors(tag)})
        return found


def preview_tree(session: Session, change_request_id: str, *, caller: Caller) -> PreviewTree:
    """Read the tree of the scheme as it would be; each node says what became of it.

    Raises:
        ChangeRequestNotFound: there is none, or none that the caller may see.
        ChangeRequestOutdated: its operations no longer apply to the draft.

    """
    preview = _open(session, change_request_id, caller)
    counts = preview.counts(preview.tags_after(one) for one in preview.tagged)
    tree = Tree(preview.applied)
    return PreviewTree(
        scheme=preview.one.row.scheme_id,
        base_version=preview.one.opened.version,
        top_concepts=tree.nodes(counts),
        retired=tree.retired(),
    )


def preview_facets(session: Session, change_request_id: str, *, caller: Caller) -> PreviewFacets:
    """Count the services of every category as they would fall, beside how they fall now.

    Raises:
        ChangeRequestNotFound: there is none, or none that the caller may see.
        ChangeRequestOutdated: its operations no longer apply to the draft.

    """
    preview = _open(session, change_request_id, caller)
    now = Counter(tag for one in preview.tagged for tag in one.tags)
    then = Counter(tag for one in preview.tagged for tag in preview.tags_after(one))
    concepts = preview.applied.draft.concepts
    values = [
        PreviewFacetValue(
            value=concepts[key].notation,
            label=LocalText.model_validate(dict(concepts[key].pref_label)),
            count=then[key],
            before=now[key],
        )
        for key in {*now, *then}
        if key in concepts
    ]
    facet = FACETS.get(preview.one.row.scheme_id, preview.one.row.scheme_id)
    return PreviewFacets(facets={facet: sorted(values, key=lambda value: value.value)})


def preview_services(
    session: Session,
    change_request_id: str,
    *,
    caller: Caller,
    entity: str | None,
    limit: int,
    cursor: str | None,
) -> Page[PreviewService]:
    """Read a page of the services that the operations touch: what they carry now, and would.

    Raises:
        ChangeRequestNotFound: there is none, or none that the caller may see.
        ChangeRequestOutdated: its operations no longer apply to the draft.
        Invalid: the cursor is not one of this list.

    """
    preview = _open(session, change_request_id, caller)
    touched = [
        one
        for one in preview.tagged
        if kinds_for(one.tags, preview.effects) and entity in (None, one.entity)
    ]
    after = str(read_cursor(cursor, _SERVICES, str)[0]) if cursor else ""
    rest = [one for one in touched if one.service > after]
    page = rest[:limit]
    contents = find_published_contents(session, [one.service for one in page])
    items = [_service(preview, one, contents[one.service]) for one in page]
    more = write_cursor(_SERVICES, page[-1].service) if len(rest) > limit else None
    return Page[PreviewService](items=items, next_cursor=more, total=len(touched))


def _open(session: Session, change_request_id: str, caller: Caller) -> Preview:
    row = get_row(session, change_request_id, caller=caller)
    one = proposed(session, row)
    try:
        applied = one.applied()
    except Refused as refusal:
        raise outdated(row.id, refusal) from None
    tagged = list_tagged(session, one.opened.draft.concepts)
    return Preview(one, applied, tuple(tagged))


def _service(preview: Preview, one: Tagged, content: Content) -> PreviewService:
    concepts = preview.applied.draft.concepts
    felt = kinds_for(one.tags, preview.effects)
    choosing = [effect for effect in felt if effect.kind == "choose"]
    choices = dict.fromkeys(key for effect in choosing for key in effect.targets)
    standing = {key for key in choices if concepts[key].status == "active"}
    proposal = proposed_place(Subject(one.entity, content), choosing, standing=standing)
    return PreviewService(
        id=one.service,
        entity=one.entity,
        title=LocalText.model_validate(content["title"]),
        before=[ref_of(preview.one.opened.draft.concepts[key]) for key in one.tags],
        after=[ref_of(concepts[key]) for key in preview.tags_after(one)],
        kinds=list(dict.fromkeys(effect.kind for effect in felt)),
        choices=[ref_of(concepts[key]) for key in choices],
        proposal=ref_of(concepts[proposal]) if proposal else None,
    )
