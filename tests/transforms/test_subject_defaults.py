"""Whose figures they are in articles that name nothing else: their own place's, an industry's, the country's."""

from __future__ import annotations

import pytest

from flows.annotate import extract
from tests.transforms.test_subjects import SEEDS


def subjects_of(page: str) -> dict[str, str | None]:
    table = extract([{"id": "t", "text": page, "issue_date": "2021-06-14"}], seeds=SEEDS, until="metrics")
    return {row["surface"]: row["subject"] for row in table["metrics"].to_pylist()}


OTHER = "\n支持青年回国创业\n\n　　中国青年报北京6月10日电（记者王建国）教育部今天公布，青年回国创业的政策已经形成，各方面反应良好。\n"


def page(title: str, *texts: str, other: str = OTHER) -> str:
    return (
        f"民生创业报　2021年6月14日　星期一　第5版\n\n{title}\n\n"
        + "".join(f"　　{text}\n\n" for text in texts)
        + other
    )


def test_the_figures_of_an_article_about_our_city_are_those_of_our_city() -> None:
    text = "记者从市统计局了解到，在对我市443家企业的专项调查中，订货量增长的企业占31.4%，企业总体乐观，用工需求将明显增加。"
    assert subjects_of(page("用工需求增加", text))["31.4%"] == "我市"


def test_a_city_that_the_article_names_is_our_city() -> None:
    text = (
        "记者从海宁市统计局了解到，在对我市443家企业的专项调查中，订货量增长的企业占31.4%，企业总体乐观，需求将增加。"
    )
    assert subjects_of(page("用工需求增加", text))["31.4%"] == "海宁市"


@pytest.mark.parametrize("surface", ["54.5%", "40.4%", "32%"])
def test_industry_after_industry_is_told_of_the_country(surface: str) -> None:
    text = (
        "宁海股份预计需求增加。分行业看，非金属矿物制品业占54.5%，纺织服装业占54%，食品饮料业占50%，"
        "皮革、毛皮及其制品业占40.4%，工艺品及其他制造业占32%。"
    )
    assert subjects_of(page("用工需求增加", text))[surface] == "中国"


@pytest.mark.parametrize(("surface", "subject"), [("812.5亿元", "宁波"), ("8.7%", "宁波")])
def test_the_industries_of_a_place_are_figures_of_the_place(surface: str, subject: str) -> None:
    text = "今年宁波经济增长，宁波工业增加值增长8.7%。纺织服装业增长5%，食品饮料业增长4%，汽车制造业实现产值812.5亿元，宁波居全省前列。"
    assert subjects_of(page("宁波经济增长", text))[surface] == subject


def test_trades_without_a_place_are_those_of_the_country() -> None:
    first = (
        "行业协会的最新数据显示，已备案的管理人共23705家，已备案基金22217只，规模扩张很快，风险也在上升，业内十分关注。"
    )
    assert subjects_of(page("基金这一年：风控是硬伤", first, other=""))["22217只"] == "中国"
    second = "朋友的最新来信说，院子里的梨树共23棵，苹果树22棵，长得很快，果子也很甜，他十分高兴，邀请我再去看看。"
    assert subjects_of(page("果园来信：梨树长得快", second, other=""))["22棵"] is None


@pytest.mark.parametrize(
    ("text", "surface", "subject"),
    [
        ("大型商业银行本外币资产138.4万亿元，占比40.1%，资产稳健增长，风险抵补能力较强。", "40.1%", "中国"),
        ("产险公司总资产2.5万亿元，较年初增长6.0%，行业稳健发展，经营情况良好。", "2.5万亿元", "中国"),
        ("140家私募基金认缴规模4.79万亿元，规模扩张很快，风险也在上升，业内十分关注。", "4.79万亿元", "中国"),
        ("海宁市鼓励融资，累计奖励资金6000余万元，设立了50亿元规模的母基金，效果良好。", "50亿元", "母基金"),
        # Names that are made of such words, and names with more in them.
        ("交通银行本外币资产13.4万亿元，占比4.1%，资产稳健增长，风险抵补能力较强。", "13.4万亿元", "交通银行"),
        ("宁海银行本外币资产13.4万亿元，占比4.1%，资产稳健增长，风险抵补能力较强。", "13.4万亿元", "宁海银行"),
    ],
)
def test_kinds_of_banks_and_insurers_have_no_figures(text: str, surface: str, subject: str) -> None:
    assert subjects_of(page("四季度监管指标出炉", text, other=""))[surface] == subject


