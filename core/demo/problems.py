"""What can be wrong with the wish for a demo plant: configuration errors, each with its own sentence."""

from __future__ import annotations

from core.kernel.errors import ConfigurationError, StorageFailed
from core.sentences import demo


class DateOutOfRange(ConfigurationError):
    """Values: ``asked``, ``first``, ``last``, ISO dates."""

    texts = dict(demo.DATE_OUT_OF_RANGE)


class NotADemoPlant(ConfigurationError):
    """The file holds something else. Value: ``name``, the file's."""

    texts = dict(demo.NOT_A_DEMO_PLANT)


class TablesInTheWay(ConfigurationError):
    """The database holds another plant. Value: ``tables``, their names."""

    texts = dict(demo.TABLES_IN_THE_WAY)


class UnusableUrl(ConfigurationError):
    """The URL cannot be read, or names a database that there is no driver for."""

    texts = dict(demo.UNUSABLE_URL)


class DemoNotWritten(StorageFailed):
    """The disk is full, or the folder may not be written or made."""

    code = "demo_not_written"
    texts = dict(demo.NOT_WRITTEN)
