"""The OpenAI SDK, imported without the types that this client never uses.

``import openai`` reads ``openai.types`` and ``openai.types.responses`` whole: 370 modules that declare requests and
responses, half of the import's time and of its 20 MB. They are for ``client.responses.create()``; client.py sends and
reads JSON itself (wire.py). So both packages are put in place unread, and each is read when one of its names is asked
for: whoever needs a type finds it.
"""

from __future__ import annotations

import sys
import threading
from importlib.machinery import PathFinder
from importlib.util import module_from_spec
from types import ModuleType
from typing import Any, Final

_READ_LATER: Final = ("openai.types", "openai.types.responses")
_lock = threading.RLock()


class _Unread(ModuleType):
    """A package whose own code runs when the first of its names is asked for; its modules can be imported before."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        with _lock:
            if self.__class__ is _Unread:
                self.__class__ = ModuleType  # type: ignore[assignment]
                assert self.__spec__ is not None and self.__spec__.loader is not None
                self.__spec__.loader.exec_module(self)
        return getattr(self, name)


def imported() -> Any:
    """The module ``openai``. The first time takes a quarter of a second: call it in a thread."""
    with _lock:
        if "openai" not in sys.modules:
            _put_aside()
        import openai

    return openai


def _put_aside() -> None:
    """Place the packages unread; an SDK that is laid out otherwise is imported whole."""
    found = PathFinder.find_spec("openai")
    for name in _READ_LATER:
        found = PathFinder.find_spec(name, found.submodule_search_locations) if found is not None else None
        if found is not None and name not in sys.modules:
            module = module_from_spec(found)
            module.__class__ = _Unread
            sys.modules[name] = module