@pytest.mark.parametrize(
    ("text", "surface", "subject"),
    [
        # What the party's centre or ministries ask for is of the country, and what a body of the world tells is of the world.
        ("党中央、国务院提出改革纺织业。纺织业1996年亏损额达90亿元。", "90亿元", "中国"),
        ("中央组织部、教育部启动试点。目前已建设40家学院。", "40家", "中国"),
        ("世卫组织近日公布全球主要死因。2016年交通事故造成130万人死亡。", "130万人", "全球"),
        ("东盟继续为我国第一大贸易伙伴。同期，对欧盟、韩国进出口分别增长1.2%、4%。", "1.2%", "中国"),
        ("亚洲最大的毛毯企业——大山集团有限公司产量3万条。", "3万条", "大山集团有限公司"),
        ("第二届海洋博览会今天开幕。此外，本届博览会发布94项产品。", "94项", "第二届海洋博览会"),
        # Where somebody makes something is not whose the next figures are.
        ("教育部在北京、上海建设4家研究院。目前企业推荐导师900名。", "900名", "中国"),
    ],
)
def test_who_only_asks_or_tells_has_no_figures(text: str, surface: str, subject: str) -> None:
    assert subjects_of(text)[surface] == subject


@pytest.mark.parametrize(
    ("lead", "surface", "subject"),
    [
        ("　　(2018年12月26日在青山县第十六届人民代表大会第四次会议上)\n", "1646户", "青山县"),
        ("　　青山县人民政府县长　石进\n", "1646户", "青山县"),
        ("　　(2018年12月26日在全省人大工作会议上)\n", "1646户", None),
    ],
)
def test_a_report_is_about_the_place_of_its_congress(lead: str, surface: str, subject: str | None) -> None:
    report = (
        "政府工作报告\n\n"
        + lead
        + "\n　　2018年,面对繁重任务,在市委、市政府的坚强领导下,在县人大、县政协的监督支持下,完成了目标。\n\n"
        "　　基础更加夯实。贫困县摘帽达标并通过初审。完成搬迁1646户6680人,各项工作都取得新的成效。\n"
    )
    assert subjects_of(report)[surface] == subject


def test_our_city_is_that_of_the_section_of_its_paper() -> None:
    head = "江城经济导报　2021年6月14日　星期一　第2版　{}\n\n我市工业产值超去年\n\n　　今年，我市工业生产快速增长。上半年，规模以上工业产值1343.18亿元，增长24.8%。\n"
    assert subjects_of(head.format("武汉财经"))["1343.18亿元"] == "武汉"
    assert subjects_of(head.format("民生财经"))["1343.18亿元"] == "我市"


@pytest.mark.parametrize(
    ("text", "surface", "subject"),
    [
        ("海宁市发展科技。海宁市新增中小企业27家，浙江省科技（创新）型企业21家。", "21家", "海宁市"),
        ("海宁市发展科技。海宁市新增中小企业27家，桐乡市企业21家。", "21家", "桐乡市"),
    ],
)
def test_what_firms_are_recognised_as_owns_nothing(text: str, surface: str, subject: str) -> None:
    assert subjects_of(page("科技发展", text, other=""))[surface] == subject


@pytest.mark.parametrize(
    ("text", "surface", "subject"),
    [
        (
            "北交所上市公司半年报披露完成，盈利面约为83.67%，业绩稳健，市场反应良好，投资者十分关注。",
            "83.67%",
            "北交所",
        ),
        ("沪深两市上市公司三季报披露完毕，共实现净利润2157.5亿元，业绩稳健，市场反应良好。", "2157.5亿元", "沪深两市"),
        ("海宁农商行走进企业。至今已向39家企业投放贷款8271万元，贷款利率让利600多万元。", "39家", "海宁农商行"),
        ("海宁市科技发展。知识产权质押贷款逐步流行，去年新增专利权质押贷款17笔。", "17笔", "海宁市"),
    ],
)
def test_an_exchange_has_the_figures_of_its_companies_and_no_pledge_names_a_dealer(
    text: str, surface: str, subject: str
) -> None:
    assert subjects_of(page("金融半年报", text, other=""))[surface] == subject


