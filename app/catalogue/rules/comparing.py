"""What differs between two contents, field by field. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True)
class Difference:
    """One difference; ``pointer`` is a JSON Pointer (RFC 6901)."""

    pointer: str
    op: Literal["add", "remove", "replace"]
    old: Any  # Any: whatever the field holds
    new: Any  # Any: whatever the field holds


def differences(old: Any, new: Any, pointer: str = "") -> Iterator[Difference]:  # Any: JSON
    """Walk both values together and yield what differs, in a stable order.

    Lists are compared place by place; what is longer on one side is added at the
    end, or removed from it, the last item first: applied one after another, the
    differences turn the old value into the new one.
    """
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        yield from _in_mappings(old, new, pointer)
    elif _is_list(old) and _is_list(new):
        yield from _in_lists(old, new, pointer)
    elif type(old) is not type(new) or old != new:  # True is not 1 in JSON
        yield Difference(pointer, "replace", old, new)


def changed_fields(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[str, ...]:  # Any: JSON
    """Name the top-level fields that differ, sorted."""
    keys = old.keys() | new.keys()
    return tuple(sorted(key for key in keys if old.get(key) != new.get(key)))


def _in_mappings(
    old: Mapping[str, Any],  # Any: JSON
    new: Mapping[str, Any],  # Any: JSON
    pointer: str,
) -> Iterator[Difference]:
    for key in sorted(old.keys() | new.keys()):
        place = f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}"
        if key not in new:
            yield Difference(place, "remove", old[key], None)
        elif key not in old:
            yield Difference(place, "add", None, new[key])
        else:
            yield from differences(old[key], new[key], place)


def _in_lists(
    old: Sequence[Any], new: Sequence[Any], pointer: str
) -> Iterator[Difference]:  # Any: JSON
    shared = min(len(old), len(new))
    for place in range(shared):
        yield from differences(old[place], new[place], f"{pointer}/{place}")
    for place in range(shared, len(new)):
        yield Difference(f"{pointer}/{place}", "add", None, new[place])
    for place in reversed(range(shared, len(old))):
        yield Difference(f"{pointer}/{place}", "remove", old[place], None)


def _is_list(value: object) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)
