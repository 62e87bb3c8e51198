"""Whose figure it is: anaphors, places of an article, owners of shares and ages of persons."""

from __future__ import annotations

import pytest

from flows.annotate import extract
from seeds.load import load_seeds
from transforms.engine.simplified import simplified

SEEDS = load_seeds(models=False)


def subjects(text: str) -> dict[str, str | None]:
    table = extract([{"id": "t", "text": text, "issue_date": "2021-06-14"}], seeds=SEEDS, plain=True, until="metrics")
    rows = table["metrics"].to_pylist()
    return {row["surface"]: row["subject"] for row in rows}


@pytest.mark.parametrize(
    ("text", "surface", "subject"),
    [
        ("宁海股份（600998）昨日公告，公司拟投资3亿元建厂。", "3亿元", "宁海股份"),
        ("宁海纺织中期盈利。成衣制造商宁海纺织（2698）公布业绩。营业额42亿元，越南厂投产。", "42亿元", "宁海纺织"),
        ("据浙江省海宁市统计局介绍，前五个月全市完成投资120亿元。", "120亿元", "海宁市"),
        ("成都市武侯区科技局局长介绍，今年以来，全区已有63家企业获得贷款。", "63家", "武侯区"),
        ("四川长虹集团有限公司去年盈利。公司今年投入5亿元。", "5亿元", "四川长虹集团有限公司"),
        ("长沙市人才服务中心揭牌。中心汇聚22家机构，提供岗位800个。", "800个", "长沙市人才服务中心"),
        (
            "长沙银行持有浙江海宁皮革城股份有限公司51%的股份，后者去年收入30亿元。",
            "30亿元",
            "浙江海宁皮革城股份有限公司",
        ),
    ],
)
def test_an_anaphor_points_back_to_its_name(text: str, surface: str, subject: str) -> None:
    assert subjects(text)[surface] == subject


