"""From the edited file of a workshop to typed operations, for people to look at."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy.orm import Session

from app.core.errors import Finding
from app.core.identity import new_concept_id
from app.core.languages import LANGUAGES
from app.core.schemas import LocalText
from app.interchange.schemes.files import read_scheme
from app.interchange.schemes.guess_schemas import (
    GuessCounts,
    GuessedOperation,
    GuessOut,
    LevelOut,
    NoticeOut,
    ReasonOut,
)
from app.interchange.schemes.table_reading import TableOptions
from app.interchange.schemes.values import ReadScheme
from app.taxonomy.errors import OperationRefused
from app.taxonomy.guessing import Guess, Reason, Weighed, guess_edited
from app.taxonomy.operations import Draft, Refused
from app.taxonomy.operations.levels import level_of
from app.taxonomy.operations.wording import in_words
from app.taxonomy.queries.drafts import OpenDraft, get_draft
from app.taxonomy.sendable import sendable
from app.taxonomy.state import ConceptState, SchemeState, TextLists, Texts

_TABLES = frozenset(("csv", "xlsx"))
_MOST_REASONS = 20


@dataclass(frozen=True)
class FileGuess:
    """What was guessed from a file, against which draft, and what the file left open."""

    opened: OpenDraft
    guess: Guess
    notices: tuple[Finding, ...]


def guess_file(
    session: Session, scheme_id: str, file: Path, form: str, *, names: dict[str, str] | None = None
) -> FileGuess:
    """Guess what an edited file means for the draft of a scheme; nothing is saved.

    Raises:
        SchemeNotFound: there is no such scheme.
        UnreadableFile: the table is hostile or broken, or has no known headers.
        UnreadableScheme: the file holds no scheme that can be read.
        OperationRefused: what the file says cannot be had; the findings say why.

    """
    opened = get_draft(session, scheme_id)
    options = TableOptions(scheme_id if form in _TABLES else "", names=names or {})
    read = read_scheme(file, form, options)
    return guess_read(opened, read)


def guess_read(opened: OpenDraft, read: ReadScheme) -> FileGuess:
    """Guess what a file means that was read already.

    Raises:
        OperationRefused: as for ``guess_file``.

    """
    state = _in_our_languages(replace(read.state, scheme=opened.scheme))
    try:
        guess = guess_edited(opened.draft, state, new_id=new_concept_id)
    except Refused as refused:
        raise OperationRefused.of(refused) from None
    return FileGuess(opened, guess, tuple(read.notices))


def shown(found: FileGuess) -> GuessOut:
    """Shape what was guessed for an answer."""
    guess, draft = found.guess, found.opened.draft
    sent, _ = sendable(guess.operations)
    name_of = naming(draft, guess.target)
    operations = [
        _operation(one, written, name_of) for one, written in zip(guess.weighed, sent, strict=True)
    ]
    return GuessOut(
        scheme=found.opened.scheme,
        version=found.opened.version,
        level=_level(guess),
        counts=_counts(guess, draft),
        operations=operations,
        findings=[_notice(one) for one in found.notices],
    )


def naming(draft: Draft, target: SchemeState) -> Callable[[str], Texts]:
    """Call concepts by their codes and the names that people know: the old ones."""

    def name_of(key: str) -> Texts:
        state = draft.concepts.get(key) or target.concepts.get(key)
        if state is None:
            return {"ar": key, "en": key}
        return {code: f"{state.notation} {text}" for code, text in state.pref_label.items()}

    return name_of


def _operation(
    weighed: Weighed, written: dict[str, object], name_of: Callable[[str], Texts]
) -> GuessedOperation:
    return GuessedOperation(
        operation=written,
        words=LocalText(**in_words(weighed.operation, name_of)),
        reason=_reason(weighed.reason),
    )


def _reason(reason: Reason) -> ReasonOut:
    text = LocalText(ar=reason.ar, en=reason.en)
    return ReasonOut(code=reason.code, confidence_percent=reason.confidence_percent, text=text)


def _level(guess: Guess) -> LevelOut:
    level, because = level_of(guess.applied, guess.operations)
    texts = list(dict.fromkeys((one.ar, one.en) for one in because))[:_MOST_REASONS]
    return LevelOut(level=level, because=[LocalText(ar=ar, en=en) for ar, en in texts])


def _counts(guess: Guess, draft: Draft) -> GuessCounts:
    before = {key for key, one in draft.concepts.items() if one.status == "active"}
    after = {key for key, one in guess.target.concepts.items() if one.status == "active"}
    return GuessCounts(
        rows=len(guess.ids),
        known=len(guess.matches),
        added=len(set(guess.target.concepts) - set(draft.concepts)),
        gone=len(before - after),
    )


def _notice(finding: Finding) -> NoticeOut:
    return NoticeOut(
        severity=finding.severity,
        rule=finding.rule,
        pointer=finding.pointer,
        message=LocalText(**finding.message),
    )


def _in_our_languages(state: SchemeState) -> SchemeState:
    """Leave out what a file says in languages that the catalogue does not keep."""
    concepts = {key: _spoken(one) for key, one in state.concepts.items()}
    return replace(state, concepts=concepts)


def _spoken(concept: ConceptState) -> ConceptState:
    return replace(
        concept,
        pref_label=_ours(concept.pref_label),
        definition=_ours(concept.definition),
        scope_note=_ours(concept.scope_note),
        alt_label=_our_lists(concept.alt_label),
        hidden_label=_our_lists(concept.hidden_label),
    )


def _ours(texts: Texts) -> Texts:
    return {code: text for code, text in texts.items() if code in LANGUAGES}


def _our_lists(texts: TextLists) -> TextLists:
    return {code: found for code, found in texts.items() if code in LANGUAGES}
