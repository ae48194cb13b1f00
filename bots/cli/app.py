"""The typer application: every command registered, none of their work imported."""

from __future__ import annotations

import typer

from bots.cli import ask, backup, demo, demo_data, doctor, evaluate, import_files, keys, manifest, model, serve, state

app = typer.Typer(
    help="A maintenance chatbot for industrial plants: questions in Spanish or English, answers from the database.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)

app.command("ask")(ask.ask)
app.command("demo")(demo.demo)
app.command("demo-data")(demo_data.demo_data)
app.command("import")(import_files.import_files)
app.command("serve")(serve.serve)
app.command("eval")(evaluate.evaluate)
app.command("backup")(backup.backup)
app.command("restore")(backup.restore)
app.command("doctor")(doctor.doctor)
app.command("manifest")(manifest.manifest)
app.add_typer(model.app, name="model")
app.add_typer(state.app, name="state")
app.add_typer(keys.app, name="keys")


@app.callback(invoke_without_command=True)
def _root(
    version: bool = typer.Option(False, "--version", help="Print the version and leave.", is_eager=True),
) -> None:
    if version:
        from importlib.metadata import version as installed

        typer.echo(f"maintbot {installed('maintenance-chatbot')}")
        raise typer.Exit
