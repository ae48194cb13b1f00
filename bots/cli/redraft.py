"""A model's file that is there already and its new draft made one, with what changed told."""

from __future__ import annotations

import difflib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from core.drafting.draft import ModelDraft
    from core.kernel.messages import Language

_LINES = 200
"""Lines of a difference that are shown."""


def began_with(output: Path) -> Path:
    """Where the draft that a file began with is kept, so that edits are known later."""
    return output.with_name(f".{output.name}.drafted.json")


def read_model(output: Path) -> tuple[bool, dict[str, Any] | None]:
    """Whether a file is there, and what it holds as plain data; None when it is no model."""
    import yaml

    from core.kernel.yaml_text import loaded

    if not output.exists():
        return False, None
    try:
        raw = loaded(output.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return True, None
    models = raw.get("semantic_model") if isinstance(raw, dict) else None
    return True, raw if isinstance(models, list) and models and isinstance(models[0], dict) else None


def keep_draft(output: Path, draft: ModelDraft) -> None:
    """Keep the draft that a file begins with."""
    from bots.cli.files import write

    write(began_with(output), json.dumps(draft.raw, ensure_ascii=False), anew=True)


def redraft(output: Path, now: dict[str, Any], draft: ModelDraft, language: Language) -> tuple[int, list[str]]:
    """Write the file with what is new in the draft and with its edits; the exit code and the lines to be told.

    The file as it was is kept beside it, with ``.before`` behind its name.

    Raises:
        ConfigurationError: it cannot be written.
    """
    from bots.cli import run
    from bots.cli.files import write
    from core.drafting.merging import merged
    from core.drafting.yaml_text import as_yaml
    from core.semantics.file.faults import BrokenModel
    from core.semantics.load import parse_model
    from core.sentences import interview, say

    whole = merged(_began(output), now, draft.raw)
    if whole == now:
        keep_draft(output, draft)
        return run.OK, [say(interview.SAME, language, file=output)]
    text = as_yaml(draft, whole, with_schema=True)
    try:
        parse_model(text, str(output))
    except BrokenModel as error:
        return run.ERROR, [say(interview.BROKEN_MERGE, language, file=output, detail=error.message(language))]
    before = output.with_name(f"{output.name}.before")
    write(before, output.read_text("utf-8"), anew=True)
    write(output, text, anew=True)
    keep_draft(output, draft)
    lines = [say(interview.KEPT, language, file=output, before=before), *_difference(draft, now, whole)]
    return run.OK, lines


def _began(output: Path) -> Any:
    try:
        return json.loads(began_with(output).read_text("utf-8"))
    except (OSError, ValueError):
        return {}


def _difference(draft: ModelDraft, old: Any, new: Any) -> list[str]:
    """What changed, as a difference of both written the same way."""
    from core.drafting.yaml_text import body

    lines = difflib.unified_diff(body(old).splitlines(), body(new).splitlines(), "before", "now", lineterm="", n=1)
    shown = [line for line in lines if "custom_extensions" not in line and "vendor_name" not in line]
    return shown[:_LINES] + (["…"] if len(shown) > _LINES else [])
