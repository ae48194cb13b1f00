"""What every part of the file is made of: strict models, documented keys, and words in two languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetPydanticSchema,
    StrictBool,
    StrictStr,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError
from typing_extensions import TypedDict

from core.semantics.words import LANGUAGES, Label, Terms, Texts

_FORBID = ConfigDict(extra="forbid")


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


# ---- texts, terms and labels by language ----


class TextsForm(TypedDict, total=False):
    __pydantic_config__ = _FORBID  # type: ignore[misc]
    es: StrictStr
    en: StrictStr


class TermsForm(TypedDict, total=False):
    __pydantic_config__ = _FORBID  # type: ignore[misc]
    es: tuple[StrictStr, ...]
    en: tuple[StrictStr, ...]


class Forms(Keys):
    """A word in singular and plural; in Spanish with its gender."""

    one: StrictStr = key(..., "singular", "one: bomba")
    many: StrictStr | None = key(None, "plural; else the singular", "many: bombas")
    gender: Annotated[str | None, Field(pattern="^[mf]$")] = key(None, "of a Spanish noun: m or f", "gender: f")


def _as_forms(raw: Any) -> Any:
    return {"one": raw} if isinstance(raw, str) else raw


FormsKey = Annotated[Forms, BeforeValidator(_as_forms, json_schema_input_type=StrictStr | Forms)]


class LabelForm(TypedDict, total=False):
    __pydantic_config__ = _FORBID  # type: ignore[misc]
    es: FormsKey
    en: FormsKey


def _label(form: Mapping[Any, Forms]) -> Label:
    spanish = form.get("es")
    return Label(
        {language: forms.one for language, forms in form.items()},
        {language: forms.many or forms.one for language, forms in form.items()},
        (spanish.gender if spanish else None) or "m",
    )


def _for_both(raw: Any) -> Any:
    return dict.fromkeys(LANGUAGES, raw) if isinstance(raw, list | tuple) else raw


def _filled(form: Mapping[Any, tuple[str, ...]]) -> Terms:
    return {language: form.get(language, ()) for language in LANGUAGES}


_TermsType = Annotated[
    TermsForm,
    BeforeValidator(_for_both, json_schema_input_type=TermsForm | tuple[StrictStr, ...]),
    AfterValidator(_filled),
]
_LabelType = Annotated[LabelForm, AfterValidator(_label)]

TermsKey = Annotated[Terms, GetPydanticSchema(lambda _, handler: handler.generate_schema(_TermsType))]
"""Words by language, or one list that counts for both; read as ``Terms`` with both languages."""
TextsKey = Annotated[Texts, GetPydanticSchema(lambda _, handler: handler.generate_schema(TextsForm))]
"""One text a language."""
LabelKey = Annotated[Label, GetPydanticSchema(lambda _, handler: handler.generate_schema(_LabelType))]
"""``{es: word}`` or ``{es: {one, many, gender}, en: {one, many}}``."""


# ---- values ----

Scalar = str | int | float | bool


def _scalar(raw: Any) -> Any:
    if raw is None or not isinstance(raw, Scalar):
        raise PydanticCustomError("scalar_type", "a value")
    return raw


def _several(raw: Any) -> Any:
    return raw if isinstance(raw, list | tuple) else (raw,)


_ONE = {"type": ["string", "number", "boolean"]}
ScalarKey = Annotated[Scalar, BeforeValidator(_scalar), WithJsonSchema(_ONE)]
Values = Annotated[
    tuple[ScalarKey, ...],
    BeforeValidator(_several),
    WithJsonSchema({"anyOf": [_ONE, {"type": "array", "items": _ONE}]}),
]
"""One value or several; read as a tuple."""


def _value_name(raw: Any) -> Any:
    if isinstance(raw, bool) or not isinstance(raw, str | int):
        raise PydanticCustomError("value_type", "a text or a whole number")
    return raw


ValueName = Annotated[str | int, BeforeValidator(_value_name)]
"""A value as the key of a mapping. YAML reads a bare ``no`` as false, which no column holds."""


def _template(texts: Texts) -> Texts:
    for text in texts.values():
        try:
            text.format(value="")
        except (ValueError, LookupError, AttributeError) as error:
            raise PydanticCustomError("not_template", "no braces but {{value}}") from error
    return texts


TemplatesKey = Annotated[TextsKey, AfterValidator(_template)]
"""A text a language in which ``{value}`` is filled."""

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


def with_synonyms(terms: Terms, synonyms: Sequence[str]) -> Terms:
    """Terms with Ossie's synonyms, which count for both languages."""
    if not synonyms:
        return terms
    return {language: (*terms[language], *synonyms) for language in LANGUAGES}
