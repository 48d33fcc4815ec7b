"""The store that a first run shows: the invented school, written and imported like any other."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from filelock import FileLock

from dashboard.registers.importing import Progress, import_files
from dashboard.sample_school import LAST_DAY, SAMPLE_LA_CODE, SAMPLE_SCHOOL_NAME, SAMPLE_URN, write_sample
from dashboard.store.folders import SAMPLE_FOLDER, private_folder
from dashboard.store.register import current_register
from dashboard.store.schools import change_school, find_school


def sample_store(folder: Path, progress: Progress | None = None) -> Path:
    """The folder of the sample's store within `folder`, made in a few seconds if it is not there yet."""
    store = private_folder(folder) / SAMPLE_FOLDER
    private_folder(store)
    with FileLock(store / "sample.lock"):  # two readers may open an empty store at once
        if current_register(store) is None:
            _fill(store, progress)
    return store


def _fill(store: Path, progress: Progress | None) -> None:
    with TemporaryDirectory() as files:
        # A mark later than today would be rejected, should this clock be behind the story's.
        written = write_sample(Path(files), until=min(LAST_DAY, date.today()))
        import_files(store, written, school=SAMPLE_SCHOOL_NAME, progress=progress)
    change_school(store, find_school(store), urn=SAMPLE_URN, la_code=SAMPLE_LA_CODE)
    from dashboard.publishing.sample import publish_sample  # SciPy takes a while to load

    publish_sample(store)
