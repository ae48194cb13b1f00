"""What every part of the file is made of: strict models with documented keys, and plain names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StrictStr,
)
from pydantic_core import PydanticCustomError


class Keys(BaseModel):
    """A mapping of the file: an unknown key is refused, a value is read as it is written, nothing changes later."""

    # Built when it is first used: most classes are only parts of another, or never validated by themselves.
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


def key(default: Any, description: str, example: str, *, alias: str | None = None) -> Any:
    """A key of the file.

    Args:
        default: what stands for a key that is not written; ``...`` when it must be.
        description: its meaning, for the page and for editors.
        example: the key as it is written in a file, one line of YAML.
        alias: its name in the file, where Python cannot have it.
    """
    more: dict[str, Any] = {"alias": alias, "description": description, "examples": [example]}
    if isinstance(default, Mapping | BaseModel):
        # One shared object: pydantic would copy a default for every part of the file.
        return Field(default_factory=lambda: default, **more)
    return Field(default, **more)


# ---- names ----


def _plain(name: str) -> str:
    if not name.isidentifier():
        raise PydanticCustomError("not_plain", "letters, digits and _ only")
    return name


PlainName = Annotated[StrictStr, AfterValidator(_plain)]
"""A name that SQL takes without quotes."""


Flag = StrictBool
Text = StrictStr


def _instructions(raw: Any) -> Any:
    return {"instructions": raw} if isinstance(raw, str) else raw


def reads_text(kind: type[Keys]) -> BeforeValidator:
    """Ossie lets ``ai_context`` be one text: instructions."""
    return BeforeValidator(_instructions, json_schema_input_type=StrictStr | kind)


class Context(Keys):
    """What Ossie itself knows under every ``ai_context``."""

    instructions: Text = key(
        "", "what a language model is told beside the tables", "instructions: Orders have a shift."
    )
    synonyms: tuple[Text, ...] = key((), "further words in any language; Ossie's own list", "synonyms: [asset]")
    examples: tuple[Text, ...] = key((), "Ossie's own list of sample questions; not used", "examples: [pumps down]")


class Extension(Keys):
    """Something that another tool keeps in the file."""

    vendor_name: Text = key(..., "the other tool", "vendor_name: DBT")
    data: Text = key(..., "what it keeps, as text", "data: '{}'")


Extensions = tuple[Extension, ...]
