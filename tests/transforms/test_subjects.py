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
        ("券商业绩分化。140家券商实现营业收入2059亿元，券商净利润811亿元。逾八成券商盈利。", "2059亿元", "券商"),
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


@pytest.mark.parametrize(
    ("text", "surface", "subject"),
    [
        ("证券公司上半年经营承压。140家证券公司实现营业收入2059亿元，净资本为2.06万亿元。", "2059亿元", "证券公司"),
        ("宁海证券业绩回升。数据显示，在已发布预告的14只券商股中，有8家预告净利下滑。", "8家", "券商股"),
        ("12家汽车经销商披露年报\n\n宁海股份（600998）净利下降。7家公司营收增长。", "7家", "汽车经销商"),
        ("宁海股份（600998）公告称，公司上半年落户企业12家。", "12家", "宁海股份"),
        ("江苏外贸回升。民营企业进出口3000亿元，增长12%。", "3000亿元", "江苏"),
        ("宁海银行公布年报。小微企业贷款余额300亿元，比年初增加20亿元。", "300亿元", "宁海银行"),
    ],
)
def test_a_kind_of_actors_has_the_figures_of_its_clause_but_not_those_of_a_place(
    text: str, surface: str, subject: str
) -> None:
    assert subjects(text)[surface] == subject


@pytest.mark.parametrize(
    ("text", "surface", "subject"),
    [
        # What a frame names, the sentence goes on to tell of.
        ("江苏贷款增长。以建设银行苏州分行为例，该行贷款余额300亿元，户均80万元。", "80万元", "该行"),
        (
            "江苏贷款增长。以建设银行苏州分行为例，截至11月末，名单中，共有1516户获得服务。",
            "1516户",
            "建设银行苏州分行",
        ),
        (
            "宁海股份（600998）盈利。据四川长虹集团有限公司年报显示，公司去年投资3亿元。",
            "3亿元",
            "四川长虹集团有限公司",
        ),
        (
            "江苏发展数字经济。《海宁市数字经济实施方案》提出，到2022年全市数字经济规模达到5000亿元。",
            "5000亿元",
            "海宁市",
        ),
        (
            "高新区项目开工。中海苏阀是阀门行业的首家上市公司，为了扩大产能，公司计划总投资2.31亿元。",
            "2.31亿元",
            "中海苏阀",
        ),
        # A name that what stands before it only describes.
        ("各省公布数据。直辖市重庆常住人口3205万人，面积8万平方公里。", "8万平方公里", "重庆"),
        ("全国骨干工程之一的宁海水库总投资575亿元，线路总长261公里。", "261公里", "宁海水库"),
        ("第四经济大省浙江共有11个百万人口大区，位居第三。", "11个", "浙江"),
        ("江苏土地拍卖收金827亿元。过去一年未在成都拿地的中海地产各斩获3宗地。", "3宗地", "中海地产"),
        # Whom a company's man speaks for, in this sentence and in later ones; an observer speaks of others.
        (
            "江苏外贸回升。四川长虹集团有限公司董事长李春生表示，进口的设备价值1.2亿美元。",
            "1.2亿美元",
            "四川长虹集团有限公司",
        ),
        (
            "江苏外贸回升。江苏出口增长。四川长虹集团董事长李春生出席。\n李春生表示，投资40亿元，建设生产线。",
            "40亿元",
            "四川长虹集团",
        ),
        ("江苏外贸回升。江苏出口增长12%。宁海证券首席分析师李春生表示，设备进口增长20%。", "20%", "江苏"),
        # A university is the school that its page speaks of.
        ("武汉科技大学获奖。学校承担科研项目2000余项，经费年年过亿。", "2000余项", "武汉科技大学"),
        ("武汉科技大学获奖。学校先后与武钢集团、攀钢集团等20余家企业合作。", "20余家", "武汉科技大学"),
        # Where the money goes is in brackets.
        ("浙江外贸回升。浙江IT产品出口增长。向中国（包括香港）出口的产品金额为61亿美元。", "61亿美元", "浙江"),
        # Beside its own figure stands who has those of the next clauses.
        ("海宁置业公布年报；专注电视的四川长虹集团有限公司职工10万人，年产5万台。", "5万台", "四川长虹集团有限公司"),
    ],
)
def test_frames_and_descriptions_lead_up_to_who_has_the_figure(text: str, surface: str, subject: str) -> None:
    assert subjects(text)[surface] == subject


