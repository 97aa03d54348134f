"""Reading the closed lists of codes."""

from app.catalogue.errors import RecordNotFound
from app.catalogue.rules.code_lists import CODE_LISTS, CodeList
from app.catalogue.schemas.registries import CodeListOut, CodeOut
from app.core.schemas import LocalText


def list_code_lists() -> list[CodeListOut]:
    """List every closed list with its codes."""
    return [_shown(name, codes) for name, codes in CODE_LISTS.items()]


def get_code_list(name: str) -> CodeListOut:
    """Return one closed list.

    Raises:
        RecordNotFound: there is none of this name.

    """
    return _shown(name, _find(name))


def get_code(name: str, code: str) -> CodeOut:
    """Return one code of a closed list.

    Raises:
        RecordNotFound: there is no such list, or it has no such code.

    """
    for one in get_code_list(name).codes:
        if one.code == code:
            return one
    raise RecordNotFound(f"The list '{name}' has no code '{code}'.")


def _find(name: str) -> CodeList:
    if name not in CODE_LISTS:
        raise RecordNotFound(f"There is no list '{name}'; there are {', '.join(CODE_LISTS)}.")
    return CODE_LISTS[name]


def _shown(name: str, codes: CodeList) -> CodeListOut:
    shown = [
        CodeOut(code=code, label=LocalText.model_validate(dict(label)))
        for code, label in codes.items()
    ]
    return CodeListOut(id=name, codes=shown)
