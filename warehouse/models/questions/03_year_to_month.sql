-- question: Which other figures do zones and regions report from January to a later month, and how fast did they grow?
-- 问题: 各地区1月起累计的其他经济指标（如营业收入、固定资产投资、增加值）及增速是多少？
-- columns: region, indicator, period, value and unit, growth and its unit, document
SELECT region, indicator, period_start, period_end, value, unit, change_value AS growth, change_unit, document_id
FROM mart_region_indicators
WHERE
    change_value IS NOT NULL
    AND NOT regexp_matches(indicator, '生产总值|(?i:gdp)')
    AND period_start = date_trunc('year', period_end)
    AND period_end > period_start
ORDER BY document_id, char_start
