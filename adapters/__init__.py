"""One folder a platform, with the same names in each, so who knows one knows all.

``app`` puts the platform on the server; ``events`` makes Questions of what happens there; ``render`` draws a Reply;
``deliver`` is the Adapter that sends it; ``limits`` says how much the platform takes. Slack and Teams have two more:
``text``, what a person wrote, out of the platform's markup, and ``doctor``. What only one platform has is in a named
folder.

REST and the terminal have no ``deliver``: they answer in the response and on standard output, so there is nothing to
send later, nothing to send again, and no Adapter for the worker.
"""
