"""What texts of the file can look like: words and texts by language, labels, values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Field,
    GetPydanticSchema,
    StrictStr,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError
from typing_extensions import TypedDict

from core.semantics.file.keys import Keys, key
from core.semantics.words import LANGUAGES, Label, Terms, Texts

_FORBID = ConfigDict(extra="forbid")


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


def with_synonyms(terms: Terms, synonyms: Sequence[str]) -> Terms:
    """Terms with Ossie's synonyms, which count for both languages."""
    if not synonyms:
        return terms
    return {language: (*terms[language], *synonyms) for language in LANGUAGES}