REPORT = (
    "2019年是海宁市不平凡的一年，市委、市政府作出部署。积极实施制造业“十大行动”，临湖汽车产业园建成投产，北山区列入全省试点名单。新增上市公司13家，入驻企业4612家。"
    "深入推进简政放权，减免税费122亿元。加大创新力度，全国农业标准化示范区达17个，建成孵化器25家。扎实做好就业工作，海宁市就业稳定。"
)


@pytest.mark.parametrize("surface", ["13家", "4612家", "122亿元", "17个", "25家"])
def test_what_a_report_tells_without_a_name_is_its_place_s(surface: str) -> None:
    assert subjects_of(page("政府工作报告", REPORT, other=""))[surface] == "海宁市"


def test_a_national_report_without_a_place_tells_of_the_country() -> None:
    text = (
        "一年来，我们主要做了这些工作。深化农村信用社改革，推进国有商业银行股份制改造。加大对农业、水利的投入，三峡工程、青藏铁路取得新进展。"
        "新增煤炭产能1.2亿吨，新增公路里程4.6万公里。完善社会保障，我国城乡居民收入增加。"
    )
    told = subjects_of(page("政府工作报告", text, other=""))
    assert (told["1.2亿吨"], told["4.6万公里"]) == ("中国", "中国")


def test_news_leaves_a_figure_to_the_last_name() -> None:
    text = "江宁市昨天举行发布会。江宁市经济平稳。临湖公司今年扩大规模。员工增加到4612人，厂房扩大到3万平方米。"
    assert subjects_of(page("江宁市发布", text, other=""))["4612人"] == "临湖公司"


def test_a_dam_and_a_place_named_once_leave_nothing_to_what_is_told_of_the_country() -> None:
    text = (
        "国民经济继续快速增长，我国综合国力增强。交通运输增长较快，长江三峡工程正式开工，甘肃“引水”总干渠通水。"
        "新增发电容量1500多万千瓦，新线3300多公里。对外贸易扩大，进出口总额2367亿美元，中国经济平稳，中国开放扩大。"
    )
    told = subjects_of(page("国内工作的回顾", text, other=""))
    assert {told[surface] for surface in ("1500多万千瓦", "3300多公里", "2367亿美元")} <= {"中国", "我国"}


def test_a_part_of_a_page_that_names_no_place_has_the_only_one_of_the_page() -> None:
    first = "为进一步提高浙江招商引资工作水平，扩大有效投资，近日，省政府印发了招商引资工作的指导意见，浙江将加大力度。"
    text = "“十四五”期间，重点围绕生命健康、新材料等新兴产业，从省外引进内资产业项目500个，累计引进省外内资10000亿元。"
    other = f"\n利用内资实现新增长\n\n　　{text}\n"
    assert subjects_of(page("加强招商引资", first, other=other))["500个"] == "浙江"


def test_the_whole_region_is_the_autonomous_region_whose_paper_it_is() -> None:
    texts = ("来源：宁夏日报", "沙坡头区投资增长，沙坡头区开工率提高，沙坡头区排名靠前，项目推进顺利。", "全区重大项目完成投资675.9亿元，投资完成率提高。")  # fmt: skip
    assert subjects_of(page("项目推进情况", *texts, other=""))["675.9亿元"] == "宁夏"
    assert subjects_of(page("项目推进情况", *texts[1:], other=""))["675.9亿元"] == "沙坡头区"


def test_what_an_observer_says_is_told_of_the_place_that_the_article_names() -> None:
    first = "调查显示，德国8月就业岗位增加191万个，德国政府将公布报告，德国还加征关税，中国和加拿大十分关注。"
    second = "“就业市场十分强劲，”中信证券的资深分析师王建国表示，德国应当继续升息，德国的投资者十分关注这件事。"
    third = "失业率为3.9%，制造业岗位增加2万个，时薪增加0.2%，外界认为薪资增长温和，物价也没有上涨。"
    assert subjects_of(page("就业岗位增加", first, second, third, other=""))["0.2%"] == "德国"


