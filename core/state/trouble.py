"""What the database drivers raise when a database is away, as errors of ours."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from sqlalchemy.exc import DataError, IntegrityError, ProgrammingError, SQLAlchemyError

from core.kernel.errors import MaintbotError, StateUnavailable


@contextlib.contextmanager
def unavailable() -> Iterator[None]:
    """Turn what the drivers raise when a database is away into StateUnavailable.

    Our own errors pass, and so does what a row or a statement itself is refused for: tried again, it would be again.
    """
    try:
        yield
    except (MaintbotError, DataError, IntegrityError, ProgrammingError):
        raise
    except (SQLAlchemyError, OSError, TimeoutError) as error:
        raise StateUnavailable(short(error)) from error


def short(error: BaseException) -> str:
    """The driver's own words without the statement and its parameters, which may hold question text."""
    cause = getattr(error, "orig", None) or error
    return f"{type(cause).__name__}: {str(cause).splitlines()[0] if str(cause) else ''}"[:300]