@pytest.mark.parametrize(
    ("text", "surface", "subject"),
    [
        ("河北省夏粮丰收。全省小麦平均亩产406斤，总产72亿公斤。", "406斤", "河北省"),
        ("浙江和福建加快造林。福建全省造林面积已超110万亩。", "110万亩", "福建"),
        ("全市共有7家银行设立了科技部门。", "7家", "全市"),
        ("海宁市委、市政府作出决定，规划建成30条公路。", "30条", "海宁市"),
        ("古巴举行选举。古巴11日投票，秩序良好。全国登记的选民为779万人，投票率达到98%。", "98%", "古巴"),
        ("石门县白云乡白云村建起大棚。全村种植面积达到460亩。", "460亩", "白云村"),
        ("石门县白云乡白云村建起大棚。今年村集体经济收入达到58万元。", "58万元", "白云村"),
        ("石门县白云乡遭遇暴雨。全乡417户农户获得赔款。", "417户", "白云乡"),
        ("湖南省石门县农民李春生去年贷款8万元，他用这笔钱新建了3座大棚。", "3座", "李春生"),
        ("浙江外贸回升。浙江对东盟、欧盟、美国分别出口482亿元、436亿元和371亿元。", "482亿元", "浙江"),
        ("北仑港扩建。总投资45亿元的宁海开发区将于9月底前开工，建设2个泊位。", "2个", "宁海开发区"),
        ("总投资28亿元的浙江宁海开发区建成投产。", "28亿元", "宁海开发区"),
        ("江苏棉花丰收。供销社系统设收购点2400个。", "2400个", "江苏"),
        ("根据江苏省核算结果，上半年，海宁市出口增长6.3%。", "6.3%", "海宁市"),
        ("海宁市出口增长6.3%。其中，服装出口增长7.1%，家具出口增长2.5%。", "2.5%", "海宁市"),
        ("江苏开展救助。浙江11号台风、新疆地震等灾害都作了补偿，赔款达3亿元。", "3亿元", "江苏"),
        ("海宁市新增企业，桐乡市增长27.4%、嘉善县增长25.1%。", "25.1%", "嘉善县"),
        ("海宁市委市政府拿出62万元奖励企业。", "62万元", "海宁市"),
        ("海宁市改革开放以来发展很快。改革开放以来，外贸增长20倍。", "20倍", "海宁市"),
        ("海宁市建成园区，以占地15亩的法国温棚为中心，东西各有20座大棚。", "20座", "海宁市"),
        ("长沙银行累计发放贷款181亿元，签发银行承兑汇票215亿元。", "215亿元", "长沙银行"),
        ("海宁市传统农业发达，吨粮县（市）就有5个。", "5个", "海宁市"),
        ("在全国所有城市中，海宁市增速居前。在全国所有城市中排名第19名。", "第19名", "海宁市"),
        ("海宁市发展很快，增速高于全省平均水平（4.6%）；浙江省高于全国（2.5%）。", "2.5%", "中国"),
        ("北京、广州等地猪肉企业来海宁市采购。海宁市生猪价格上涨，生猪出栏85万头。", "85万头", "海宁市"),
        ("海宁市委常委、副市长王建国出席仪式。桐乡市新区开工20个项目。", "20个", "桐乡市新区"),
        ("东部地区商品房销售增长74.3%，西部地区增长47.1%。", "47.1%", "西部地区"),
        ("农业部农情调度显示，今年夏粮面积达到4.15亿亩。", "4.15亿亩", "中国"),
        ("履约贷是海宁市与银行联合开发的一款科技信贷产品。一般贷款额50万元，最高不超过800万元。", "800万元", "履约贷"),
        ("位于海宁市的浙江皮革研究院，占地15亩。", "15亩", "浙江皮革研究院"),
        ("排在第2位的海宁市水务集团有限公司去年销售59万吨。", "59万吨", "海宁市水务集团有限公司"),
        ("全球纯电动汽车销量达到700万辆。", "700万辆", "全球"),
        ("券商业绩分化。140家券商实现营业收入2059亿元，券商净利润811亿元。逾八成券商盈利。", "2059亿元", "中国"),
        ("只有4万人口的海宁市，已建设14块足球场。", "14块", "海宁市"),
        ("12、欧元区7月失业率6.4%。", "6.4%", "欧元区"),
        ("浙江广厦集团有限公司去年在海宁市建起冷库3座。", "3座", "浙江广厦集团有限公司"),
        ("6月底本港住宅按揭余额为11230亿元。", "11230亿元", "香港"),
        ("长江三峡集团有限公司介绍，地铁6号线将于8月开通。6号线全长34.6公里，设站27座。", "27座", "6号线"),
        ("浙江省推进改革。海宁市运行良好，其中国有企业41家；贷款余额201.5亿元。", "201.5亿元", "海宁市"),
        ("海宁开发区管委会设立风险池。目前，风险池累计支持企业412家。", "412家", "风险池"),
        ("酒泉市新能源并网装机容量达812.6万千瓦。", "812.6万千瓦", "酒泉市"),
        ("海宁市水务集团有限公司更新设备。企业海外订单增长超过四成。", "四成", "海宁市水务集团有限公司"),
        (
            "海宁市水务集团有限公司董事长王建国介绍。这家成立仅5年的企业获得贷款800万元。",
            "800万元",
            "海宁市水务集团有限公司",
        ),
    ],
)
def test_a_place_or_firm_meant_by_a_word_is_the_nearest_of_its_kind(text: str, surface: str, subject: str) -> None:
    assert subjects(text)[surface] == subject


