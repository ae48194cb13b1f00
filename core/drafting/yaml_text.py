"""The draft as the text of a file."""

from __future__ import annotations

from typing import Any

from core.drafting.draft import ModelDraft
from core.kernel.yaml_text import loaded
from core.semantics.file.schema import NAME


def as_yaml(draft: ModelDraft, raw: dict[str, Any] | None = None, *, with_schema: bool = False) -> str:
    """The file, with what a person should look at first on top.

    Args:
        raw: the document where it is not the draft's own: one that was edited.
        with_schema: its schema lies beside it, so that an editor finds it.
    """
    head = [
        *([f"# yaml-language-server: $schema={NAME}"] if with_schema else ()),
        "# A first version, drafted from the database. Edit it: docs/semantic-model.md tells what each key means.",
        "# Look first at: identity (how people call a row), conditions and population (who counts), default_date (what",
        "# a bare period means), metrics, and relationships marked `guessed: true`.",
        *(f"# Left out: {' '.join(item.what.split())}: {item.reason}" for item in draft.left_out),
    ]
    return "\n".join([*head, body(raw if raw is not None else draft.raw)])


def body(raw: Any) -> str:
    """A document as YAML, always written the same way."""
    import yaml

    how: dict[str, Any] = {"sort_keys": False, "width": 120, "default_flow_style": None}
    text = yaml.dump(raw, Dumper=_dumper(), allow_unicode=True, **how)
    if loaded(text) != raw:
        # A few characters (U+0085 ends a line in YAML) come back as others unless they are written as escapes.
        text = yaml.dump(raw, Dumper=_dumper(), **how)
    return str(text)


def _dumper() -> Any:
    import yaml

    class Plain(yaml.SafeDumper):
        """Writes equal parts out each time; anchors are nothing for a person to edit."""

        def ignore_aliases(self, data: Any) -> bool:
            return True

    return Plain
