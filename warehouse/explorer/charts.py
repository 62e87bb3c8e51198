"""Charts drawn while the site is built, as SVG that takes its colours from the page; without the extra `explore` there are none."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from markupsafe import Markup

Told = Callable[..., str]
FONT = "system-ui, 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"
# Colours of the page's own scheme: light or dark is decided where the chart is seen.
VEGA_LITE = "6.4"
# What the browser needs of the bundle.
GLOBALS = "window.vegaEmbed = vegaEmbed;"
CONFIG: dict[str, object] = {
    "background": "transparent",
    "font": FONT,
    "view": {"stroke": None},
    "axis": {
        "labelColor": "var(--ink)",
        "titleColor": "var(--soft)",
        "titleFontWeight": "normal",
        "domainColor": "var(--line)",
        "tickColor": "var(--line)",
        "gridColor": "var(--line)",
        "labelFontSize": 12,
        "titleFontSize": 12,
    },
}


def available() -> bool:
    """Whether the chart library is installed."""
    return importlib.util.find_spec("vl_convert") is not None


def library() -> str | None:
    """Vega-Embed with all that it needs as one script for the browser, or None."""
    if not available():
        return None
    import vl_convert

    bundled: str = vl_convert.javascript_bundle(snippet=GLOBALS, vl_version=VEGA_LITE)
    return bundled


def volume(days: Sequence[Mapping[str, Any]], told: Told) -> Markup | None:
    """Documents per issue date; None where there are no dates or no chart library."""
    if not days or not available():
        return None
    values = [{"day": row["issue_date"].isoformat(), "documents": row["document_count"]} for row in days]
    x = {
        "field": "day",
        "type": "temporal",
        "title": None,
        "axis": {"format": "%Y-%m-%d", "tickCount": 6, "grid": False},
    }
    y = {
        "field": "documents",
        "type": "quantitative",
        "title": told("documents"),
        "axis": {"tickMinStep": 1, "format": ",d"},
    }
    mark = {"type": "bar", "color": "var(--metric)", "size": max(2, min(28, 560 // len(values)))}
    spec = {"width": 620, "height": 150, "mark": mark, "encoding": {"x": x, "y": y}}
    return _svg(spec, values, told("Documents on each of %(days)s issue dates", days=len(values)))


def growth(rows: Sequence[Mapping[str, Any]], told: Told) -> Markup | None:
    """Bars of growth, one per region, indicator and period; None where nothing grew or there is no chart library."""
    if not rows or not available():
        return None
    values = [
        {"name": f"{at + 1}. {row['region']} {row['indicator']}", "at": at, "growth": row["growth"]}
        for at, row in enumerate(rows[:12])
    ]
    x = {"field": "growth", "type": "quantitative", "title": told("change (%, pp)"), "axis": {"tickCount": 5}}
    y = {"field": "name", "type": "nominal", "title": None, "sort": {"field": "at"}, "axis": {"labelLimit": 240}}
    color = {"condition": {"test": "datum.growth < 0", "value": "var(--event)"}, "value": "var(--metric)"}
    spec = {
        "width": 250,
        "height": {"step": 22},
        "mark": {"type": "bar", "cornerRadiusEnd": 2, "height": 12},
        "encoding": {"x": x, "y": y, "color": color},
    }
    return _svg(spec, values, told("Growth of %(count)s indicators", count=len(values)))


def _svg(spec: Mapping[str, Any], values: Sequence[Mapping[str, Any]], label: str) -> Markup:
    import vl_convert

    drawn = vl_convert.vegalite_to_svg({**spec, "data": {"values": values}, "config": CONFIG}, vl_version=VEGA_LITE)
    # Texts inside are escaped by the renderer; the label is ours.
    return Markup(drawn.replace("<svg ", f'<svg role="img" aria-label="{label}" ', 1))
