"""The form of a semantic model's file: its keys, its faults, its JSON schema.

A module for each part of the file (whole, dataset, condition, field, relationship, metric, verified) says its keys
once: type, meaning, example. The objects that the core looks things up in (``core.semantics.model``) have them as
attributes, the page and the schema are written from them, and a name that a key holds is checked by its type
(``reference``). A new key is one entry there; then ``UPDATE_DOCS=1 python -m pytest
tests/core/semantics/test_model_page.py`` and ``maintbot model schema > manifests/semantic-model.schema.json``.

document reads the YAML with its lines, told turns what pydantic says into faults, names and rules check what holds
between the parts, faults tells it all in one message.
"""
