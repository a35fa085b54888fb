"""What the commands of training share: the parser that shows a module's own words, and one sentence instead of a traceback."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path

from ..errors import DuetError

UNUSABLE = 2
Arguments = Sequence[str]


def parser_of(words: str | None) -> argparse.ArgumentParser:
    """A parser whose help is the docstring of a module, line for line."""
    return argparse.ArgumentParser(description=words, formatter_class=argparse.RawDescriptionHelpFormatter)


def command(main: Callable[[Arguments | None], None]) -> Callable[..., int]:
    """A command that gives its exit status: 0, or 2 with one sentence where something cannot be used."""
    name = Path(main.__code__.co_filename).stem

    @wraps(main)
    def run(arguments: Arguments | None = None) -> int:
        try:
            main(arguments)
        except (DuetError, OSError) as error:
            print(f"eoduet {name}: {error}", file=sys.stderr)
            return UNUSABLE
        return 0

    return run
