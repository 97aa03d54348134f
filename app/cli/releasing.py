"""Releasing what files hold, and what to say when they are refused."""

from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from app.core.db import Database
from app.core.errors import DalilError
from app.taxonomy.lexicon.commands import release_lexicon_file
from app.taxonomy.lexicon.integrity import doubts
from app.taxonomy.lexicon.reading_files import state_of
from app.taxonomy.lexicon.schemas import LexiconFile

ACTOR = "dalil release-lexicon"


def release_lexicon(database: Database, path: Path) -> str:
    """Release the version that a lexicon file holds, and say what was done.

    Raises:
        ValidationError: the file has another shape.
        DalilError: the version cannot be released.

    """
    file = LexiconFile.model_validate_json(path.read_bytes())
    with database.write() as session:
        is_new = release_lexicon_file(session, file, actor=ACTOR)
    if not is_new:
        return f"The lexicon {file.version.number} was there already; nothing has changed."
    shared = len(doubts(state_of(file)))
    return (
        f"The lexicon {file.version.number} is released: {len(file.groups)} groups, "
        f"{shared} terms in more than one of them."
    )


def faults_of(fault: DalilError | ValidationError) -> Iterator[str]:
    """Say why a file was refused, one reason a line."""
    if isinstance(fault, ValidationError):
        for error in fault.errors(include_url=False):
            place = "/".join(str(part) for part in error["loc"])
            yield f"{place}: {error['msg']}"
        return
    yield str(fault) or fault.title
    for finding in fault.findings:
        yield f"{finding.rule}: {finding.message['en']}"
