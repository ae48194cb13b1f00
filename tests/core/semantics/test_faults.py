"""What is wrong with a semantic model's file is told at once: each fault with its line and the nearest known name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.kernel.errors import ConfigurationError
from core.semantics.file.faults import MOST_TOLD, BrokenModel
from core.semantics.load import load_model, parse_model
from core.semantics.words import LANGUAGES
from tests.core.semantics.small_model import GOOD

HEAD = 'version: "0.2.0.dev0"\nsemantic_model:\n  - name: plant\n'


def faults(text: str) -> list[str]:
    """What is told of a file, in English, a fault a line; empty when it loads."""
    try:
        parse_model(text, "f.yaml")
    except BrokenModel as error:
        assert error.code == "configuration" and isinstance(error, ConfigurationError)
        told = {language: error.message(language).splitlines() for language in LANGUAGES}
        assert len(told["es"]) == len(told["en"]) and told["es"] != told["en"]
        if len(error.faults) == 1:
            return [told["en"][0].partition(" cannot be used: ")[2]]
        return [line.strip() for line in told["en"][1:]]
    return []


def changed(old: str, new: str) -> str:
    """The good file with one text in the place of another."""
    assert GOOD.count(old) == 1, old
    return GOOD.replace(old, new)


def test_the_good_file_has_no_faults() -> None:
    assert faults(GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        # keys
        ("population: present", "populaton: present", "f.yaml:10: machine: there is no key `populaton` here; did you mean `population`?"),
        ("{name: present,", "{name: present, colour: red,", "f.yaml:12: condition machine.present: there is no key `colour` here"),
        ("date: due_on}\n        fields", "daet: due_on}\n        fields", "f.yaml:13: condition machine.due: there is no key `daet` here; did you mean `date`?"),
        ("- name: area\n", "- name: area\n        identity: name\n", "f.yaml:18: area: the key `identity` belongs under `ai_context`"),
        ("population: present", "unique_keys: [[tag]]", "f.yaml:10: machine: the key `unique_keys` belongs outside `ai_context`"),
        ("        source: area\n", "", "f.yaml:17: area: the key `source` is missing"),
        ("from_columns: [area_id], ", "", "f.yaml:23: relationship machine_area: the key `from_columns` is missing"),
        ("expression: gone = 0", "sql: gone = 0", "f.yaml:12: condition machine.present: the key `expression` is missing"),
        ("        source: area\n", "        source: area\n        source: zone\n", "f.yaml:19: the key `source` is written on line 18 already"),
        # values
        ("primary_key: [id]\n        ai_context", "primary_key: id\n        ai_context", "f.yaml:7: machine: `primary_key` must be a list; it is a text"),
        ("formula: true", "formula: maybe", "f.yaml:30: metric doubled: `formula` must be true or false; it is a text"),
        ("source: area\n", "source: no\n", "f.yaml:18: area: `source` must be a text; YAML reads `false` here: put it in quotes"),
        ("source: area\n", "source: 12\n", "f.yaml:18: area: `source` must be a text; YAML reads `12` here: put it in quotes"),
        ("source: area\n", "source:\n", "f.yaml:18: area: `source` must be a text; it is nothing: the value is missing"),
        ("datatype: Date", "datatype: Dat", "f.yaml:16: machine.due_on: `datatype` cannot be `Dat`; it can be: String, Integer, Decimal, Float, Boolean, Date, Time, DateTime, DateTimeTz, Opaque; did you mean `Date`?"),
        ("{name: tag,", "{name: the tag,", "f.yaml:15: machine.the tag: `the tag` cannot be a name: letters, digits and _, a letter first"),
        ("date: due_on}\n      - name: doubled", "date: due_on, default_period: last_week_end}\n      - name: doubled", "f.yaml:27: metric machines: `default_period` cannot be `last_week_end`; it can be, for example: `last_365_days`, `this_month`, `last_year`"),
        ("{name: tag,", "{name: tag, ai_context: {phrase: {en: 'in {valu}'}},", "f.yaml:15: machine.tag: `phrase`: only {value} can stand in braces"),
        ("{name: tag,", "{name: tag, ai_context: {terms: {en: [tag], fr: [x]}},", "f.yaml:15: machine.tag: there is no key `terms.fr` here"),
        ("{name: tag,", "{name: tag, ai_context: {values: {no: {}}},", "f.yaml:15: machine.tag: `values` must be a text; YAML reads `false` here: put it in quotes"),
        # names
        ("population: present", "population: presnt", "f.yaml:10: machine: `population` names the condition `presnt`, which does not exist; did you mean `present`?"),
        ("list: [tag,", "list: [tagg,", "f.yaml:9: machine: `list` names the field `tagg`, which does not exist; did you mean `tag`?"),
        ("area.name]", "area.nam]", "f.yaml:9: machine: `list` names the field `area.nam`, which does not exist; did you mean `area.name`?"),
        ("area.name]", "areas.name]", "f.yaml:9: machine: `list` names the field `areas.name`, which does not exist; did you mean `area.name`?"),
        ("to: area", "to: aera", "f.yaml:23: relationship machine_area: `to` names the dataset `aera`, which does not exist; did you mean `area`?"),
        ("dataset: machine", "dataset: engine", "f.yaml:27: metric machines: `dataset` names the dataset `engine`, which does not exist"),
        ("bases: [machines]", "bases: [machine]", "f.yaml:30: metric doubled: `bases` names the metric `machine`, which does not exist; did you mean `machines`?"),
        ("bases: [machines]", "bases: [doubled]", "f.yaml:30: metric doubled: `bases` names `doubled`, which is a formula itself"),
        ("date: due_on}\n        fields", "date: tag}\n        fields", "f.yaml:13: condition machine.due: `date` names `tag`, which is not a date (datatype: Date or DateTime)"),
        ("date: due_on}\n        fields", "lasts: {dataset: area, while: due, field: name}}\n        fields", "f.yaml:13: condition machine.due: `lasts.while` names the condition `due`, which does not exist"),
        ("{dataset: machine, ", "{dataset: machine, where_of: {area: gone}, ", "f.yaml:27: metric machines: `where_of.area` names the condition `gone`, which does not exist"),
        ("{dataset: machine, ", "{dataset: machine, combines: {doubles: doubled}, ", "f.yaml:27: metric machines: `combines` names the metric `doubles`, which does not exist; did you mean `doubled`?"),
        ("population: present", "judged_by: [area.bad]", "f.yaml:10: machine: `judged_by` names the condition `area.bad`, which does not exist"),
        ("        fields:\n          - {name: name,", "        ai_context: {list: [machine.tag]}\n        fields:\n          - {name: name,", "f.yaml:20: area: `list` names `machine.tag`, but no relationship from many rows to one leads from area to machine"),
        ("- {name: due, expression: due_on < :today, date: due_on}", "- {name: present, expression: due_on < :today}", "f.yaml:13: condition machine.present: the condition `present` is on line 12 already"),
        ("- name: doubled", "- name: machines", "f.yaml:28: metric machines: the metric `machines` is on line 25 already"),
        ("- name: area\n", "- name: machine\n", "f.yaml:17: machine: the dataset `machine` is on line 5 already"),
        # between parts
        ("from_columns: [area_id]", "from_columns: [area_id, plant_id]", "f.yaml:23: relationship machine_area: `from_columns` has 2 columns and `to_columns` 1; there must be as many of each"),
        ("to_columns: [id]", "to_columns: [name]", "f.yaml:23: relationship machine_area: `to_columns` (name) is no key of area: one row could have several there; its keys: id"),
        ("to_columns: [id]}", "to_columns: [id], ai_context: {cardinality: one_to_many}}", "f.yaml:23: relationship machine_area: `cardinality` cannot be `one_to_many`: it is always written from many rows to one; swap `from` and `to`"),
        ("to_columns: [id]}", "to_columns: [id], ai_context: {cardinality: many}}", "f.yaml:23: relationship machine_area: `cardinality` cannot be `many`; it can be: many_to_one, one_to_one"),
        ("{dataset: machine, date: due_on}", "{additive: true}", "f.yaml:25: metric machines: `dataset` is missing: a metric that is no formula aggregates one dataset"),
        ("{dataset: machine, date: due_on}", "{dataset: machine, clipped: true}", "f.yaml:27: metric machines: `machine.interval` is missing: a clipped metric adds up the hours that its rows cover"),
        ("          population: present\n", "          population: present\n          interval: {start: due_on}\n", "f.yaml:11: machine: `interval.minutes` is missing: an interval ends on a date or lasts some minutes"),
        ("          population: present\n", "          population: present\n          interval: {start: tag, minutes: tag}\n", "f.yaml:11: machine: `interval.start` names `tag`, which is not a date (datatype: Date or DateTime)"),
        (", bases: [machines]", "", "f.yaml:28: metric doubled: `bases` is missing: a formula is computed from other metrics"),
    ],
)  # fmt: skip
def test_every_fault_has_its_line_and_the_nearest_name(old: str, new: str, told: str) -> None:
    assert told in faults(changed(old, new))


def test_one_fault_is_told_once() -> None:
    assert faults(changed("population: present", "populaton: present")) == [
        "f.yaml:10: machine: there is no key `populaton` here; did you mean `population`?"
    ]


def test_all_faults_of_a_file_are_told_at_once_in_its_order() -> None:
    text = (
        GOOD.replace("population: present", "populaton: present")
        .replace("list: [tag, area.name]", "list: [tagg, zone.name]")
        .replace("to: area", "to: zone")
        .replace("formula: true", "formula: 1")
        .replace("dataset: machine, date: due_on", "dataset: machine, date: tag, additve: true")
    )
    told = faults(text)
    assert [int(line.split(":")[1]) for line in told] == [9, 9, 10, 23, 27, 27, 28, 30]
    assert len(told) == 8


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "f.yaml: the file is empty"),
        ("# nothing yet\n", "f.yaml: the file is empty"),
        ("- 1\n- 2\n", "f.yaml:1: a set of keys (`key: value`) must stand here; there is a list"),
        ("just text", "f.yaml:1: a set of keys (`key: value`) must stand here; there is a text"),
        ("a: [1", "f.yaml:2: is not YAML: “did not find expected ',' or ']'”"),
        ("a:\n\tb: 1\n", "f.yaml:2: this line begins with a tab; YAML takes only spaces"),
        ("a: 1\n---\nb: 2\n", "f.yaml:2: is not YAML: “but found another document”"),
        ("a: *gone\n", "f.yaml:1: is not YAML: “found undefined alias”"),
        ("a: 2026-02-31\n", "f.yaml:1: is not YAML: “day is out of range for month”"),
        ('a: !!python/object/apply:os.system ["true"]', "f.yaml:1: is not YAML: “could not read the tag tag:yaml.org,2002:python/object/apply:os.system”"),
        ("a: &a [*a]", "f.yaml:1: nested too deep, or contains itself"),
        ("a: " + "[" * 100_000, "f.yaml: nested too deep, or contains itself"),
        ("- " * 100_000, "f.yaml: nested too deep, or contains itself"),
        ("a: " + "[" * 500 + "]" * 500, "f.yaml:1: nested too deep, or contains itself"),
        ("\n".join(" " * depth + "a:" for depth in range(300)), "f.yaml:62: nested too deep, or contains itself"),
        ("a: \x00", "f.yaml: is not YAML: “unacceptable character #x0000: control characters are not allowed”"),
        (HEAD, "f.yaml:3: the key `datasets` is missing"),
        (HEAD + "    datasets:\n", "f.yaml:4: `datasets` must be a list; it is nothing: the value is missing"),
        (HEAD + "    datasets: []\n", "f.yaml:4: `datasets` is empty"),
        (HEAD + "    datasets: {machine: 1}\n", "f.yaml:4: `datasets` must be a list; it is a set of keys (`key: value`)"),
        (HEAD + "    datasets: [machine]\n", "f.yaml:4: dataset 1: a set of keys (`key: value`) must stand here; there is a text"),
        (HEAD + "    5: x\n", "f.yaml:4: a key must be a text; YAML reads `5` here"),
        (HEAD + "    ? [a]\n    : x\n", "f.yaml:4: this cannot be a key"),
        (HEAD + "    <<: 5\n", "f.yaml:4: `<<` merges only another set of keys"),
        (HEAD + "    ai_context:\n", "f.yaml:4: `ai_context` must be a set of keys (`key: value`); it is nothing: the value is missing"),
        ("version: 0.3\n", "f.yaml:1: the version is `0.3`; only `0.2.0.dev0` is read, in quotes"),
        ("version: 1\nversion: 2\n", "f.yaml:2: the key `version` is written on line 1 already"),
        ("semantic_model: {}\n", "f.yaml:1: `semantic_model` must be a list; it is a set of keys (`key: value`)"),
        ("semantic_model: []\n", "f.yaml:1: `semantic_model` is empty"),
    ],
)  # fmt: skip
def test_what_is_no_model_is_told_so(text: str, told: str) -> None:
    assert told in faults(text)


def test_a_second_model_is_not_passed_over() -> None:
    second = "  - {name: b, datasets: [{name: a, source: a}]}\n"
    assert faults(HEAD + "    datasets: [{name: a, source: a}]\n" + second) == [
        "f.yaml:2: `semantic_model` must have one entry only"
    ]


def test_of_many_faults_the_first_are_listed_and_the_others_counted() -> None:
    many = "".join(f"      - {{name: d{number}, source: a, wrong: 1}}\n" for number in range(300))
    told = faults(HEAD + "    datasets:\n" + many)
    assert len(told) == MOST_TOLD + 1 and told[-1] == "… and 250 more."


def test_long_names_do_not_fill_the_screen() -> None:
    told = faults(HEAD + f"    datasets: [{{name: a, source: a, {'k' * 5000}: 1}}]\n")
    assert max(map(len, told)) < 400


def test_anchors_and_merges_are_read_and_their_faults_told() -> None:
    field = "{name: tag, expression: {dialects: [{dialect: ANSI_SQL, expression: tag}]}}"
    text = f"{HEAD}    datasets:\n      - name: a\n        source: a\n        fields:\n          - &one {field}\n"
    model = parse_model(text + "          - {<<: *one, name: other}\n")
    assert model.field("a", "other").expression == "tag"
    assert faults(text + "          - {<<: *one, name: other, size: 1}\n") == [
        "f.yaml:9: a.other: there is no key `size` here"
    ]
    assert faults(text + "          - *one\n") == ["f.yaml:8: a.tag: the field `tag` is on line 8 already"]


def test_aliases_that_stand_for_too_much_are_refused_at_once() -> None:
    text = "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
    for one, other in zip("abcdefgh", "bcdefghi", strict=True):
        text += f"{other}: &{other} [{', '.join([f'*{one}'] * 10)}]\n"
    assert faults(text) == ["f.yaml: its aliases (*) stand for too much: more than 2000000 parts"]


def test_a_file_that_is_too_long_is_refused_before_it_is_read() -> None:
    assert faults("# " + "x" * 20_000_001) == ["f.yaml: the file is too large; at most 20 million characters are read"]


def test_line_ends_of_windows_and_a_byte_order_mark_are_no_fault(tmp_path: Path) -> None:
    file = tmp_path / "plant.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert load_model(file).name == "plant"


def test_the_file_is_named_as_it_was_given(tmp_path: Path) -> None:
    file = tmp_path / "plant.yaml"
    file.write_text(changed("source: area\n", "source: 5\n"), "utf-8")
    with pytest.raises(BrokenModel) as caught:
        load_model(file)
    assert f"no se puede usar: {file}:18: area: `source` debe ser un texto" in caught.value.message("es")


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ("{question: {}, sql: SELECT 1, verified_by: me, verified_at: 2026-01-01}", "`question` has no text in any language"),
        ("{question: {en: a}, sql: 'SELECT {tody}', verified_by: me, verified_at: 2026-01-01}", "did you mean `today`?"),
        ("{question: {en: a}, sql: 'SELECT {0}', verified_by: me, verified_at: 2026-01-01}", "only days can stand in braces"),
        ("{question: {en: a}, sql: SELECT 1, verified_at: 2026-01-01}", "the key `verified_by` is missing"),
    ],
)  # fmt: skip
def test_a_verified_query_is_whole(entry: str, told: str) -> None:
    [fault] = faults(
        GOOD.replace("    datasets:", f"    ai_context: {{verified_queries: [{entry}]}}\n    datasets:", 1)
    )
    assert fault.startswith("f.yaml:4: verified query 1: ") and told in fault


READS: list[tuple[str, str, Callable[[Any], Any], Any]] = [
    ("a list counts for both languages", "ai_context: {terms: [tag]}", lambda f: f.terms, {"es": ("tag",), "en": ("tag",)}),
    ("synonyms join the terms", "ai_context: {terms: {en: [tag]}, synonyms: [code]}", lambda f: f.terms, {"es": ("code",), "en": ("tag", "code")}),
    ("a text is instructions", "ai_context: shown on the plate", lambda f: f.instructions, "shown on the plate"),
    ("a label may be a word", "ai_context: {label: {es: Clave}}", lambda f: (f.label.one, f.label.gender), ({"es": "Clave", "en": "tag"}, "m")),
    ("a label may have forms", "ai_context: {label: {es: {one: a, many: b, gender: f}}}", lambda f: (f.label.many["es"], f.label.gender), ("b", "f")),
    ("a value may stand alone", "ai_context: {values: {1: , A: {label: {en: one}}}}", lambda f: [(v.value, v.named, v.label.one["en"]) for v in f.values], [(1, False, "1"), ("A", True, "one")]),
    ("a kind says more than a datatype", "datatype: Integer, ai_context: {kind: money}", lambda f: f.kind, "money"),
    ("else the datatype says it", "datatype: DateTimeTz", lambda f: f.kind, "datetime"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "read", "wanted"), [row[1:] for row in READS], ids=[row[0] for row in READS])
def test_keys_are_read(text: str, read: Callable[[Any], Any], wanted: Any) -> None:
    model = parse_model(changed("{name: tag,", f"{{name: tag, {text},"))
    assert read(model.field("machine", "tag")) == wanted


def test_ossies_own_keys_for_others_are_let_through() -> None:
    more = "label: plate, dimension: {is_time: false}, custom_extensions: [{vendor_name: X, data: '1'}]"
    assert faults(changed("{name: tag,", f"{{name: tag, {more},")) == []


def test_every_name_of_the_demo_model_is_checked() -> None:
    """Each kind of key that names something, with a name that does not exist, is told with that name."""
    from importlib import resources

    from core.semantics.file.document import Document
    from core.semantics.file.names import Use, uses
    from core.semantics.file.rules import rule_faults

    text = resources.files("core.demo").joinpath("semantic_model.yaml").read_text("utf-8")
    document = Document(text)
    by_key: dict[tuple[object, ...], Use] = {}
    for use in uses(document.data["semantic_model"][0], ("semantic_model", 0)):
        by_key.setdefault((*(step for step in use.loc if not isinstance(step, int)), use.reference), use)
    assert len(by_key) > 40
    for use in by_key.values():
        around: Any = document.data
        for step in use.loc[:-1]:
            around = around[step]
        last = use.loc[-1]
        before = dict(around) if isinstance(around, dict) else list(around)
        if isinstance(around, dict) and last == use.text and around[last] != use.text:
            around["zz.qqq" if use.reference.owner == "far" else "qqq"] = around.pop(last)
        else:
            around[last] = "qqq"
        found = list(rule_faults(document))
        assert any(str(fault.values.get("name")).endswith("qqq") for fault in found), use
        if isinstance(around, dict):
            around.clear()
            around.update(before)
        else:
            around[:] = before
    assert list(rule_faults(document)) == []
