"""From rows to the shapes that are answered."""

from typing import Any

from app.core.clock import now
from app.submissions.lifecycle import OPEN
from app.submissions.models import Submission
from app.submissions.schemas import SubmissionOut


def submission_fields(row: Submission) -> dict[str, Any]:  # Any: fields of SubmissionOut
    """Shape a row as it is answered."""
    return {
        "id": row.id,
        "service": row.service_id,
        "entity": row.entity_id,
        "revision": row.revision,
        "state": row.state,
        "submitted_at": row.submitted_at,
        "submitted_by": row.submitted_by,
        "reviewer": row.reviewer,
        "due_at": row.due_at,
        "is_late": row.state in OPEN and row.due_at < now(),
        "decided_at": row.decided_at,
        "decided_by": row.decided_by,
        "reason": row.reason,
        "rejection": row.rejection,
        "publish_at": row.publish_at,
        "fields": row.fields,
        "findings": row.findings,
    }


def submission_out(row: Submission) -> SubmissionOut:
    """Shape a submission as it is answered."""
    return SubmissionOut.model_validate(submission_fields(row))
