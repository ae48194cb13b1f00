"""Where Microsoft's side of the conversation lives.

One value object instead of constants spread over the code: a sovereign cloud has other addresses, and a test puts a
server of its own, with its own signing key, in the place of Microsoft's.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Addresses and names that tokens are asked for and checked against.

    Attributes:
        login_url: the token endpoint, with ``{tenant}`` where the tenant goes.
        scope: the resource that an outgoing token is for; ``/.default`` is added when it is asked for.
        issuer: who must have issued an incoming token.
        openid_url: the OpenID metadata that says where the signing keys are.
        upload_hosts: where a person's files may be uploaded to. The address comes through the person's client, so it
            is not followed just anywhere.
        upload_schemes: how.
    """

    login_url: str = "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token"
    scope: str = "https://api.botframework.com"
    issuer: str = "https://api.botframework.com"
    openid_url: str = "https://login.botframework.com/v1/.well-known/openidconfiguration"
    upload_hosts: tuple[str, ...] = (
        "sharepoint.com",
        "sharepoint.us",
        "sharepoint-mil.us",
        "sharepoint.cn",
        "onedrive.com",
        "1drv.com",
        "microsoftpersonalcontent.com",
        "svc.ms",
    )
    upload_schemes: tuple[str, ...] = ("https",)

    def takes_uploads(self, url: str) -> bool:
        """Whether an upload address is one of ours to follow."""
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
        known = any(host == name or host.endswith(f".{name}") for name in self.upload_hosts)
        return known and parts.scheme in self.upload_schemes


PUBLIC_CLOUD = Endpoints()

MULTI_TENANT = "botframework.com"
"""The tenant that issues the tokens of a MultiTenant bot."""
