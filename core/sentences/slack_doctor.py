"""What ``maintbot doctor`` says about the Slack settings."""

from __future__ import annotations

from core.sentences import Text

NO_WAY_IN: Text = {
    "es": "Slack no puede llegar al bot: define SLACK_SIGNING_SECRET (HTTP) o SLACK_APP_TOKEN (Socket Mode).",
    "en": "Slack cannot reach the bot: set SLACK_SIGNING_SECRET (HTTP) or SLACK_APP_TOKEN (Socket Mode).",
}
NO_TOKEN: Text = {
    "es": "El bot no puede escribir en Slack: define SLACK_BOT_TOKEN, o SLACK_CLIENT_ID y SLACK_CLIENT_SECRET.",
    "en": "The bot cannot write to Slack: set SLACK_BOT_TOKEN, or SLACK_CLIENT_ID and SLACK_CLIENT_SECRET.",
}
NO_CLIENT_SECRET: Text = {
    "es": "SLACK_CLIENT_ID necesita también SLACK_CLIENT_SECRET.",
    "en": "SLACK_CLIENT_ID needs SLACK_CLIENT_SECRET as well.",
}
SECRET_OK: Text = {
    "es": "SLACK_SIGNING_SECRET tiene la forma correcta.",
    "en": "SLACK_SIGNING_SECRET has the right form.",
}
SECRET_ODD: Text = {
    "es": "SLACK_SIGNING_SECRET no parece un secreto de firma (32 cifras hexadecimales); cópialo de «Basic Information».",
    "en": "SLACK_SIGNING_SECRET does not look like a signing secret (32 hexadecimal digits); copy it from “Basic Information”.",
}
TOKEN_OK: Text = {
    "es": "SLACK_BOT_TOKEN es válido: {user} en {team}.",
    "en": "SLACK_BOT_TOKEN is valid: {user} in {team}.",
}
TOKEN_ODD: Text = {
    "es": "SLACK_BOT_TOKEN debe empezar con xoxb-.",
    "en": "SLACK_BOT_TOKEN must begin with xoxb-.",
}
TOKEN_REFUSED: Text = {
    "es": "Slack rechazó SLACK_BOT_TOKEN ({error}): instala la aplicación de nuevo y copia el token.",
    "en": "Slack refused SLACK_BOT_TOKEN ({error}): install the app again and copy the token.",
}
WORKSPACE_OK: Text = {
    "es": "la aplicación funciona en el espacio de trabajo «{name}».",
    "en": "the app works in the workspace “{name}”.",
}
WORKSPACE_REFUSED: Text = {
    "es": "en el espacio de trabajo «{name}» Slack no acepta el token ({error}): instala ahí la aplicación de nuevo (/slack/install).",
    "en": "in the workspace “{name}” Slack does not take the token ({error}): install the app there again (/slack/install).",
}
NO_WORKSPACE: Text = {
    "es": "la aplicación aún no está instalada en ningún espacio de trabajo: abre /slack/install en el navegador.",
    "en": "the app is not installed in any workspace yet: open /slack/install in a browser.",
}
UNREACHABLE: Text = {
    "es": "No se pudo consultar a Slack en {url} ({error}): revisa la red o SLACK_API_URL.",
    "en": "Slack could not be asked at {url} ({error}): check the network or SLACK_API_URL.",
}
SCOPES_OK: Text = {"es": "El token tiene todos los permisos.", "en": "The token has all scopes."}
SCOPES_UNKNOWN: Text = {
    "es": "Slack no dijo qué permisos tiene el token.",
    "en": "Slack did not say which scopes the token has.",
}
SCOPES_MISSING: Text = {
    "es": "Al token le faltan permisos: {scopes}. Actualiza la aplicación con «maintbot manifest slack» e instálala de nuevo.",
    "en": "The token lacks scopes: {scopes}. Update the app with “maintbot manifest slack” and install it again.",
}
APP_TOKEN_OK: Text = {"es": "SLACK_APP_TOKEN abre Socket Mode.", "en": "SLACK_APP_TOKEN opens Socket Mode."}
APP_TOKEN_ODD: Text = {
    "es": "SLACK_APP_TOKEN debe empezar con xapp-.",
    "en": "SLACK_APP_TOKEN must begin with xapp-.",
}
APP_TOKEN_REFUSED: Text = {
    "es": "Slack no abrió Socket Mode con SLACK_APP_TOKEN ({error}): crea uno con el permiso connections:write.",
    "en": "Slack did not open Socket Mode with SLACK_APP_TOKEN ({error}): make one with the scope connections:write.",
}
CHANNELS_ODD: Text = {
    "es": "SLACK_ALLOWED_CHANNELS lleva identificadores (C…), no nombres: {names}.",
    "en": "SLACK_ALLOWED_CHANNELS takes ids (C…), not names: {names}.",
}
NO_PUBLIC_URL: Text = {
    "es": "Sin PUBLIC_URL no hay enlaces a los archivos cuando Slack no los acepta.",
    "en": "Without PUBLIC_URL there are no links to the files when Slack does not take them.",
}
