"""The store's folder and its files: private to their owner, on the disk before they are relied on."""

import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from dashboard.config import settings
from dashboard.errors import RefusedError, StoreBusy

SAMPLE_FOLDER = "sample"  # within the store's folder: a store of its own, shown until something is imported
LOCK_FILE = "import.lock"
HOLDER_FILE = "import-holder.txt"
OVERFLOW_FOLDER = "overflow"  # what a query too large for the memory spills, while it runs


def private_folder(folder: Path) -> Path:
    """The folder, made when missing, readable by its owner only."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as problem:
        raise RefusedError(f"The folder {folder} cannot be made: {problem.strerror}.") from problem
    with suppress(OSError):  # someone else's folder that we may still write to
        folder.chmod(0o700)
    return folder


def sync_file(path: Path) -> None:
    """Return once the file's content has reached the disk."""
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Return once the names in the folder have reached the disk (Windows does this by itself)."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def replace_text(path: Path, text: str) -> None:
    """Give a small file new content so that readers see the old or the new, never half."""
    unfinished = path.with_name(f"{path.name}.new")
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=0o600)
    unfinished.write_text(text, encoding="utf-8")
    sync_file(unfinished)
    unfinished.replace(path)
    sync_folder(path.parent)


@contextmanager
def import_lock(folder: Path, description: str) -> Iterator[None]:
    """Hold the store against other imports; StoreBusy says who holds it."""
    holder = folder / HOLDER_FILE
    lock = FileLock(folder / LOCK_FILE, timeout=settings().lock_wait_seconds, mode=0o600)
    try:
        lock.acquire()
    except Timeout:
        raise StoreBusy(
            f"The store is busy: {_read_holder(holder)}. Wait until it has finished, then try again."
        ) from None
    except OSError as problem:
        raise not_written(folder, problem.strerror) from problem
    try:
        replace_text(holder, _this_process(description))
        yield
    except OSError as problem:
        raise not_written(folder, problem.strerror) from problem
    finally:
        with suppress(OSError):  # no longer true, but harmless: the lock is what counts
            holder.unlink(missing_ok=True)
        lock.release()


def not_written(folder: Path, reason: str | None) -> RefusedError:
    """What to say, and to do, where the disk is full or the folder may not be written to."""
    return RefusedError(
        f"The store {folder} could not be written: {reason or 'the reason is not known'}. Nothing was "
        "changed. See that the disk has room and that the folder may be written to, then try again."
    )


def _this_process(description: str) -> str:
    since = f"{datetime.now():%d %B %Y %H:%M:%S}"
    return f"{description}, process {os.getpid()} on {platform.node()} since {since}"


def _read_holder(holder: Path) -> str:
    try:
        return holder.read_text(encoding="utf-8")
    except OSError:
        return "another import is running"