def test_a_report_to_a_congress_tells_of_its_own_place() -> None:
    first = "各位代表！五年来，在市委坚强领导下，城市面貌不断更新，新增绿道200公里，津城风貌日新月异，市民十分满意。"
    second = "五年来，民生保障扎实有力，建成口袋公园275个，美丽天津建设迈出坚实步伐，城市更加宜居。"
    assert subjects_of(page("工作回顾", first, second, other=""))["200公里"] == "天津"


def test_firms_counted_at_large_are_none_of_the_one_told_of_before() -> None:
    text = (
        "中英人寿保险有限公司获得最高评级，这家公司经营稳健，各项指标良好。共计12家保险公司获得这一评级，较上季度增加。"
    )
    assert subjects_of(page("最高评级揭晓", text, other=""))["12家"] == "中国"


def test_the_firm_of_the_period_reported_on_is_the_one_that_reports() -> None:
    text = "众信旅游8月21日晚间披露了半年报，报告期公司实现营业收入31.36亿元，同比增长87.58%，业绩超出市场预期。"
    assert subjects_of(page("半年报出炉", text, other=""))["31.36亿元"] == "众信旅游"


def test_what_is_drawn_is_no_bank() -> None:
    text = "全国财政工作顺利，减轻了企业的利息负担，改革取得新进展。全年提取银行呆账准备金300亿元，各方面反映良好。"
    assert subjects_of(page("财政工作顺利", text, other=""))["300亿元"] != "提取银行"


def test_in_a_report_a_later_clause_tells_of_its_place_again() -> None:
    first = "各位代表！过去一年，在市委坚强领导下，美丽天津建设迈出坚实步伐，天津的城市面貌不断更新，市民十分满意。"
    second = "滨海新区的龙头作用更加突出，城市承载功能不断优化，新建成轨道交通线路7条，各项工作扎实推进。"
    third = "滨海新区的龙头作用更加突出，国际组织机构增至15家，东疆港区吞吐量达3000万吨，市场主体总量稳步扩大。"
    found = subjects_of(page("工作回顾", first, second, third, other=""))
    assert (found["7条"], found["15家"], found["3000万吨"]) == ("天津", "天津", "东疆港区")


def test_the_country_that_a_province_is_measured_by_is_not_what_its_report_is_about() -> None:
    first = "各位代表！过去一年，全省上下团结奋斗，在省委坚强领导下，地区生产总值增长5.8%，增速居全国第2位，群众满意。"
    second = "规模以上工业增加值增长9.5%，居全国第3位；居民收入增长6.1%，居全国第3位。城镇新增就业31.7万人，民生改善。"
    found = subjects_of(page("工作回顾", first, second, other=""))
    assert (found["5.8%"], found["9.5%"], found["31.7万人"]) == ("全省", "全省", "全省")


def test_a_part_of_a_report_tells_of_its_province_too() -> None:
    paragraphs = [
        "贵州产业工作稳步推进，加快建设数字经济，完善产业链条，培育企业群体，优化营商环境，扩大有效投资。",
        "开放步伐不断加快，推进口岸建设，开展招商活动，支持外贸企业，打造开放平台，深化区域合作，增强发展后劲。",
        "民生保障更加有力，健全社保体系，发放就业补贴，改造老旧小区，新建一批学校，办好民生实事，保障农民收入。",
        "农业基础持续巩固，推广良种良法，建设高标准农田，培育农民合作社，发展特色种植，提升加工水平，确保粮食安全。",
        "生态环境明显改善，实施治污工程，整治河道岸线，推行绿色出行，淘汰落后产能，加强林草管护，守住生态底线。",
        "改革创新取得突破，出台惠企政策，减免企业税费，组织科技攻关，引进创新人才，布局实验平台，促进成果转化。",
    ]
    tourism = "乌江寨等旅游项目实现盘活，新增五星级饭店16家、等级民宿638家。全省产业结构明显优化，群众生活更加幸福。"
    list_of = "遵义市计划投资232亿元，完成投资63亿元。城镇新增就业31.7万人，居民收入稳步增长，社会大局和谐稳定。"
    found = subjects_of(page("产业发展", *paragraphs, tourism, list_of, other=""))
    assert (found["16家"], found["63亿元"], found["31.7万人"]) == ("贵州", "遵义市", "贵州")
    heard = "“我们今年很忙。”企业负责人王小明说，全省新增项目30个，他的企业也签了新单，员工都在加班赶工。"
    assert subjects_of(page("产业发展", *paragraphs, tourism, heard, other=""))["16家"] != "贵州"


