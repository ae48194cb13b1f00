"""nginx before a server, as the deployment has it, without TLS: for measuring what the way through it costs."""

from __future__ import annotations

import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_FETCHED = Path(__file__).resolve().parent.parent / ".venv" / "checkers" / "usr" / "sbin" / "nginx"

CONFIG = """\
daemon off; master_process off; worker_processes 1; pid {home}/nginx.pid; error_log {home}/error.log;
events {{ worker_connections 2048; }}
http {{
  access_log off; client_body_temp_path {home}/body; proxy_temp_path {home}/proxy; fastcgi_temp_path {home}/fastcgi;
  uwsgi_temp_path {home}/uwsgi; scgi_temp_path {home}/scgi;
  upstream bot {{ server {server}; keepalive 128; }}
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass http://bot; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header Host {server};
    }}
  }}
}}
"""  # fmt: skip


class NoNginx(Exception):
    """There is none on this machine; the text says why."""


@contextmanager
def proxied(url: str) -> Iterator[str]:
    """An nginx before ``url``; gives its own address.

    Raises:
        NoNginx: it is not here, or does not start.
    """
    found = shutil.which("nginx") or (str(_FETCHED) if _FETCHED.exists() else None)
    if found is None:
        raise NoNginx("no nginx (`make test` fetches it)")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as home:
        config = Path(home, "nginx.conf")
        config.write_text(CONFIG.format(home=home, server=url.removeprefix("http://"), port=port), encoding="utf-8")
        running = subprocess.Popen([found, "-p", home, "-c", str(config)], stderr=subprocess.PIPE)
        try:
            _wait(port, running)
            yield f"http://127.0.0.1:{port}"
        finally:
            running.terminate()
            running.wait(10)


def _wait(port: int, running: subprocess.Popen[bytes]) -> None:
    for _ in range(50):
        if running.poll() is not None:
            assert running.stderr is not None
            raise NoNginx(running.stderr.read().decode(errors="replace").strip()[-300:])
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise NoNginx("it does not listen")
