"""Names of subjects read off the text where no list and no tagger knows them."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from seeds.types import Seeds
from transforms.engine.bare import STANDING
from transforms.engine.indicators import has_word
from transforms.engine.scenes import Mention, Subject, coarse_type

# A source is no subject: 国家统计局数据显示.
SOURCES = (
    "数据",
    "统计",
    "监测",
    "介绍",
    "消息",
    "报道",
    "发布",
    "公布",
    "通报",
    "显示",
    "透露",
    "获悉",
    "了解到",
    "日电",
    "讯",
)
SOURCE, LONGEST_SOURCE = re.compile(rf"[^，。；：]{{0,8}}?(?:{'|'.join(SOURCES)})"), 9
PRINTED = re.compile(
    r"“?一带一路[”\"]?(?:沿线|共建)国家|共建“一带一路”国家|国家铁路(?=[货旅煤日全电完发累投]|集装箱|运输)|国家(?=将|已|还|累计|共|今年|每年|安排|投入|拨付|下达|启动|出台|批准|设立|决算|预算)|(?:全球|全世界|世界上)(?![化性首最领各第前]|市场|份额|占有率|排名|[一-鿿]{1,6}最)|(?:我国|全国|中国)(?![一-鿿]{0,4}(?:队|银行|公司|集团|协会|大学|研究|工程院|科学院|人民|石油|移动|电信|联通|证监|气象|铁路|消费者协会|重点实验室|声谷|光谷))|[一-鿿]{2,8}(?:核电|水电|风电|光伏|抽水蓄能|煤电|储能|高铁|高速|地铁|机场|水库|灌区)(?:项目|工程)(?=整体|总投资|规划|位于|建成|全面|计划|预计|一期|二期)|(?:沪深)?A股(?=市场|[一-鿿]{0,8}上市公司)|中央企业|央企|[一-鿿]{2,6}(?:镇|乡|村)(?=位于|地处|是|下?辖|幅员|总面积|现有|共有|拥有|距)|[一-鿿]{2,3}(?:省|自治区|(?<![上城超都股门夜楼车])市|县|(?<![地社园校景灾战小辖库矿林牧雨震疫老新城心步动展范导聚冲验护发业民植殖培产])区|州)(?![场民级区委长内值人划])"
    r"|[省市区县州][一-鿿]{2,6}[局委厅办](?=：|\Z)|[一-鿿A-Za-z]{2,14}?(?:银行(?!承兑|贷款|存款|业务|卡|账户|授信|间|网点|体系|信贷|保函)|(?<!上市)公司|集团|股份(?![制化])|证券|大学|医院)(?![家业们数债])"
)
WORDY = re.compile(
    r"判决|裁决|判令|赔偿|偿还|同意|鉴于|退出|转让|另有|重仓|获悉|请求|用于|中标|未履行|全部|资助|主动|走出|派出|进入|解决(?!方案)|提倡|时任|结合|通知|确认|确定|说到|一起来|前期|近期|位于|实施|分赴|进军|作出|曾|规定|包括|公告称|显示|审议|批准|避免|由于|假设|受惠|尽管|关乎|持有|违反|交给|储蓄|[一二三四]是|起诉|跑到|送往|到各|此前|重点抓|^(?:称|后在|乘|走|给|住)|^[像自任持]"
    r"|益于|披露|说明|接到|收到|质押|解除|导致|致使|敲诈|诈骗|骗取|近日|^本?公司|公告$|回购|停产|影响|预计|不超|高于|低于|远远|已(?:完成|经)|并签|超过|最[高低多少]|通过|可以|可向|[的从向与为对被把将由占其及了第]|持有|减持|增持|归属|继续|保持|成为|属于|全[省市县区]|^(?:若按|按照?|当[期年日]|[本同]期|紧急|启动|比|较|据|经|以|同|距|离|令|日起|[百千万亿]|如|剔除|距|随着|晋升|省市|市县|出台|依托|凭借|借助|利用|围绕|针对|面对|实施|开展|建立|完善|加大|强化|优化|提升|扩大|增加|减少|选择|采用|引入|邀请|组织|召开|举办|制定|发挥|落实|推出|提取|计提|动用|主导|参与|相较|相对|对于|关于|作为|除了|要|应|可|需|拟|争取|力争|培育|打造|引育|新增|签发|发放|投放|吸引|上市|担保|各|每|其他|所有|多家|即|不|约|超|其|是|有|在|于|使|让|令|办|建|自治区|加快|推动|支持|促进|推进|引进|组建|成立|鼓励|帮助|通过|联合|携手|会同|进入|新?创建|新?创成|新认定|列入|纳入|计入|划入|新晋|便|则|拟|继而|进而|从而|随后|此后|成交|签订|签约|挂牌|促使|促成|始于|止于|起于|前往|来到|赶到|走进|走访)"
)
# 其中国有企业41家，: the name is what is counted.
# 寿险公司, 上市系保险公司 are many, and 投产后公司 is the one told of.
GENERIC = re.compile(
    "(?:[一-鿿]{1,4}[后前])?(?:非?上市系?|外资|中资|国有|民营|大型|中小型?|头部|其他|其它|地方|参股|合资|各)?(?:保险|寿险|人身险|财险|证券|期货|担保|小贷|信托|租赁|投资|物业|房地产|煤炭|电力|互联网|科技|基金|理财|航空|物流)?(?:公司|集团|银行|医院|大学)"
)
COUNTED = re.compile(
    "(?:（[^（）]{1,4}）)?(?:共|就?有|达|就|共有|已有|仅有?|只有)?[0-9０-９一二三四五六七八九十百千万两]{1,8}[多余]?[家户个名只所]"
)
COUNTED_LAST = frozenset("家户个名只所")
WORLD = {"全球", "全世界", "世界上"}
# 全球30多个国家和地区的嘉宾: where what is counted comes from or goes to.
COUNTRIES = re.compile("约?[0-9０-９一二三四五六七八九十百数几]{1,4}[多余]?个(?:国家|地区)")
SHORTEST_NAME, PLANTS = 4, ("项目", "工程")
# Looked for first, for it is quicker.
PRINTED_END, LONGEST_PRINTED = re.compile("[国省区市县州行司团份券学院球界上企镇乡村]"), 18


def behind_standing(mention: Mention) -> Subject | None:
    """The name in a mention that begins with what it is to a firm (公司控股股东某某集团)."""
    if coarse_type(mention) != "ORG":
        return None
    end = _standing_end(mention.surface)
    if end is None or len(mention.surface) - end < SHORTEST_NAME:
        return None
    return Subject(mention.surface[end:], (), "ORG", mention.start + end)


@functools.lru_cache(maxsize=4_000)
def _standing_end(name: str) -> int | None:
    """One past the last words in a name that say what it is to a firm; the same names come again and again."""
    ends = [standing.end() for standing in STANDING.finditer(name)]
    return ends[-1] if ends else None


def printed_name(text: str, at: int, end: int, inside: Sequence[Mention], seeds: Seeds) -> Subject | None:
    """A name that no list knows, by its last word; a known name that goes on behind it shows that it is none (始于漳州|市)."""
    printed = PRINTED.match(text, at, end) if PRINTED_END.search(text, at, at + LONGEST_PRINTED) else None
    world = printed is not None and printed[0] in WORLD
    if printed is not None and world and (text[at - 1 : at] == "在" or COUNTRIES.match(text, printed.end())):
        # 在全球纯电动汽车总销量中占了两成: what it is a part of.
        return None
    if printed is not None and any(at < mention.start < printed.end() < mention.end for mention in inside):
        return None
    if printed is None or SOURCE.match(text, printed.end(), end) or COUNTED.fullmatch(text, printed.end(), end):
        return None
    for standing in STANDING.finditer(printed[0]):
        if len(printed[0]) - standing.end() >= SHORTEST_NAME:
            at = printed.start() + standing.end()
            return Subject(text[at : printed.end()], (), "ORG", at)
    if has_word(printed[0], "inner", seeds) or WORDY.search(printed[0]) or GENERIC.fullmatch(printed[0]):
        return None
    if printed[0].startswith("一带一路") and text[at - 1 : at] == "“":
        # “一带一路”沿线国家: the quotation belongs to the name.
        return Subject(text[at - 1 : printed.end()], (), "LOC", at - 1)
    both = printed[0].find("与")
    if both >= SHORTEST_NAME - 1:
        return Subject(printed[0][:both], (), "ORG", at)
    kind = (
        "LOC" if printed[0][-1] in "国省市区县州镇乡村球界上家" else "PROJECT" if printed[0].endswith(PLANTS) else "ORG"
    )
    return Subject(printed[0], (), kind, at)
