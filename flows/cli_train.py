"""Commands that train the shipped models anew."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from flows.language import told

DataDir = Annotated[Path, typer.Argument(help="Folder of the training files.", exists=True, file_okay=False)]
OutOption = Annotated[Path | None, typer.Option("--out", help="Model file to write (default: the shipped one).")]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    train = typer.Typer(help="Train a model from labelled data (extra `train`).", no_args_is_help=True)
    train.command(name="ner")(train_names)
    train.command(name="lines")(train_layout)
    train.command(name="roles")(train_scorer)
    app.add_typer(train, name="train")


def train_names(
    data_dir: DataDir,
    out: OutOption = None,
    scored: Annotated[
        bool,
        typer.Option("--scored", help="Write the model that is scored, without a second training on all sentences."),
    ] = False,
) -> None:
    """Train the entity tagger and print its scores on the sentences held back; the model written is trained on these too.

    Reads msra_train.jsonl, cluener_train.jsonl, fewfc_train_*.jsonl and finre_*.jsonl; about forty minutes on one core, half of it with --scored.

    Example:
        kechuang train ner DATA_DIR --out ner.npz
    """
    _prepare(data_dir)
    from flows.train_ner import MODEL_PATH, RECIPES, train_ner

    _require(data_dir, {source for recipe in RECIPES for source in recipe.sources})
    for part, scores in train_ner(data_dir, out=out or MODEL_PATH, on_all=not scored).items():
        sys.stdout.write(f"{part}: " + ", ".join(f"{kind} {score:.4f}" for kind, score in scores.items()) + "\n")


def train_layout(data_dir: DataDir, out: OutOption = None) -> None:
    """Train the line model of the layout and print its scores on the days held back.

    Reads artsplit_*.jsonl: pages with marked articles, each in one or several layouts.

    Example:
        kechuang train lines DATA_DIR --out lines.npz
    """
    _prepare(data_dir)
    from flows.train_lines import train_lines
    from seeds.load import SEEDS_DIR

    pages = sorted(data_dir.glob("artsplit_*.jsonl"))
    _require(data_dir, {path.name for path in pages} or {"artsplit_*.jsonl"})
    score = train_lines(pages, out or SEEDS_DIR / "models" / "lines.npz")
    sys.stdout.write(f"held-out days: article F1 {score.article_f1:.4f}, start F1 {score.start_f1:.4f} (model alone)\n")


def train_scorer(data_dir: DataDir, out: OutOption = None) -> None:
    """Train the scorer of event roles and print the scores of rules and scorer on the sentences held back.

    Reads fewfc_train_base.jsonl and fewfc_train_trans.jsonl; a few minutes on one core.

    Example:
        kechuang train roles DATA_DIR --out roles.npz
    """
    from dataclasses import replace

    from flows.evaluate_events import FILES, evaluate_events
    from flows.train_roles import MODEL_PATH, train_roles
    from seeds.load import load_seeds, read_model

    _require(data_dir, set(FILES))
    path = out or MODEL_PATH
    count = train_roles(data_dir, out=path)
    sys.stdout.write(f"{path}: {count} instances\n")
    shipped = load_seeds()
    seeds = replace(shipped, models={**shipped.models, "roles": read_model(path)})
    for name, part in sorted(evaluate_events(data_dir, seeds=seeds).items()):
        sys.stdout.write(part.line(name) + "\n")


def _prepare(data_dir: Path) -> None:
    from importlib.util import find_spec

    from flows.errors import UsageError
    from flows.prefect_settings import prepare_environment
    from flows.settings import load_settings

    if find_spec("pycrfsuite") is None:
        raise UsageError(told("training needs python-crfsuite: pip install -c constraints.txt -e '.[train]'"))
    prepare_environment(timeout=load_settings().timeout)


def _require(data_dir: Path, names: set[str]) -> None:
    from flows.errors import UsageError

    missing = sorted(name for name in names if not (data_dir / name).is_file())
    if missing:
        raise UsageError(told("not in {folder}: {missing}", folder=data_dir, missing=", ".join(missing)))
