"""YAML text as plain data that knows its lines, and what is wrong with it as YAML: keys written twice, tabs, objects.

The nodes are composed once and walked once; a line is looked for only when there is a fault to tell.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Sequence
from itertools import accumulate
from typing import Any

import yaml

from core.semantics.file.faults import Loc, ModelFault

_Loader: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MERGE = "tag:yaml.org,2002:merge"
_TEXT = "tag:yaml.org,2002:str"
MAX_CHARACTERS = 20_000_000
MAX_PARTS = 2_000_000
"""What aliases stand for counted each time: a file of a few lines can stand for more than memory holds."""
MAX_DEPTH = 60
_STEPS = {"[": 1, "{": 1, "]": -1, "}": -1}
_NO_BRACKETS = re.compile(r"[^\[\]{}]+")
_INDENTED = re.compile(r"^[ ?-]{1000}", re.MULTILINE)
_MOST_BRACKETS = 1000


class Unreadable(Exception):
    """The text is no YAML at all; ``fault`` says why and where."""

    def __init__(self, fault: ModelFault) -> None:
        super().__init__(fault.kind)
        self.fault = fault


class Document:
    """One YAML document.

    Attributes:
        data: mappings, lists and scalars as ``yaml.safe_load`` makes them; None for an empty file.
        faults: keys that are written twice or are no words.
    """

    def __init__(self, text: str) -> None:
        """Read it.

        Raises:
            Unreadable: it is not YAML, too long, too deep, or stands for too much.
        """
        if len(text) > MAX_CHARACTERS:
            raise Unreadable(ModelFault("too_long", None, values={"most": MAX_CHARACTERS // 1_000_000}))
        if _too_deep(text):
            raise Unreadable(ModelFault("too_deep", None))
        self.faults: list[ModelFault] = []
        self._made: dict[int, tuple[Any, int]] = {}
        self._open: set[int] = set()
        self._loader: Any = None
        self.data: Any = None
        try:
            self._loader = _Loader(text)
            self._root: yaml.Node | None = self._loader.get_single_node()
            parts = 0
            if self._root is not None:
                self.data, parts = self._value(self._root, 0)
        except yaml.MarkedYAMLError as error:
            raise Unreadable(_not_yaml(error, text)) from error
        except (yaml.YAMLError, ValueError) as error:
            raise Unreadable(ModelFault("not_yaml", None, values={"problem": str(error).splitlines()[0]})) from error
        finally:
            if self._loader is not None:
                self._loader.dispose()
        if parts > MAX_PARTS:
            raise Unreadable(ModelFault("too_much", None, values={"most": MAX_PARTS}))

    def line(self, loc: Loc) -> int | None:
        """The line on which a part begins, from 1: that of its key, or of the list's entry. What is not there (a
        missing key) counts as the part that would hold it."""
        node, line = self._root, self._root.start_mark.line + 1 if self._root is not None else None
        for step in loc:
            found = self._step(node, step)
            if found is None:
                break
            key, node = found
            # The key's line, not its value's: a mapping begins a line below the key that it stands under.
            line = (key or node).start_mark.line + 1
        return line

    # ---- walking ----

    def _step(self, node: yaml.Node | None, step: int | str) -> tuple[yaml.Node | None, yaml.Node] | None:
        if isinstance(node, yaml.SequenceNode):
            return (None, node.value[step]) if isinstance(step, int) and step < len(node.value) else None
        if isinstance(node, yaml.MappingNode):
            return next((pair for pair in reversed(list(_pairs(node))) if pair[0].value == str(step)), None)
        return None

    def _value(self, node: yaml.Node, depth: int) -> tuple[Any, int]:
        """The node as plain data, and how many parts it stands for."""
        if isinstance(node, yaml.ScalarNode):
            return (node.value if node.tag == _TEXT else self._scalar(node)), 1
        known = self._made.get(id(node))
        if known is not None:
            return known
        if id(node) in self._open or depth > MAX_DEPTH:
            raise Unreadable(ModelFault("too_deep", node.start_mark.line + 1))
        self._open.add(id(node))
        if isinstance(node, yaml.SequenceNode) and node.tag == "tag:yaml.org,2002:seq":
            items = [self._value(item, depth + 1) for item in node.value]
            made: tuple[Any, int] = [item for item, _ in items], 1 + sum(parts for _, parts in items)
        elif isinstance(node, yaml.MappingNode) and node.tag == "tag:yaml.org,2002:map":
            made = self._mapping(node, depth)
        else:
            raise Unreadable(
                ModelFault(
                    "not_yaml", node.start_mark.line + 1, values={"problem": f"could not read the tag {node.tag}"}
                )
            )
        self._open.discard(id(node))
        self._made[id(node)] = made
        return made

    def _scalar(self, node: yaml.ScalarNode) -> Any:
        try:
            return self._loader.construct_object(node)
        except (ValueError, OverflowError) as error:  # the 31st of February
            values = {"problem": str(error)}
            raise Unreadable(ModelFault("not_yaml", node.start_mark.line + 1, values=values)) from error

    def _mapping(self, node: yaml.MappingNode, depth: int) -> tuple[dict[Any, Any], int]:
        own: dict[Any, Any] = {}
        lines: dict[str, int] = {}
        merged: list[yaml.Node] = []
        parts = 1
        for key_node, value_node in node.value:
            if key_node.tag == _MERGE:
                merged += value_node.value if isinstance(value_node, yaml.SequenceNode) else [value_node]
                continue
            line = key_node.start_mark.line + 1
            key = self._value(key_node, depth + 1)[0]
            if not isinstance(key, Hashable) or key is None:
                self.faults.append(ModelFault("bad_key", line))
                continue
            if str(key) in lines:
                self.faults.append(ModelFault("twice", line, values={"key": key, "first": lines[str(key)]}))
            lines.setdefault(str(key), line)
            own[key], count = self._value(value_node, depth + 1)
            parts += count
        for base in merged:
            value, count = self._value(base, depth + 1)
            if not isinstance(value, dict):
                self.faults.append(ModelFault("bad_merge", base.start_mark.line + 1))
                continue
            parts += count
            own = {**value, **own}
        return own, parts


def _too_deep(text: str) -> bool:
    """True where composing would go down thousands of steps: libyaml does that on the C stack, which then runs out and
    ends the process."""
    depths = accumulate(_STEPS[bracket] for bracket in _NO_BRACKETS.sub("", text))
    return max(depths, default=0) > _MOST_BRACKETS or _INDENTED.search(text) is not None


def _pairs(node: yaml.MappingNode) -> Iterator[tuple[yaml.Node, yaml.Node]]:
    """The keys and values of a mapping; those merged into it first, so the last of a name holds."""
    for key, value in node.value:
        if key.tag == _MERGE:
            bases: Sequence[yaml.Node] = value.value if isinstance(value, yaml.SequenceNode) else [value]
            for base in reversed(bases):
                if isinstance(base, yaml.MappingNode):
                    yield from _pairs(base)
    yield from ((key, value) for key, value in node.value if key.tag != _MERGE)


def _not_yaml(error: yaml.MarkedYAMLError, text: str) -> ModelFault:
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark is not None else None
    lines = text.splitlines()
    written = lines[line - 1] if line is not None and line <= len(lines) else ""
    if "\t" in written[: len(written) - len(written.lstrip())]:
        return ModelFault("tab", line)
    return ModelFault("not_yaml", line, values={"problem": error.problem or str(error).splitlines()[0]})
