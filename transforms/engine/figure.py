"""A figure: a measured quantity joined with what its sentence says about it."""

from __future__ import annotations

from dataclasses import dataclass

from transforms.engine.changes import Change
from transforms.engine.quantities import Quantity
from transforms.engine.scenes import Scene, Subject, Time


@dataclass(slots=True)
class Figure:
    """A measured quantity with what its sentence says about it.

    Attributes:
        quantity: The quantity.
        scene: Its sentence.
        clause: First character of its clause.
        change: The movement it tells, if any.
        level: The figure whose change it is; such a figure is no row of its own.
        moved: The figure that tells its change.
        whole: The figure of which it is a part.
        indicator: Span of its indicator in the joined text.
        ending: Span of what the name of the indicator ends with, where that stands elsewhere (增加值 … 增速, 省级 … 公园).
        left: Whether its indicator stands far from it.
        time: Governing time expression.
        subject: Whose figure it is.
        owned: Whether its subject stands beside it.
        status: Code of `metrics.status`.
        kind: Code of `metrics.kind`.
    """

    quantity: Quantity
    scene: Scene
    clause: int
    change: Change | None
    level: Figure | None = None
    moved: Figure | None = None
    whole: Figure | None = None
    indicator: tuple[int, int] | None = None
    ending: tuple[int, int] | None = None
    left: bool = False
    time: Time | None = None
    subject: Subject | None = None
    owned: bool = False
    status: str = "actual"
    kind: str = "level"
