-- question: Which values of the period before do the printed growth rates imply?
-- 问题: 由增速推算，上年同期值是多少？
-- columns: region, indicator, period, value, growth and its unit, implied value of the period before (same unit as value), document
SELECT
    region,
    indicator,
    period_start,
    period_end,
    value,
    unit,
    change_value AS growth,
    change_unit,
    round(implied_previous_value, 2) AS implied_previous_value,
    document_id
FROM mart_region_indicators
WHERE implied_previous_value IS NOT NULL
ORDER BY document_id, char_start
