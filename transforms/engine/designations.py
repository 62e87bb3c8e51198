"""Designations: what firms, counties, sites and people are recognised as, in which a place only says by whom, for where or from where."""

from __future__ import annotations

import re

from transforms.engine.scenes import NATIONS, Mention, Scene

DESIGNATED = re.compile(
    "级?[一-鿿（）()]{0,10}?(?:型|高新技术|专精特新|小巨人|瞪羚|独角兽)[“”一-鿿]{0,6}?(?:企业|基地|项目)(?:共|有|达|数)?[0-9０-９]"
)
# 全国农业标准化示范区13个, in what is told of a place.
GRADED = re.compile(
    "[一-鿿]{0,10}?(?:示范|试点|先进|百强|文明|模范|重点文物|特色)[一-鿿]{0,6}?(?:区|县|市|镇|村|乡|基地|单位|园|企业|项目|学校|社区|街区|品牌|个人|集体)(?:总?数)?(?:共有?|有|达到?|增至)?[0-9０-９]"
)
# 内地居民10万人次、港澳台居民9万人次: where people come from.
ORIGINS, ORIGINATING = {"港澳台", "港澳", "内地", "大陆", "外籍"}, ("居民", "同胞", "旅客", "游客", "人员")


def designates(text: str, place: Mention, scene: Scene) -> bool:
    """Whether a place only says what others are recognised as (某市科技型企业20家) or where they come from, the country in what is told of another place."""
    if place.surface in ORIGINS and text.startswith(ORIGINATING, place.end):
        return True
    if DESIGNATED.match(text, place.end, scene.end) is not None:
        return True
    if place.surface != "全国" or GRADED.match(text, place.end, scene.end) is None:
        return False
    topic = scene.antecedents.topic
    return topic is not None and topic.coarse == "LOC" and topic.surface not in NATIONS
