"""Subjects that are places: how a page calls them, and which of listed ones a figure is of."""

from __future__ import annotations

import pytest

from tests.transforms.test_subjects import subjects


@pytest.mark.parametrize(
    ("text", "surface", "subject"),
    [
        # The page names the place only in its short form, the body only in its full one.
        ("浙江招商引资会议召开。浙江省商务厅介绍，全省引进项目500个。", "500个", "浙江"),
        ("深圳经济稳步增长。深圳市统计局公布的数据显示，上半年，全市工业增加值增长8.3%。", "8.3%", "深圳"),
        # A page that prints the full name goes on to use it.
        ("浙江省扩大开放。浙江省商务厅介绍，全省引进项目500个。", "500个", "浙江省"),
        # A page that names the place nowhere else has what its body is called by.
        ("会议召开。四川省统计局发布消息，去年全省工业增加值增长21.2%。", "21.2%", "四川省"),
    ],
)
def test_a_place_that_only_a_body_is_named_after_is_called_as_the_page_calls_it(
    text: str, surface: str, subject: str
) -> None:
    assert subjects(text)[surface] == subject
