"""What ``maintbot doctor`` says of Teams."""

from __future__ import annotations

from core.sentences import Text

DEVELOPMENT: Text = {
    "es": "modo de desarrollo (TEAMS_DEV=1): sin autenticación, solo en esta máquina. No lo uses en producción.",
    "en": "development mode (TEAMS_DEV=1): no authentication, this machine only. Do not use it in production.",
}
APP_ID_ODD: Text = {
    "es": "MICROSOFT_APP_ID no es un identificador de aplicación (GUID). Cópialo de «Application (client) ID» en Azure.",
    "en": "MICROSOFT_APP_ID is no application id (a GUID). Copy it from “Application (client) ID” in Azure.",
}
NO_PUBLIC_URL: Text = {
    "es": "falta PUBLIC_URL: en canales y grupos no habrá enlace para descargar el CSV.",
    "en": "PUBLIC_URL is missing: in channels and groups there will be no link to download the CSV.",
}
TOKEN_OK: Text = {
    "es": "Microsoft acepta las credenciales ({app_type}).",
    "en": "Microsoft accepts the credentials ({app_type}).",
}
TOKEN_REFUSED: Text = {
    "es": "Microsoft rechazó las credenciales ({detail}). Revisa MICROSOFT_APP_PASSWORD (el valor del secreto, no su id, y que no haya vencido) y MICROSOFT_APP_TENANTID.",
    "en": "Microsoft refused the credentials ({detail}). Check MICROSOFT_APP_PASSWORD (the secret's value, not its id, and that it has not expired) and MICROSOFT_APP_TENANTID.",
}
TOKEN_UNREACHABLE: Text = {
    "es": "no se pudo preguntar a Microsoft ({detail}). Desde aquí debe alcanzarse https://login.microsoftonline.com.",
    "en": "Microsoft could not be asked ({detail}). https://login.microsoftonline.com must be reachable from here.",
}
KEYS_OK: Text = {
    "es": "las llaves que verifican los mensajes entrantes se pueden leer.",
    "en": "the keys that verify incoming messages can be read.",
}
KEYS_UNREACHABLE: Text = {
    "es": "no se pueden leer las llaves que verifican los mensajes entrantes. Desde aquí debe alcanzarse https://login.botframework.com.",
    "en": "the keys that verify incoming messages cannot be read. https://login.botframework.com must be reachable from here.",
}
TENANTS_ODD: Text = {
    "es": "TEAMS_ALLOWED_TENANTS tiene lo que no es el identificador de una organización (GUID): {names}. Cópialos de «Directory (tenant) ID» en Azure.",
    "en": "TEAMS_ALLOWED_TENANTS has what is no organisation's id (a GUID): {names}. Copy them from “Directory (tenant) ID” in Azure.",
}
ANY_TENANT: Text = {
    "es": "MultiTenant sin TEAMS_ALLOWED_TENANTS: cualquier organización que instale el bot puede preguntar por la planta.",
    "en": "MultiTenant without TEAMS_ALLOWED_TENANTS: any organisation that installs the bot can ask about the plant.",
}
