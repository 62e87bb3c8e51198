"""Questions that analysts ask again and again, each answered by one plain SQL query."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from warehouse.errors import QuestionError
from warehouse.marts import read_header

FOLDER = Path(__file__).parent / "models" / "questions"
FILE_NAME = re.compile(r"(?P<number>[0-9]{2})_(?P<name>[a-z_]+)")


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question and the query that answers it.

    Attributes:
        number: Its place in the list.
        name: Its name on the command line.
        english: The question.
        chinese: The same question in Chinese.
        columns: What the answer's columns are.
        query: One SELECT without parameters.
    """

    number: int
    name: str
    english: str
    chinese: str
    columns: str
    query: str


def list_questions(folder: Path = FOLDER) -> tuple[Question, ...]:
    """All questions in their order.

    Raises:
        QuestionError: A file's name or header is incomplete.
    """
    questions = []
    for path in sorted(folder.glob("*.sql")):
        named = FILE_NAME.fullmatch(path.stem)
        head, query = read_header(path.read_text(encoding="utf-8"), path=path)
        if named is None or head.keys() != {"question", "问题", "columns"}:
            raise QuestionError(f"{path}: wanted NN_name.sql with the header lines question, 问题 and columns")
        questions.append(
            Question(
                number=int(named["number"]),
                name=named["name"],
                english=head["question"],
                chinese=head["问题"],
                columns=head["columns"],
                query=query,
            )
        )
    return tuple(questions)


def find_question(name: str) -> Question:
    """The question of that name or number.

    Raises:
        QuestionError: There is none; the message lists those there are.
    """
    questions = list_questions()
    for question in questions:
        if name in (question.name, str(question.number), f"{question.number:02d}_{question.name}"):
            return question
    raise QuestionError(f"no question {name!r}; there are: {', '.join(question.name for question in questions)}")


def ask(connection: duckdb.DuckDBPyConnection, name: str) -> pa.Table:
    """The answer to a question as an Arrow table.

    Args:
        connection: A connection to the published warehouse.
        name: Name or number of the question.

    Raises:
        QuestionError: There is no such question, or the warehouse lacks what it reads.
    """
    question = find_question(name)
    try:
        return connection.execute(question.query).to_arrow_table()
    except duckdb.CatalogException as error:
        raise QuestionError(f"this warehouse cannot answer {question.name!r}: {error}") from error