def test_a_statistics_office_leaves_its_place_to_figures_that_name_none() -> None:
    text = "上半年经济运行\n\n大庆市统计局\n\n从产业看，第一产业实现增加值47.5亿元，第二产业增加值730.5亿元。\n大庆市统计局通报了情况。"
    assert subjects(text)["730.5亿元"] == "大庆市"


@pytest.mark.parametrize(
    ("page", "surface", "subject"),
    [
        # A thing that the headline names, and the text again by itself.
        (
            "水利晨报　2025年11月7日　星期五　第3版\n\n四川引大济海工程今天启动建设\n\n　　今天，全国骨干水网工程之一的引大济海工程在四川雅安启动建设。工程总投资575亿元，引水线路总长261公里。\n",
            "261公里",
            "引大济海工程",
        ),
        # What opens the headline opens various phrases of the text.
        (
            "新能源晨报　2011年8月29日　星期一　第7版\n\n屋顶光伏发电拟增九倍\n\n　　权威人士透露，到2015年，屋顶光伏电站规模为300万千瓦，屋顶光伏产业将成为核心。去年底，屋顶光伏装机规模约30万千瓦。\n",
            "30万千瓦",
            "屋顶光伏",
        ),
        # The heading of a section names the kind that its figures are of.
        (
            "地产观察　2022年4月27日　星期三　第2版\n\n天津首轮土拍收金95亿元\n\n　　天津首轮土拍冷清。天津流拍率升至83%，天津市外贸增长。\n\n"
            "11月房企拿地金额创年内新低\n\n　　12月1日，各大机构纷纷披露数据，融资利率走低，拿地依然较谨慎。利率方面，信用债平均利率为3.8%，相比10月有所下降。\n",
            "3.8%",
            "房企",
        ),
        # What a ministry tells is of what its headline names.
        (
            "财经晨报　2015年12月18日　星期五　第5版\n\n财政部宁海示范项目明年最高奖800万元\n\n　　12月17日，财政部公布了政策。财政部推出30个宁海示范项目。按照规模，新建的奖励300万元。\n",
            "300万元",
            "宁海示范项目",
        ),
        # A section headed by the name of a product; the numbered headings part it.
        (
            "津门晨报　2015年12月16日　星期三　第3版\n\n天津小微企业贷款增速持续高于全国\n\n　　天津发展很快。天津今年前11个月新增贷款3000亿元，天津市外贸增长。\n\n"
            "园保贷\n\n　　为支持企业发展，政府推出“园保贷”政策性信贷产品，缓解企业融资难问题，有效降低了企业的成本。\n\n"
            "1、以支持实体经济为主\n\n　　目前，平均每笔贷款额度368万元，最小贷款额度20万元，用于生产经营。\n",
            "368万元",
            "园保贷",
        ),
    ],
)
def test_headings_name_the_thing_that_the_figures_are_of(page: str, surface: str, subject: str) -> None:
    table = extract([{"id": "t", "text": page, "issue_date": "2021-06-14"}], seeds=load_seeds(), until="metrics")
    found = {row["surface"]: row["subject"] for row in table["metrics"].to_pylist()}
    assert found[surface] == subject


def test_a_headline_that_names_nobody_takes_the_subject_of_its_figure_in_the_text() -> None:
    page = (
        "地产观察　2022年4月27日　星期三　第2版\n\n首轮土拍揽金3002亿元 热度有望提升\n\n"
        "　　天津首轮土拍冷清。天津流拍率升至83%，天津市外贸增长。\n\n　　四川长虹集团有限公司共计揽金约3002亿元，平均溢价率为4.61%。天津依旧冷清。\n"
    )
    table = extract([{"id": "t", "text": page, "issue_date": "2022-04-27"}], seeds=load_seeds(), until="metrics")
    rows = [row for row in table["metrics"].to_pylist() if row["surface"] == "3002亿元"]
    assert [row["subject"] for row in rows] == ["四川长虹集团有限公司"] * 2