@pytest.mark.parametrize(
    ("text", "surface", "subject"),
    [
        ("今年73岁的王永祥，1946年参军。", "73岁", "王永祥"),
        ("公司由现年65岁、来自海宁的王永祥出任董事长。", "65岁", "王永祥"),
        ("在今天的女子75公斤级比赛中，中国选手张楠获得3枚金牌。", "3枚", "张楠"),
        ("湖南省桃源县农民李春生，今年七月贷款十万元，购进拖拉机三台。", "三台", "李春生"),
        ("青岛啤酒厂扩建工程竣工。工程从德国引进四条灌装线。", "四条", "青岛啤酒厂"),
        ("海宁市发布公报。市委副书记金人庆在会上分析时认为，全市实际利用外资25亿元。", "25亿元", "海宁市"),
    ],
)
def test_a_name_that_only_leads_up_bears_no_figure(text: str, surface: str, subject: str) -> None:
    assert subjects(text)[surface] == subject


@pytest.mark.parametrize(
    ("text", "surface", "subject"),
    [
        (
            "宁海能源（000723）晚间公告，公司控股股东宁美集团拟将持有的2.1亿股转让给芜湖信远，转让价每股7.78元。",
            "7.78元",
            "宁美集团",
        ),
        ("2015年3月，中远华能再通过大宗交易减持股份，持股比例降为4.88%。", "4.88%", "中远华能"),
        ("未来6个月内，王永祥拟减持其持有的公司股份不超过252万股，占公司总股本的1.12%。", "1.12%", "王永祥"),
        ("宁海人寿保险公司获得批准，于台中设立分公司，资本额5亿元。", "5亿元", "宁海人寿保险公司"),
    ],
)
def test_dealers_in_shares_are_named_behind_their_standing(text: str, surface: str, subject: str) -> None:
    assert subjects(text)[surface] == subject


@pytest.mark.parametrize(
    ("text", "surface", "subject"),
    [
        ("第十二届家具博览会昨天在成都闭幕。本届博览会吸引了1200余家企业参展。", "1200余家", "本届博览会"),
        ("广西加快建设。平南运河年内完成投资200亿元。", "200亿元", "平南运河"),
        ("宁海重工股份有限公司用了13年；宁海挖掘机从市场0.5%的占有率，到销量第一，只用了6年。", "6年", "宁海挖掘机"),
        ("据旅游局统计，我国旅游业增长，来华旅游人数已达5236万人次。", "5236万人次", "我国"),
    ],
)
def test_events_routes_and_products_without_a_listed_name_are_subjects(text: str, surface: str, subject: str) -> None:
    assert subjects(text)[surface] == subject


@pytest.mark.parametrize(
    ("text", "surface", "subject"),
    [
        ("按揭说明。标准甲类贷款最高贷款额度为500万美元，小额业务最高限额为35万美元。", "500万美元", "标准甲类贷款"),
        (
            "标准甲类贷款最高贷款额度为500万美元，低于15万美元的，宁海银行担保一半；大于16万美元的，担保四成。",
            "16万美元",
            "标准甲类贷款",
        ),
        ("本报讯　湖南省桃源县农民李春生，今年七月贷款十万元，加上自筹资金四万五千元。", "四万五千元", "李春生"),
        ("京南汇能计划减持其所持有的公司股份不超过853万股。", "853万股", "京南汇能"),
        ("河北省夏粮丰收。据统计，全省夏粮总产量达到79亿公斤。", "79亿公斤", "河北省"),
    ],
)
def test_what_a_clause_says_before_the_figure_goes_before_the_article(text: str, surface: str, subject: str) -> None:
    assert subjects(text)[surface] == subject


@pytest.mark.parametrize(
    ("text", "surface", "subject"),
    [
        ("美国商务部公布，9月份贸易逆差为614亿美元。美国失业率为4%。", "614亿美元", "美国"),
        ("浙江省义乌市商务局透露，1月至10月，出口额2374亿元。", "2374亿元", "义乌市"),
        ("四川省统计局19日发布消息，去年全省工业增加值增长21.2%。", "21.2%", "四川省"),
        ("温州市市场监管局局长陈建敏表示，今年新增个体户12万户。", "12万户", "温州市"),
    ],
)
def test_the_figures_a_public_body_tells_are_those_of_its_place(text: str, surface: str, subject: str) -> None:
    assert subjects(text)[surface] == subject


