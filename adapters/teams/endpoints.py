"""Where Microsoft's side of the conversation lives.

One value object instead of constants spread over the code: a sovereign cloud has other addresses, and a test puts a
server of its own, with its own signing key, in the place of Microsoft's.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Addresses and names that tokens are asked for and checked against.

    Attributes:
        login_url: the token endpoint, with ``{tenant}`` where the tenant goes.
        scope: the resource that an outgoing token is for; ``/.default`` is added when it is asked for.
        issuer: who must have issued an incoming token.
        openid_url: the OpenID metadata that says where the signing keys are.
    """

    login_url: str = "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token"
    scope: str = "https://api.botframework.com"
    issuer: str = "https://api.botframework.com"
    openid_url: str = "https://login.botframework.com/v1/.well-known/openidconfiguration"


PUBLIC_CLOUD = Endpoints()

MULTI_TENANT = "botframework.com"
"""The tenant that issues the tokens of a MultiTenant bot."""
