"""Looking at how an XML document begins, before any of it is parsed for good."""

from typing import IO
from xml.parsers import expat

_CHUNK = 4096


class _Declared(Exception):
    """A declaration was met; parsing must not go on, as what it declares may be used."""


def has_declarations(document: IO[bytes]) -> bool:
    """Tell whether an XML document declares a type or entities before its first element.

    Raises:
        ExpatError: it does not begin as XML does.

    """
    parser = expat.ParserCreate()
    is_open = True

    def stop(*_: object) -> None:
        nonlocal is_open
        is_open = False

    def declare(*_: object) -> None:
        raise _Declared

    parser.StartElementHandler, parser.StartDoctypeDeclHandler = stop, declare
    try:
        while is_open and (chunk := document.read(_CHUNK)):
            parser.Parse(chunk)
    except _Declared:
        return True
    return False
