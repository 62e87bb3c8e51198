"""Which time dates a figure, and what dates none."""

from __future__ import annotations

import pytest

from flows.annotate import extract
from seeds.load import load_seeds
from tests.transforms.test_metrics import tables_of


@pytest.mark.parametrize(
    ("text", "surface", "start", "end"),
    [
        # How exact the figure is may stand between it and its time.
        ("床位由2014年的不足120张增加到目前的560张。", "120张", "2014-01-01", "2014-12-31"),
        ("以近五年数据看，比例从2017年的近36%提高到48%。", "36%", "2017-01-01", "2017-12-31"),
        ("去年营收30亿元，较2020年同期（25亿元）增长20%。", "25亿元", "2020-01-01", "2020-12-31"),
        ("今年粮食增产，在连续9年保持在1.3万亿斤以上的基础上再创新高。", "1.3万亿斤", "2024-03-20", "2024-03-20"),
        # What was so in a year is only what a figure is measured by.
        ("4月，客运恢复到2019年同期的83.8%，连续三个月超80%。", "83.8%", "2024-04-01", "2024-04-30"),
        ("4月，客运恢复到2019年同期的83.8%，水平超80%。", "80%", "2024-04-01", "2024-04-30"),
        ("去年12月，利润由11月份下降13.1%转为增长5.3%。", "13.1%", "2023-11-01", "2023-11-30"),
        ("去年12月，利润由11月份下降13.1%转为增长5.3%。", "5.3%", "2023-12-01", "2023-12-31"),
        ("2012—2016年，甲省布局了1000件专利。乙省在此期间仅布局了109件。", "109件", "2012-01-01", "2016-12-31"),
        ("2010年至2020年，云州人口增加3万人，全省同期增长不到75万人。", "75万人", "2010-01-01", "2020-12-31"),
        ("在刚刚过去的2月，船厂交付14艘船。", "14艘", "2024-02-01", "2024-02-29"),
        ("尽管去年秋季部分地区受灾，全县粮食产量仍超过40万吨。", "40万吨", "2024-03-20", "2024-03-20"),
        ("贷款余额8亿元，全年增加2亿元；存款余额9亿元。", "9亿元", "2024-03-20", "2024-03-20"),
        ("从一九五八年到一九七八年的二十年中，产值增加五倍。", "五倍", "1958-01-01", "1978-12-31"),
        ("2023年的基金市场惨淡。数据显示，2月份基金上涨6%。", "6%", "2024-02-01", "2024-02-29"),
        ("全市从2020年开展专利权质押贷款工作以来，贷款达2亿元。", "2亿元", "2020-01-01", "2024-03-20"),
        ("自2020年11月设立至今，云汇基金累计投资项目10个。", "10个", "2020-11-01", "2024-03-20"),
        ("连续9年实施污染防治“夏季攻势”，优良天数比例达91.3%。", "91.3%", "2024-03-20", "2024-03-20"),
        ("1955年，全国决算用于经济建设的支出，占本年支出的46.89%。", "46.89%", "1955-01-01", "1955-12-31"),
        ("基金今年来收益为9.83%。", "9.83%", "2024-01-01", "2024-03-20"),
        # A month before 电冰箱 is no dateline.
        ("今年1月份电冰箱等家用电器出口4.50亿美元。", "4.50亿美元", "2024-01-01", "2024-01-31"),
        # 同期 of the text itself holds across a semicolon.
        ("2023年出口增长5%。同期，外企进出口17亿元；国企进出口2亿元。", "2亿元", "2023-01-01", "2023-12-31"),
        ("“十四五”规划提出300万千瓦的装机目标。", "300万千瓦", "2021-01-01", "2025-12-31"),
        ("一期项目600MW于2010年达产。", "600MW", "2010-01-01", "2010-12-31"),
        # A goal that a comma sets apart holds for the whole sentence.
        ("根据规划，到2025年，装机达1500万千瓦；储能规模不低于150万千瓦。", "150万千瓦", "2025-01-01", "2025-12-31"),
        ("“八五”期间存款比“七五”（1986年至1990年）末增加50亿元。", "50亿元", "1991-01-01", "1995-12-31"),
        # Years in two digits before months, and compared with.
        ("23年1-7月份销量5万辆。", "5万辆", "2023-01-01", "2023-07-31"),
        ("占比为49.7%，与23年全年的49.2%相当。", "49.2%", "2023-01-01", "2023-12-31"),
        ("占比为69.0%，较23年的76.6%下滑。", "76.6%", "2023-01-01", "2023-12-31"),
        # 上年1月份 does not hold for the same month of this year.
        ("上年1月份价格上涨较多，基数较高。1月份能源价格下降5.0%。", "5.0%", "2024-01-01", "2024-01-31"),
        ("进入90年以来，每年投入4000万元。", "4000万元", "1990-01-01", "2024-03-20"),
        # A span of years that a scanner took for a formula.
        ("$2 0 1 2 { \\sim } 2 0 1 6$ 年，销量增长5%。", "5%", "2012-01-01", "2016-12-31"),
        # Where something has got to is no longer of the year that it began in.
        ("输气能力从2020年2230亿立方米增加到3290亿立方米。", "3290亿立方米", "2024-03-20", "2024-03-20"),
        ("重庆去年实施增产行动，新建农田20万亩。", "20万亩", "2023-01-01", "2023-12-31"),
        ("在第十四个五年计划期间施工。五年内建设电站15个。", "15个", "2021-01-01", "2025-12-31"),
        ("上半年（1-6月）实现收入12亿元。", "12亿元", "2024-01-01", "2024-06-30"),
        # Times between 分别 and the figures are dealt out as those before it.
        ("总资产分别于2021年底与2022年底相继突破9万亿元和10万亿元。", "9万亿元", "2021-12-31", "2021-12-31"),
        ("总资产分别于2021年底与2022年底相继突破9万亿元和10万亿元。", "10万亿元", "2022-12-31", "2022-12-31"),
        # What is counted at the head of a clause did so in the time behind it.
        ("140家公司2023年实现收入2000亿元。", "140家", "2023-01-01", "2023-12-31"),
        ("明年最高奖励800万元。", "800万元", "2025-01-01", "2025-12-31"),
        ("“十四五”我们要占造船总量的20%。", "20%", "2021-01-01", "2025-12-31"),
        ("2022年以来，库存增速高于2023年2月的20.4%，达到27.9%。", "27.9%", "2022-01-01", "2024-03-20"),
        ("未来3年投资7亿元。", "7亿元", "2024-03-20", "2027-03-19"),
        # What is expected is so up to the semicolon.
        ("氢能工厂预计7月底投产；西咸新区培育企业78家。", "78家", "2024-03-20", "2024-03-20"),
        # A season of every year dates nothing.
        ("全县夏季平均气温17.9摄氏度，年均降水量400毫米。", "17.9摄氏度", "2024-03-20", "2024-03-20"),
        # What years add up to, told early in one, is of those before it; 本季度 is the quarter that is told of.
        ("建设明显加快，五年建成铁路247公里。", "247公里", "2019-01-01", "2023-12-31"),
        ("产业规模10年增加10倍。", "10倍", "2014-01-01", "2023-12-31"),
        ("公司公布去年三季度财报。公司本季度净利润2亿元。", "2亿元", "2023-07-01", "2023-09-30"),
        # The year of a programme's name is not that of what is told of it.
        ("1月17日，市科技局公示2023年度企业研究开发资助计划，1180家企业获资助。", "1180家", "2024-01-17", "2024-01-17"),
        # A time alone in brackets right behind it.
        ("前几日新增分别为：890例（3日）、731例（4日）。", "890例", "2024-03-03", "2024-03-03"),
        ("前几日新增分别为：890例（3日）、731例（4日）。", "731例", "2024-03-04", "2024-03-04"),
        # What a firm calls its year is taken for the calendar's, unless the text tells its days.
        ("整个2023财年，公司亏损48亿美元。", "48亿美元", "2023-01-01", "2023-12-31"),
        ("公司2023财年第四财季收入58亿美元。", "58亿美元", "2023-10-01", "2023-12-31"),
        ("2023财年（2022年7月1日至2023年6月30日）研发支出78亿美元。", "78亿美元", "2022-07-01", "2023-06-30"),
    ],
)
def test_a_figure_is_of_its_time(text: str, surface: str, start: str, end: str) -> None:
    row = {row["surface"]: row for row in tables_of(text)["metrics"]}[surface]
    assert (str(row["period_start"]), str(row["period_end"])) == (start, end)


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("纽约商品交易所明年1月交货的原油期货收于87.79美元。", "87.79美元"),
        ("目标客户开立账户1294户（均为2015年度新开户），占客户总数的20.22%。", "20.22%"),
        ("一期项目于2010年达产，此次二期总投资3.3亿美元。", "3.3亿美元"),
        ("该市排名从20年前的全国近80位提升至19位。", "19位"),
        ("工业在上年高位增长的基础上增长24.5%。", "24.5%"),
        ("截至2021年底，企业由214家增至457家。", "214家"),
        ("通关已从过去的7天缩短到1天。", "1天"),
        # What a multiple is of, and what was promised then.
        ("温室面积达2万亩，是前5年累计面积的4倍，全县年产蔬菜35万吨。", "35万吨"),
        ("3年前的承诺如期兑现，全州包括5247户在内的群众搬进新居。", "5247户"),
        ("去年销售收入21.4亿元，现有员工2350人。", "2350人"),
        # Compared with a year, built on a year, or multiples of what was then.
        ("收入是2000年产值的4.3倍。", "4.3倍"),
        ("相较起2022年1月底的2.6万亿元，规模增加了82%。", "82%"),
        ("按2020年价格计算，产值为3亿元。", "3亿元"),
        # The day on which a reporter learned of it.
        ("记者3月18日从云州汽车公司获悉，项目总投资4亿元。", "4亿元"),
        # A time that belongs to another noun behind the figure.
        ("20家公司2023年的报表有误。", "20家"),
    ],
)
def test_a_time_of_something_else_does_not_date_a_figure(text: str, surface: str) -> None:
    row = {row["surface"]: row for row in tables_of(text)["metrics"]}[surface]
    assert (str(row["period_start"]), str(row["period_end"])) == ("2024-03-20", "2024-03-20")


