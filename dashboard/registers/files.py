"""A file as it was handed over: what sort of file it is, its bytes, and its text."""

import codecs
import hashlib
import io
import re
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from dashboard.errors import UnreadableFile, UsageError

ACCEPTED = "CSV, XLSX and Parquet files, XML (SIMS reports, CTF) and JSON (Wonde, Assembly)"
CHUNK = 1 << 22
HEAD = 1 << 17
XML_BEGINS = re.compile(rb"<[?!a-z_]")
JSON_BEGINS = re.compile(rb"\{\s*[\"}]|\[\s*(?:\{|\]\s*$)")
UNASSIGNED_IN_CP1252 = bytes.fromhex("818d8f909d")

# The first bytes of files that are not registers, and what to do instead.
REFUSED_BEGINNINGS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "is a PDF, a picture of a register: export it as CSV or XLSX"),
    (
        b"\xd0\xcf\x11\xe0",
        "is an old .xls workbook or is password-protected: open it in Excel and save it as .xlsx",
    ),
    (b"\x89PNG", "is a picture: export the register as CSV or XLSX"),
    (b"\xff\xd8\xff", "is a picture: export the register as CSV or XLSX"),
    (b"GIF8", "is a picture: export the register as CSV or XLSX"),
    (b"\x1f\x8b", "is a compressed file: unpack it and import what is inside"),
)


@dataclass(frozen=True)
class NamedBytes:
    """A file that was dropped onto a page: its name and what is in it."""

    name: str
    content: bytes


RegisterFile = Path | NamedBytes


@dataclass(frozen=True)
class Source:
    """A file that can be read: `form` is text, xlsx, parquet, xml or json."""

    name: str
    form: str
    file: RegisterFile

    def open(self) -> BinaryIO:
        """A stream over the file's bytes."""
        return self.file.open("rb") if isinstance(self.file, Path) else io.BytesIO(self.file.content)

    @property
    def path(self) -> Path | None:
        """Where the file lies on disk, if it does."""
        return self.file if isinstance(self.file, Path) else None


@dataclass(frozen=True)
class Fingerprint:
    """What one pass over the bytes tells: the hash, and how many lines there are."""

    sha256: str
    lines: int


def open_source(file: RegisterFile) -> Source:
    """Tell what sort of file it is; UnreadableFile, with what to do next, for what is not a register."""
    try:
        with file.open("rb") if isinstance(file, Path) else io.BytesIO(file.content) as stream:
            return Source(file.name, _form(file.name, stream), file)
    except (FileNotFoundError, IsADirectoryError) as missing:
        raise UsageError(f"There is no file {file.name}.") from missing
    except OSError as problem:
        raise UnreadableFile(
            f"{file.name} cannot be opened: close it in other programs, then try again."
        ) from problem


def _form(name: str, stream: BinaryIO) -> str:
    head = stream.read(HEAD)
    if name.startswith("~$"):
        raise UnreadableFile(f"{name} is a lock file that Excel leaves behind: choose the workbook itself.")
    for beginning, reason in REFUSED_BEGINNINGS:
        if head.startswith(beginning):
            raise UnreadableFile(f"{name} {reason}. Accepted are {ACCEPTED}.")
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(b"PK"):
        return _form_of_zip(name, stream)
    start = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:200].lower()
    if start.startswith((b"<!doctype html", b"<html", b"<table")):
        raise UnreadableFile(f"{name} is a web page: open it in Excel and save it as .xlsx.")
    if XML_BEGINS.match(start):
        return "xml"
    return "json" if JSON_BEGINS.match(start) else "text"


def _form_of_zip(name: str, stream: BinaryIO) -> str:
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive:
            members = archive.namelist()
    except zipfile.BadZipFile as problem:
        raise UnreadableFile(f"{name} is damaged or was cut short: export it again.") from problem
    if "xl/workbook.xml" in members:
        return "xlsx"
    if "mimetype" in members or "xl/workbook.bin" in members:
        raise UnreadableFile(f"{name} is a workbook of another kind: save it as .xlsx.")
    raise UnreadableFile(
        f"{name} is a document or a zip inside a zip: unpack it and import what is inside. "
        f"Accepted are {ACCEPTED}, and a zip of them."
    )


def fingerprint(source: Source) -> Fingerprint:
    """The file's hash and its number of lines, read once in pieces."""
    digest, lines, last = hashlib.sha256(), 0, b""
    with source.open() as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
            lines += chunk.count(b"\n")
            last = chunk[-1:]
    return Fingerprint(digest.hexdigest(), lines + (last not in {b"", b"\n"}))


def blank_lines(source: Source) -> list[int]:
    """The numbers of the lines with nothing on them at all."""
    found: list[int] = []
    line, end_of_last = 1, b"\n"
    with source.open() as stream:
        while chunk := stream.read(CHUNK):
            text = (end_of_last + chunk).replace(b"\r", b"")
            line -= end_of_last == b"\n"
            place = text.find(b"\n\n")
            counted = 0
            while place >= 0:
                line += text.count(b"\n", counted, place + 1)
                found.append(line)
                counted = place + 1
                place = text.find(b"\n\n", place + 1)
            line += text.count(b"\n", counted)
            end_of_last = text[-1:]
    return found


def encoding_of(source: Source, is_glance: bool = False) -> str:
    """The encoding of the text: by its mark, else UTF-16 by its zeros, else UTF-8 if it is that, else cp1252.

    A glance looks at the beginning only: enough where something else checks the rest.
    """
    with source.open() as stream:
        head = stream.read(HEAD)
    if head.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if head.count(0) > 0.2 * len(head):
        return "utf-16-be" if head[::2].count(0) > head[1::2].count(0) else "utf-16-le"
    if _begins_as_utf8(head) and (is_glance or _is_utf8(source)):
        return "utf-8"
    with source.open() as stream:
        while chunk := stream.read(CHUNK):
            if chunk.translate(None, UNASSIGNED_IN_CP1252) != chunk:
                raise UnreadableFile(
                    f"{source.name} holds letters in an encoding that cannot be told: save it as CSV UTF-8."
                )
    return "cp1252"


def _begins_as_utf8(head: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head, final=len(head) < HEAD)
    except UnicodeDecodeError:
        return False
    return True


def _is_utf8(source: Source) -> bool:
    try:
        with source.open() as stream, io.TextIOWrapper(stream, encoding="utf-8") as text:
            while text.read(CHUNK):
                pass
    except UnicodeDecodeError:
        return False
    return True


@contextmanager
def open_text(source: Source, encoding: str) -> Iterator[io.TextIOWrapper]:
    """The text of the file; lines end at CR, LF or CRLF and keep what they end with."""
    try:
        with io.TextIOWrapper(source.open(), encoding=encoding, newline="") as text:
            yield text
    except UnicodeError as problem:
        raise UnreadableFile(f"{source.name} is damaged text: save it again as CSV UTF-8.") from problem


@contextmanager
def on_disk(source: Source) -> Iterator[Path]:
    """The file on disk: its own path, or for dropped bytes a private file that is gone afterwards."""
    if source.path:
        yield source.path
        return
    with tempfile.TemporaryDirectory(prefix="register-") as folder:
        path = Path(folder) / "register"
        with source.open() as stream:
            path.write_bytes(stream.read())
        yield path