@pytest.mark.parametrize(
    ("text", "surface", "subject"),
    [
        ("由中国作家协会主办的第八届红楼文学奖共收到参评作品178部。", "178部", "第八届红楼文学奖"),
        ("日本有新政党。“新东和平”共有37名成员。", "37名", "新东和平"),
        ("位于苏州的博远生物医药有限公司完成融资3亿元。", "3亿元", "博远生物医药有限公司"),
    ],
)
def test_what_leads_up_to_a_thing_leaves_the_figure_to_it(text: str, surface: str, subject: str) -> None:
    assert subjects(text)[surface] == subject


@pytest.mark.parametrize(
    ("text", "surface", "subject"),
    [
        ("宏远电昨公布10月营收1060亿元，月增3.7%。", "1060亿元", "宏远电"),
        ("宁海纺织集团有限公司昨日发布财报，营业收入30亿元。", "30亿元", "宁海纺织集团有限公司"),
        ("主计总处昨日公布，企业营收30亿元。", "30亿元", None),
    ],
)
def test_a_firm_announces_its_own_figures_and_an_office_those_of_others(
    text: str, surface: str, subject: str | None
) -> None:
    assert subjects(text)[surface] == subject


def test_each_paragraph_has_its_own_places() -> None:
    briefs = "南宁市和南宁港扩建。南宁港货运量增至30万吨。\n浙江省海宁市商务局透露，海宁出口增加。全市新增企业16万户。"
    table = extract([{"id": "t", "text": briefs, "issue_date": "2021-06-14"}], seeds=SEEDS, until="metrics")["metrics"]
    assert {row["surface"]: row["subject"] for row in table.to_pylist()}["16万户"] == "海宁"


def test_traditional_text_is_read_like_simplified_text() -> None:
    assert simplified("營收3.5億元,按年增長5%:29,970戶") == "营收3.5亿元，按年增长5%：29,970户"
    table = extract(
        [{"id": "t", "text": "上月營收3.5億元,較去年同期增長5%。", "issue_date": "2016-08-12"}],
        seeds=SEEDS,
        plain=True,
        until="metrics",
    )
    (row,) = table["metrics"].to_pylist()
    assert (row["surface"], int(row["value"]), row["indicator"], row["change_value"]) == (
        "3.5億元",
        350000000,
        "營收",
        5,
    )


@pytest.mark.parametrize("anaphor", ["公司", "企业"])
def test_a_long_chain_of_sentences_that_each_point_to_the_one_before_keeps_its_firm(anaphor: str) -> None:
    firm, between = "海宁市水务集团有限公司", f"{anaphor}今年继续扩大生产规模。"
    assert subjects(f"{firm}去年盈利。{between * 2000}{anaphor}今年投入5亿元。")["5亿元"] == firm


def test_a_page_of_a_county_paper_speaks_of_its_county() -> None:
    page = (
        "石泉县报　2023年11月16日　星期四　第2版\n\n香菇撑起小康路\n\n本报讯（记者 李春生）青河县去年发展大棚300亩，青河县的经验得到推广。\n\n"
        "晚稻理赔到田头\n\n本报讯（记者 陈晓）据了解，今年全县投保晚稻21.4万亩，投保率92.3%。\n"
    )
    table = extract([{"id": "t", "text": page, "issue_date": "2023-11-16"}], seeds=load_seeds(), until="metrics")
    assert {row["surface"]: row["subject"] for row in table["metrics"].to_pylist()}["21.4万亩"] == "石泉县"


