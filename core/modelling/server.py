"""Which model server is called, and over which of its APIs."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from core.kernel.settings import Settings
from core.modelling.wire import Api


@dataclass(frozen=True)
class Server:
    """Where calls go. ``azure_version`` is set for Azure's dated API, empty for its v1 API and everybody else."""

    api: Api
    base_url: str
    key: str
    azure_version: str = ""

    @classmethod
    def of(cls, settings: Settings) -> Server | None:
        """The server that the settings name, None when they name none."""
        key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else ""
        if settings.azure_openai_endpoint:
            if not key:
                return None
            endpoint = settings.azure_openai_endpoint.rstrip("/")
            if settings.azure_openai_api_version:
                return cls("responses", endpoint, key, settings.azure_openai_api_version)
            return cls("responses", endpoint if endpoint.endswith("/openai/v1") else f"{endpoint}/openai/v1", key)
        if settings.openai_base_url:
            host = urlsplit(settings.openai_base_url).hostname or ""
            api: Api = "responses" if host == "api.openai.com" or host.endswith(".api.openai.com") else "chat"
            # Local servers want no key, but the SDK wants some.
            return cls(api, settings.openai_base_url, key or "none") if key or api == "chat" else None
        return cls("responses", "https://api.openai.com/v1", key) if key else None

    @property
    def address(self) -> str:
        """Scheme, host and port, for the log and for --show-model."""
        parts = urlsplit(self.base_url)
        return f"{parts.scheme}://{parts.hostname or ''}" + (f":{parts.port}" if parts.port else "")