@pytest.mark.parametrize(
    ("page", "surface", "subject"),
    [
        # A heading that names the government tells of its place.
        (
            "2021年海宁市政府工作报告\n——在海宁市第十六届人民代表大会第四次会议上\n海宁市人民政府市长 李建国\n各位代表：\n"
            "现在，我代表市人民政府报告工作。全力稳就业，全年新增就业4.8万人。\n",
            "4.8万人",
            "海宁市",
        ),
        # Who speaks for a government reports, and so does who tells what we do.
        (
            "五年来，教育水平提高。新建学校468所。我代表市人民政府，向全市人民和关心海宁市发展的朋友致以感谢！\n",
            "468所",
            "海宁市",
        ),
        (
            "五年来，我们坚持把民生放在突出位置，全市生活改善。新建学校468所。\n一年来，我们加快产业升级，海宁市实力增强。\n",
            "468所",
            "海宁市",
        ),
        # A heading says so, and what others have done in a clause before is not whose deeds follow.
        (
            "一、2020年和“十三五”时期工作回顾\n2020年，海宁市经济平稳，海宁市财政增收。宁海防护林工程完成任务，完成绿化693万亩。\n",
            "693万亩",
            "海宁市",
        ),
    ],
)
def test_the_figures_of_a_report_are_those_of_its_place(page: str, surface: str, subject: str) -> None:
    assert subjects_of(page)[surface] == subject


def test_a_section_that_measures_a_place_by_the_country_is_about_the_place() -> None:
    text = "海宁猪价跟着全国走\n\n　　海宁生猪供应充足，但价格受全国市场拉动。1至5月份，生猪出栏85万头，增长12%。\n"
    assert (
        subjects_of(page("海宁生猪供应充足", "海宁市生猪出栏增长，供应充足，市场平稳。", other=text))["85万头"]
        == "海宁"
    )


def test_the_year_of_a_communique_is_the_one_it_announces() -> None:
    text = "现将2015年海宁市国民经济和社会发展情况公报如下：\n一、综合\n初步核算，全年海宁市生产总值602亿元。年末人口50万人。\n"
    table = extract([{"id": "t", "text": text, "issue_date": "2021-06-14"}], seeds=SEEDS, until="metrics")
    found = {row["surface"]: str(row["period_start"]) for row in table["metrics"].to_pylist()}
    assert found == {"602亿元": "2015-01-01", "50万人": "2015-12-31"}


def test_a_page_that_only_says_the_whole_city_is_about_that_city() -> None:
    text = "上半年全市实现地区生产总值1228亿元，同比增长1.5%。规模以上工业增加值、固定资产投资、社会消费品零售总额稳步增长。"
    more = "从产业看，第一产业实现增加值47.5亿元，同比增长4.4%；第二产业实现增加值730.5亿元，同比增长0.1%。"
    assert subjects_of(page("经济运行平稳", text, more, other=""))["730.5亿元"] == "全市"


@pytest.mark.parametrize(
    "assigned", ["（牵头单位：市财政局，配合单位：市民政局）", "（市财政局牵头，市民政局配合）", "责任单位：市财政局。"]
)
def test_who_is_responsible_for_a_point_of_a_plan_owns_none_of_its_figures(assigned: str) -> None:
    text = f"我市扩大保险覆盖面。{assigned}"
    more = f"完善制度。到2025年，参保人数达到840万人以上，参保率达到95%以上。{assigned}"
    assert subjects_of(page("民生工程的意见", text, more, other=""))["840万人"] == "我市"
