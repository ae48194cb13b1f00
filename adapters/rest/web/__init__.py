"""The web chat, the OpenAPI document and its page, written on the server; styles and scripts lie beside."""
