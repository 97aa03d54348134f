"""Receiving a file: as a form with parts, or as the body itself; straight to disk."""

import hashlib
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path
from typing import IO

from fastapi import Request
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser
from starlette.concurrency import run_in_threadpool

from app.core.errors import DalilError, Unavailable
from app.submissions.imports.errors import FileTooLarge
from app.submissions.imports.limits import MOST_FILE_BYTES

_MOST_FIELD_BYTES = 512 * 1024
_MOST_FIELDS = 20
_CHUNK = 256 * 1024


class MalformedForm(DalilError):
    """The request cannot be read."""

    status, code, title = 400, "bad-request", "The request cannot be read"
    title_ar = "لا يمكن قراءة الطلب"


@dataclass
class Received:
    """What has arrived: the file's name and type as the client says, and the other fields."""

    file_name: str = ""
    media_type: str = ""
    size_bytes: int = 0
    sha256: str = ""
    fields: dict[str, str] = field(default_factory=dict)


async def receive(request: Request, target: Path) -> Received:
    """Receive a file and write it to ``target`` as it arrives.

    Raises:
        FileTooLarge: the file is larger than allowed.
        MalformedForm: the form is broken, or holds no part ``file``.
        Unavailable: there is no room for it.

    """
    try:
        return await _receive(request, target)
    except OSError:
        raise no_room() from None


async def _receive(request: Request, target: Path) -> Received:
    said = Message()
    said["content-type"] = request.headers.get("content-type", "")
    with target.open("wb") as output:
        writing = _Writing(output)
        if said.get_content_type() == "multipart/form-data":
            received = await _receive_form(request, writing, str(said.get_param("boundary") or ""))
        else:
            async for chunk in request.stream():
                await writing.take(chunk)
            received = Received(media_type=said.get_content_type())
        await writing.finish()
    received.size_bytes, received.sha256 = writing.size, writing.digest.hexdigest()
    return received


def no_room() -> Unavailable:
    """Say that files cannot be kept, whatever the disk has said."""
    return Unavailable("There is no room for files at the moment.")


class _Writing:
    """Writes a file in pieces worth a trip to the disk, and measures it."""

    def __init__(self, output: IO[bytes]) -> None:
        self.size, self.digest = 0, hashlib.sha256()
        self._output, self._held = output, bytearray()

    def hold(self, piece: bytes) -> None:
        """Take a piece without writing it yet."""
        self.size += len(piece)
        if self.size > MOST_FILE_BYTES:
            raise FileTooLarge(f"A file may have {MOST_FILE_BYTES} bytes.")
        self._held += piece

    async def take(self, piece: bytes) -> None:
        """Take a piece, and write when there is enough."""
        self.hold(piece)
        if len(self._held) >= _CHUNK:
            await self.finish()

    async def finish(self) -> None:
        """Write what is held."""
        held, self._held = bytes(self._held), bytearray()
        await run_in_threadpool(self._write, held)

    def _write(self, held: bytes) -> None:
        self.digest.update(held)
        self._output.write(held)


class _Form:
    """Takes a form apart (RFC 7578): one part ``file``, the others are short texts."""

    def __init__(self, writing: _Writing) -> None:
        self.received, self.has_file = Received(), False
        self._writing, self._parts = writing, 0
        self._header, self._headers, self._text = [b"", b""], Message(), bytearray()
        self._name, self._is_file, self._is_complete = "", False, False

    def parser(self, boundary: str) -> MultipartParser:
        """Make the parser that calls this form."""
        return MultipartParser(
            boundary.encode("latin-1", "replace"),
            {
                "on_part_begin": self._begin,
                "on_header_field": lambda data, start, end: self._add(0, data[start:end]),
                "on_header_value": lambda data, start, end: self._add(1, data[start:end]),
                "on_header_end": self._end_header,
                "on_headers_finished": self._open,
                "on_part_data": self._take,
                "on_part_end": self._close,
                "on_end": self._complete,
            },
        )

    def check(self) -> None:
        """Refuse a form that ended early or brought no file."""
        if not self._is_complete:
            raise MalformedForm("The form ends before its last part.")
        if not self.has_file:
            raise MalformedForm("The form has no part 'file'.")

    def _begin(self) -> None:
        self._parts += 1
        if self._parts > _MOST_FIELDS:
            raise MalformedForm("The form has too many parts.")
        self._headers, self._text = Message(), bytearray()

    def _add(self, which: int, piece: bytes) -> None:
        self._header[which] += piece
        if len(self._header[which]) > 4096:
            raise MalformedForm("A header of a part is too long.")

    def _end_header(self) -> None:
        name, value = (one.decode("utf-8", "replace") for one in self._header)
        if name.lower() in {"content-disposition", "content-type"} and name not in self._headers:
            self._headers[name] = " ".join(value.splitlines())
        self._header = [b"", b""]

    def _open(self) -> None:
        self._name = str(self._headers.get_param("name", "", "content-disposition"))
        self._is_file = self._name == "file"
        if self._is_file and self.has_file:
            raise MalformedForm("The form has two parts 'file'.")
        if self._is_file:
            self.has_file = True
            self.received.file_name = self._headers.get_filename("") or ""
            self.received.media_type = self._headers.get_content_type()

    def _take(self, data: bytes, start: int, end: int) -> None:
        if self._is_file:
            self._writing.hold(data[start:end])
        else:
            self._text += data[start:end]
            if len(self._text) > _MOST_FIELD_BYTES:
                raise MalformedForm("A field of the form is too long.")

    def _close(self) -> None:
        if not self._is_file:
            if self._name in self.received.fields:
                raise MalformedForm("A field of the form is there twice.")
            try:
                self.received.fields[self._name] = self._text.decode()
            except UnicodeDecodeError:
                raise MalformedForm("A field of the form is not UTF-8.") from None

    def _complete(self) -> None:
        self._is_complete = True


async def _receive_form(request: Request, writing: _Writing, boundary: str) -> Received:
    form = _Form(writing)
    try:
        parser = form.parser(boundary)
        async for chunk in request.stream():
            parser.write(chunk)
            await writing.take(b"")
        parser.finalize()
    except FormParserError:
        raise MalformedForm("The form cannot be read.") from None
    form.check()
    return form.received
