"""nginx's configuration: nginx itself takes it, and what is inside stays inside."""

from __future__ import annotations

import re
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.manifests.tools import ROOT, found

CONFIG = (ROOT / "manifests/nginx/nginx.conf").read_text("utf-8")


def certificate(folder: Path) -> None:
    """A self-signed one, for a test."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "maintbot.example")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(now).not_valid_after(now + timedelta(days=1))
    (folder / "fullchain.pem").write_bytes(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "privkey.pem").write_bytes(private)


def version(nginx: str) -> tuple[int, ...]:
    """Debian's may be older than the one that is deployed, and not know `resolve` yet."""
    told = subprocess.run([nginx, "-v"], capture_output=True, text=True, timeout=30, check=True).stderr
    return tuple(int(part) for part in re.findall(r"nginx/(\d+)\.(\d+)\.(\d+)", told)[0])


def test_nginx_takes_it(tmp_path: Path) -> None:
    nginx = found("nginx")
    certificate(tmp_path)
    here = CONFIG.replace("/etc/nginx/tls", str(tmp_path))
    here = re.sub(r"server bot-\d:", "server 127.0.0.1:", here)  # the names are Docker's
    if version(nginx) < (1, 27, 3):
        here = here.replace(" resolve ", " ")
    # nginx makes these folders, as root elsewhere.
    kept = [f"{kind}_temp_path {tmp_path}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")]
    here = here.replace("http {", "\n".join(["http {", *kept]), 1)
    (tmp_path / "nginx.conf").write_text(f"pid {tmp_path}/nginx.pid;\n{here}")
    done = subprocess.run(
        [nginx, "-t", "-e", "stderr", "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_what_works_inside_is_not_told_outside() -> None:
    for path in ("/metrics", "/health"):
        assert re.search(rf"location = {path} +\{{ return 404; \}}", CONFIG)


def test_only_what_two_sides_both_know_to_be_safe_is_spoken() -> None:
    (protocols,) = re.findall(r"ssl_protocols\s+(.+);", CONFIG)
    assert protocols == "TLSv1.2 TLSv1.3"
    assert "Strict-Transport-Security" in CONFIG
    assert "server_tokens off" in CONFIG


def test_it_waits_longer_than_the_longest_answer() -> None:
    from adapters.rest.limits import ANSWER_MARGIN_SECONDS
    from core.kernel.settings import Settings

    defaults = Settings(_env_file=None)
    attempts = 1 + defaults.max_sql_retries
    longest = (defaults.query_timeout + defaults.openai_timeout) * attempts + ANSWER_MARGIN_SECONDS
    (seconds,) = re.findall(r"proxy_read_timeout (\d+)s", CONFIG)
    assert int(seconds) > longest


def test_both_bots_are_behind_it_wherever_they_are() -> None:
    assert re.findall(r"server (bot-\d:\d+) resolve ", CONFIG) == ["bot-1:8000", "bot-2:8000"]
    assert re.search(r"^    resolver 127\.0\.0\.11 ", CONFIG, re.MULTILINE)
    (minor,) = re.findall(r"image: nginx:1\.(\d+)", (ROOT / "docker-compose.prod.yml").read_text("utf-8"))
    assert int(minor) >= 28
