-- question: What is the gross domestic product of each zone or region, for which period, and how fast did it grow?
-- 问题: 各地区（园区）的生产总值是多少，哪一时期，增长多少？
-- columns: region, its type, period, GDP in 亿元, growth and its unit, document
SELECT region, region_type, period_start, period_end, cny_yi(value) AS gdp_yi, change_value AS growth, change_unit, document_id
FROM mart_region_indicators
WHERE regexp_matches(indicator, '生产总值|(?i:gdp)') AND unit = 'CNY' AND value IS NOT NULL
ORDER BY document_id, char_start
