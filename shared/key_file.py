"""A file of keys that may be replaced while it is used, so that a rotation needs no restart."""

import time
from pathlib import Path

import structlog

# A file is looked at when a key of it is used, and no more often.
LOOK_EVERY_SECONDS = 1.0

log = structlog.get_logger()


class KeyFile:
    """The text of a file whenever it is another; without a file there is never another."""

    def __init__(self, path: Path | None) -> None:
        """Take the file that the keys in use were read from, if they were."""
        self._path = path
        self._version: object = None
        self._look_at = 0.0

    def newer(self, *, at_once: bool = False) -> str | None:
        """Return the text if the file has changed since it was last asked, else None.

        It is looked at once in LOOK_EVERY_SECONDS, and `at_once` where that would be too late.
        """
        now = time.monotonic()
        if self._path is None or (now < self._look_at and not at_once):
            return None
        self._look_at = now + LOOK_EVERY_SECONDS
        try:
            return self._read(self._path)
        except OSError as error:
            if error.errno != self._version:
                log.warning("key_file_unreadable", file=str(self._path), reason=error.strerror)
            self._version = error.errno
            return None

    def refused(self, error: Exception) -> None:
        """Say that the text holds no keys; those of before stay in use."""
        log.error("key_file_refused", file=str(self._path), error=type(error).__name__)

    def _read(self, path: Path) -> str | None:
        status = path.stat()
        version = (status.st_ino, status.st_mtime_ns, status.st_size)
        if version == self._version:
            return None
        text = path.read_text(errors="replace")
        self._version = version
        return text
