"""The tables of verb forms that ship are those that the script writes from today's words."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from core.language.words import make_forms
from core.semantics.words import LANGUAGES

WORDS = Path(make_forms.__file__).parent

# In a process of its own: the dictionaries take a hundred megabytes that a test worker would keep.
_WRITE_TO = """
import sys
from pathlib import Path
from core.language.words import make_forms

folder = Path(sys.argv[1])
for file in make_forms.HERE.glob("*.yaml"):
    (folder / file.name).write_text(file.read_text("utf-8"), "utf-8")
make_forms.HERE = folder
make_forms.main()
"""


def test_the_tables_are_up_to_date(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", _WRITE_TO, str(tmp_path)], check=True, timeout=120)
    for language in LANGUAGES:
        name = f"forms_{language}.txt"
        written = (tmp_path / name).read_text("utf-8")
        shipped = (WORDS / name).read_text("utf-8")
        assert written == shipped, f"{name} is old: python -m core.language.words.make_forms"
