"""The smallest semantic model with every kind of part."""

from __future__ import annotations

GOOD = """\
version: "0.2.0.dev0"
semantic_model:
  - name: plant
    datasets:
      - name: machine
        source: machine
        primary_key: [id]
        ai_context:
          list: [tag, area.name]
          population: present
          conditions:
            - {name: present, expression: gone = 0}
            - {name: due, expression: due_on < :today, date: due_on}
        fields:
          - {name: tag, expression: {dialects: [{dialect: ANSI_SQL, expression: tag}]}}
          - {name: due_on, datatype: Date, expression: {dialects: [{dialect: ANSI_SQL, expression: due_on}]}}
      - name: area
        source: area
        primary_key: [id]
        fields:
          - {name: name, expression: {dialects: [{dialect: ANSI_SQL, expression: name}]}}
    relationships:
      - {name: machine_area, from: machine, to: area, from_columns: [area_id], to_columns: [id]}
    metrics:
      - name: machines
        expression: {dialects: [{dialect: ANSI_SQL, expression: COUNT(*)}]}
        ai_context: {dataset: machine, date: due_on}
      - name: doubled
        expression: {dialects: [{dialect: ANSI_SQL, expression: machines * 2}]}
        ai_context: {formula: true, bases: [machines]}
"""
