"""Shapes of workshops, in and out."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic.alias_generators import to_camel

from app.core.schemas import Code, Email, Flag, Line, LocalText, Moment, Schema, Url
from app.workshops.meetings_lifecycle import Reply, State

MOST_ENTITIES = 200
MOST_ITEMS = 200
MOST_PARAGRAPHS = 500
_MAY_BE_NULL = {"ends_at", "place", "online_url"}
Contacts = Annotated[list[Email], Field(max_length=10)]
Entities = Annotated[list[Code], Field(max_length=MOST_ENTITIES)]


class AgendaItemIn(Schema):
    """One point of an agenda: a change request by its id, or a topic."""

    change_request: Code | None = None
    topic: LocalText | None = None

    @model_validator(mode="after")
    def _names_one(self) -> "AgendaItemIn":
        if (self.change_request is None) is (self.topic is None):
            raise ValueError("name either a changeRequest or a topic")
        return self


class AgendaIn(Schema):
    """The whole agenda in its order."""

    items: list[AgendaItemIn] = Field(max_length=MOST_ITEMS)


class WorkshopIn(Schema):
    """A workshop to be held; times carry their offset from UTC.

    ``contacts`` are the addresses, by entity, that invitations and reminders go to.
    """

    title: LocalText
    starts_at: Moment
    ends_at: Moment | None = None
    place: LocalText | None = None
    online_url: Url | None = None
    entities: Entities = Field(default_factory=list)
    contacts: dict[Code, Contacts] = Field(default_factory=dict, max_length=MOST_ENTITIES)
    is_public: Flag = False
    agenda: list[AgendaItemIn] = Field(default_factory=list, max_length=MOST_ITEMS)


class WorkshopPatch(Schema):
    """What is to change of a workshop; what is left out stays.

    ``entities`` is the whole list of those invited; whoever is no longer on it is not.
    """

    title: LocalText | None = None
    starts_at: Moment | None = None
    ends_at: Moment | None = None
    place: LocalText | None = None
    online_url: Url | None = None
    entities: Entities | None = None
    contacts: dict[Code, Contacts] | None = Field(default=None, max_length=MOST_ENTITIES)
    is_public: Flag | None = None

    @model_validator(mode="after")
    def _keeps_what_it_needs(self) -> "WorkshopPatch":
        for name in sorted(self.model_fields_set - _MAY_BE_NULL):
            if getattr(self, name) is None:
                raise ValueError(f"{to_camel(name)} cannot be null")
        return self


class CancelIn(Schema):
    """Why a workshop is not held."""

    reason: LocalText


class ReplyIn(Schema):
    """An entity's answer to its invitation, and where its notices are to go."""

    entity: Code
    reply: Literal["accepted", "declined"]
    contacts: Contacts | None = None


class AttendanceIn(Schema):
    """Somebody who came; the name and the role may be left out."""

    entity: Code
    name: Line | None = None
    role: Line | None = None
    joined_at: Moment | None = None


class MinutesIn(Schema):
    """The minutes, whole; they become a new revision."""

    paragraphs: list[LocalText] = Field(min_length=1, max_length=MOST_PARAGRAPHS)


class AgendaItemOut(Schema):
    """One point of an agenda; ``title`` is that of the change request, or the topic."""

    place: int
    change_request: str | None
    state: str | None
    title: LocalText


class InvitationOut(Schema):
    """An entity that was asked to come; ``contacts`` are shown to those who may see them."""

    entity: str
    title: LocalText
    state: Reply
    contacts: list[str] | None
    invited_at: datetime
    reminded_at: datetime | None
    answered_at: datetime | None


class WorkshopBrief(Schema):
    """A workshop in a list."""

    id: str
    title: LocalText
    state: State
    starts_at: datetime
    ends_at: datetime | None
    is_public: bool
    entities: list[str]
    item_count: int


class WorkshopOut(Schema):
    """A workshop with its agenda and whom it has invited."""

    id: str
    version: int
    title: LocalText
    state: State
    starts_at: datetime
    ends_at: datetime | None
    place: LocalText | None
    online_url: str | None
    is_public: bool
    entities: list[str]
    agenda: list[AgendaItemOut]
    invitations: list[InvitationOut]
    attendance_count: int
    minutes_revision: int | None
    created_at: datetime
    opened_at: datetime | None
    closed_at: datetime | None
    cancelled_at: datetime | None
    reason: LocalText | None


class AttendanceOut(Schema):
    """Somebody who came; to the public the name is not shown."""

    number: int
    entity: str
    title: LocalText
    name: str | None
    role: str | None
    joined_at: datetime


class AttendanceList(Schema):
    """Everybody who came, in the order in which they were written down."""

    items: Sequence[AttendanceOut]
    total: int


class MinutesOut(Schema):
    """One revision of the minutes; ``latest`` is the number of the newest."""

    number: int
    latest: int
    paragraphs: list[LocalText]
    written_at: datetime
    written_by: str
