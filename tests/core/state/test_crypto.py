"""What is sealed opens with the right key alone; the secret key is made once."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from core.kernel.errors import ConfigurationError
from core.state import secret
from core.state.crypto import Box
from core.state.secret import secret_key

ONE, TWO = Fernet.generate_key().decode(), Fernet.generate_key().decode()


@pytest.mark.parametrize("keys", [(), (ONE,), (TWO, ONE)])
def test_what_is_sealed_opens_again(keys: tuple[str, ...]) -> None:
    box = Box(keys, b"secret")
    sealed = box.seal("contraseña".encode())
    assert "contraseña".encode() not in sealed
    assert Box(keys, b"secret").open(sealed).decode() == "contraseña"
    assert box.seal(b"same") != box.seal(b"same")


def test_keys_are_changed_without_locking_anybody_out() -> None:
    first = Box((), b"secret").seal(b"a")
    second = Box((ONE,), b"secret").seal(b"b")
    both = Box((TWO, ONE), b"secret")
    assert (both.open(first), both.open(second)) == (b"a", b"b")
    anew = both.resealed(second)
    assert anew is not None and Box((TWO,), b"other").open(anew) == b"b"
    assert both.resealed(anew) is None
    assert not both.is_newest(first)


def test_a_lost_key_is_said_so() -> None:
    sealed = Box((ONE,), b"secret").seal(b"a")
    for box, body in (
        (Box((TWO,), b"secret"), sealed),
        (Box((ONE,), b"x"), sealed[:-4] + b"AAA="),
        (Box((ONE,), b"x"), b""),
    ):
        for act in (box.open, box.resealed):
            with pytest.raises(ConfigurationError) as lost:
                act(body)
            assert "SECRET_KEY" in lost.value.message("es")


@pytest.mark.parametrize("key", ["short", "ñ" * 44, "A" * 40])
def test_a_key_of_another_form_is_refused_without_being_told(key: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        Box((ONE, key), b"secret")
    assert "key 2 of ENCRYPTION_KEYS" in refused.value.message("en")
    assert key not in refused.value.message("en")


def test_the_setting_wins(tmp_path: Path) -> None:
    assert secret_key("from the setting", tmp_path / "home") == b"from the setting"
    assert not (tmp_path / "home").exists()


def test_it_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    home = tmp_path / "new" / "home"
    made = secret_key(None, home)
    assert len(made) >= 48
    assert secret_key("", home) == made
    assert [path.name for path in home.iterdir()] == [secret.NAME]
    if os.name == "posix":
        assert stat.S_IMODE((home / secret.NAME).stat().st_mode) == 0o600
        (home / secret.NAME).chmod(0o644)
        secret_key(None, home)
        assert stat.S_IMODE((home / secret.NAME).stat().st_mode) == 0o600
    assert secret_key(None, tmp_path / "other") != made


def test_processes_that_start_together_get_the_same(tmp_path: Path) -> None:
    code = f"from pathlib import Path\nfrom core.state.secret import secret_key\nprint(secret_key(None, Path({str(tmp_path)!r})))"
    started = [subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) for _ in range(4)]
    assert len({process.communicate(timeout=60)[0] for process in started}) == 1
    assert [process.returncode for process in started] == [0] * 4


def test_a_disk_without_hard_links_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    assert secret_key(None, tmp_path) == secret_key(None, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [secret.NAME]


def test_a_home_that_cannot_be_made_or_an_empty_key_is_said_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigurationError, match="directory") as refused:
        secret_key(None, tmp_path / "file" / "home")
    assert "SECRET_KEY" in refused.value.message("en")
    (tmp_path / secret.NAME).write_text("\n")
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    with pytest.raises(ConfigurationError) as empty:
        secret_key(None, tmp_path)
    assert "is empty" in empty.value.message("en")
