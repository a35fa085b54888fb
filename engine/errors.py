"""What the engine raises for anything a user can meet; no error handling and no words for a particular error.

`str(error)` is one sentence that says what is wrong and what to do about it. The doors (command line, Processing, panel)
print it as it stands: exit status 2 or a `QgsProcessingException`, never a traceback.
"""

from __future__ import annotations


class DuetError(Exception):
    """Base of all of them: catch this one at a door."""


class InputError(DuetError):
    """A raster or a parameter that cannot be used as given."""


class FormatError(DuetError):
    """A `.duet` file that cannot be read: foreign, truncated, damaged in its head, or of a newer version."""


class DamagedTile(FormatError):
    """One tile of a `.duet` file is damaged, the others can still be read; the message goes on from "tile N is damaged:"."""


class ModelError(DuetError):
    """A model bundle that is missing, foreign or corrupt."""


class OutputError(DuetError):
    """A result that cannot be written: no such folder, no permission, disk full."""


class Cancelled(DuetError):
    """The user stopped the work; nothing was written under the final name."""

    def __init__(self, message: str = "Cancelled; nothing was written.") -> None:
        super().__init__(message)