def test_a_city_paper_speaks_of_its_city_and_a_quotation_of_the_firm_of_its_speaker() -> None:
    page = (
        "滨江晚报　2019年7月25日　星期四　第5版\n\n二手房成交回落\n\n本报讯（记者 李春生）滨江市房产交易中心昨天发布数据。\n\n"
        "数字消费\n\n▲上半年，我市社会消费品零售总额1286.4亿元，同比增长8.9%。\n\n"
        "轻资产企业有了活水\n\n本报记者 陈晓\n\n“凭3项专利拿到了300万元贷款。”武汉微纳光电有限公司总经理沈立群说，利息也不高。\n\n"
        "股市收评\n\n本报讯（记者 陈晓）截至昨日收盘，恒瑞科技报68.35元，跌2.1%。\n"
    )
    table = extract([{"id": "t", "text": page, "issue_date": "2019-07-25"}], seeds=load_seeds(), until="metrics")
    found = {row["surface"]: row["subject"] for row in table["metrics"].to_pylist()}
    assert found["1286.4亿元"] == "滨江市"
    assert found["300万元"] == "武汉微纳光电有限公司"
    assert found["68.35元"] == "恒瑞科技"


def test_where_a_report_was_filed_is_no_subject() -> None:
    page = "港股通讯\n\n【香港讯】内房股恒康置业（3366）公布，今年首十个月合约销售额约498.6亿元，同比上升22.7%。"
    table = extract([{"id": "t", "text": page, "issue_date": "2019-11-15"}], seeds=load_seeds(), until="metrics")
    assert {row["surface"]: row["subject"] for row in table["metrics"].to_pylist()}["498.6亿元"] == "恒康置业"


@pytest.mark.parametrize(
    ("text", "surface", "subject"),
    [
        ("【香港讯】内房股宁海置业（3366）公布，今年合约销售额约498亿元。", "498亿元", "宁海置业"),
        ("【記者王大明／台北報導】寧海商業銀行舉行法說會，公布前三季稅後純益86億元。", "86億元", "寧海商業銀行"),
        ("港股通讯。营业额42亿元。", "42亿元", None),
        ("●市人社局：1—7月，城镇新增就业6.42万人。", "6.42万人", "市人社局"),
        ("本报杭州3月20日电　浙江省临海市外贸发展迅速。去年全市完成出口10.6亿元。", "10.6亿元", "临海市"),
        ("市统计局通报了工业运行情况。全市有企业1264家。工业投资增长14.8%。", "14.8%", "全市"),
    ],
)
def test_headings_lead_up_to_the_firm_as_it_is_printed(text: str, surface: str, subject: str | None) -> None:
    assert subjects(text)[surface] == subject


def test_lists_behind_a_colon_leave_no_subject_and_appositions_name_one() -> None:
    page = (
        "经贸晚报　2012年8月24日　星期五　第3版\n\n外贸伙伴\n\n本报讯（记者 陈晓）江苏外贸增长。江苏十年来结交不少伙伴。"
        "江苏去年的出口额分别是：日本，61亿美元；韩国，52亿美元；德国，43亿美元。贸易总额为156亿美元。\n\n"
        "光伏降温\n\n本报讯（记者 李春生）昨日，纳斯达克上市的电池制造商——晶华太阳能(JHSO.NASDAQ)发布了财务报告。财报显示，公司二季度净亏损3540万美元。\n"
    )
    table = extract([{"id": "t", "text": page, "issue_date": "2012-08-24"}], seeds=load_seeds(), until="metrics")
    found = {row["surface"]: row["subject"] for row in table["metrics"].to_pylist()}
    assert (found["43亿美元"], found["156亿美元"]) == ("德国", "江苏")
    assert found["3540万美元"] == "晶华太阳能"


def test_a_place_read_off_a_text_is_the_entity_that_the_page_names() -> None:
    text = "温州发展很快。温州市场监管局局长陈建敏表示，今年温州市新增个体户12万户。"
    tables = extract([{"id": "t", "text": text, "issue_date": "2021-06-14"}], seeds=SEEDS, plain=True, until="metrics")
    named = {row["entity_id"] for row in tables["mentions"].to_pylist() if row["surface"].startswith("温州")}
    (row,) = tables["metrics"].to_pylist()
    assert row["subject_entity_ids"] and set(row["subject_entity_ids"]) <= named
