"""A zip of files: what is in it, each file as if it had been dropped in by itself."""

import io
import zipfile
import zlib
from pathlib import PurePosixPath

from dashboard.errors import UnreadableFile
from dashboard.registers.files import NamedBytes, RegisterFile
from dashboard.registers.ledger import count_text

MOST_FILES = 500
LARGEST_UNPACKED = 1 << 30
LARGEST_RATIO = 400
SMALLEST_BOMB = 1 << 26  # what unpacks to less is harmless, however well it was packed
OF_A_SYSTEM = frozenset({".ds_store", "thumbs.db", "desktop.ini"})
# What a workbook or document holds, which is a zip too.
OF_A_DOCUMENT = frozenset({"[Content_Types].xml", "mimetype", "xl/workbook.xml", "xl/workbook.bin"})
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)


def unpacked(file: RegisterFile) -> list[RegisterFile]:
    """The files in a zip, named `archive.zip/member.csv`; any other file as it is."""
    try:
        with file.open("rb") if not isinstance(file, NamedBytes) else io.BytesIO(file.content) as stream:
            if stream.read(2) != b"PK":
                return [file]
            stream.seek(0)
            with zipfile.ZipFile(stream) as archive:
                if OF_A_DOCUMENT & set(archive.namelist()):
                    return [file]
                members = [member for member in archive.infolist() if not _is_furniture(member)]
                _refuse_what_is_unsafe(file.name, members)
                return [
                    NamedBytes(f"{file.name}/{member.filename}", archive.read(member)) for member in members
                ]
    except DAMAGED as problem:
        raise UnreadableFile(
            f"{file.name} is damaged, was cut short or is packed in an unusual way: export or pack it again."
        ) from problem
    except OSError:
        return [file]  # opening it says why it cannot be read


def _is_furniture(member: zipfile.ZipInfo) -> bool:
    """Folders, and what systems put beside files."""
    parts = PurePosixPath(member.filename).parts
    return (
        member.is_dir()
        or not parts
        or "__MACOSX" in parts
        or parts[-1].lower() in OF_A_SYSTEM
        or parts[-1].startswith("._")
    )


def _refuse_what_is_unsafe(name: str, members: list[zipfile.ZipInfo]) -> None:
    if not members:
        raise UnreadableFile(f"{name} is a zip with no files in it.")
    if any(member.flag_bits & 1 for member in members):
        raise UnreadableFile(f"{name} is locked with a password: unpack it and import what is inside.")
    size = sum(member.file_size for member in members)
    packed = max(1, sum(member.compress_size for member in members))
    if len(members) > MOST_FILES or size > LARGEST_UNPACKED:
        files = count_text(len(members), "file")
        raise UnreadableFile(
            f"{name} holds {files}, {size / 1e6:,.0f} MB unpacked: that is too much for a "
            "zip. Unpack it and import what is inside, a file too large for the page on the command line."
        )
    if size > SMALLEST_BOMB and size / packed > LARGEST_RATIO:
        raise UnreadableFile(
            f"{name} unpacks to {size // packed:,} times its size, as no register does: it is not opened."
        )