def test_a_time_before_a_colon_holds_for_the_paragraphs_behind_it() -> None:
    page = "工作安排\n\n今年经济社会发展的主要预期目标是：\n\n生产总值增长8%左右；\n\n城镇新增就业900万人以上；\n\n失业率4.6%。\n\n去年粮食产量5万吨。\n\n进口3亿元。\n"
    metrics = extract([{"id": "t", "text": page, "issue_date": "2024-03-20"}], seeds=load_seeds())["metrics"]
    rows = {row["surface"]: row for row in metrics.to_pylist()}
    told = {name: (str(row["period_start"]), row["status"]) for name, row in rows.items()}
    assert told == {
        "8%": ("2024-01-01", "target"),
        "900万人": ("2024-01-01", "target"),
        "4.6%": ("2024-01-01", "target"),
        "5万吨": ("2023-01-01", "actual"),
        "3亿元": (told["3亿元"][0], "actual"),
    }
    assert rows["3亿元"]["period_source"] == "default"


@pytest.mark.parametrize(
    ("text", "surface", "start"),
    [
        ("今年首次安排1600万元资金。", "1600万元", "2024-01-01"),
        ("出口增长8%，4年来首次超过进口。", "8%", "2024-03-20"),
        ("上半年预算内企业实现利润增长13.1%。", "13.1%", "2024-01-01"),
        ("从2019年到2022年的四年内，产量平均每年增长11.8%。", "11.8%", "2019-01-01"),
        ("展会将持续到5月5日，三期展览共设55个展区。", "55个", "2024-03-20"),
    ],
)
def test_what_a_time_goes_on_to_say_decides_whether_it_dates_a_figure(text: str, surface: str, start: str) -> None:
    rows = {row["surface"]: str(row["period_start"]) for row in tables_of(text)["metrics"]}
    assert rows[surface] == start


def test_a_goal_holds_for_the_sentences_that_go_on_with_it() -> None:
    page = "今年，滨江开发区预期目标是地区生产总值达到1200亿元。工业总产值完成420亿元。去年财政收入完成27亿元。税收完成19亿元。"
    tables = extract([{"id": "t", "text": page, "issue_date": "2024-03-20"}], seeds=load_seeds(), until="metrics")
    rows = {row["surface"]: (row["status"], str(row["period_end"])) for row in tables["metrics"].to_pylist()}
    assert rows["420亿元"] == ("target", "2024-12-31")
    assert rows["27亿元"] == ("actual", "2023-12-31")
    assert rows["19亿元"][0] == "actual"
