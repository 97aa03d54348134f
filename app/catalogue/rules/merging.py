"""JSON Merge Patch (RFC 7396). Pure."""

from collections.abc import Mapping
from typing import Any


def merged(target: Any, patch: Any) -> Any:  # Any: JSON
    """Return the target with a patch applied: null removes, objects merge, all else replaces."""
    if not isinstance(patch, Mapping):
        return patch
    result = dict(target) if isinstance(target, Mapping) else {}
    for key, value in patch.items():
        if value is None:
            result.pop(key, None)
        else:
            result[key] = merged(result.get(key), value)
    return result
