-- name: unit_plausibility
-- table: metrics
-- about: Indicator and unit fit: rates and shares are in %, amounts of money carry a currency, and people are counted in whole persons.
-- One row per figure whose unit contradicts its indicator.

WITH judged AS (
    SELECT
        *,
        CASE
            WHEN unit IN ('人', '人次', '户', '家') AND value <> floor(value) AND NOT regexp_matches(indicator, '均|每|平均')
                THEN 'a fraction of what is counted whole'
            WHEN regexp_matches(indicator, '(占比|比重|覆盖率|普及率|失业率|利率)$') AND dimension NOT IN ('ratio', 'other', 'multiple', 'rank')
                THEN 'a rate without %'
            WHEN regexp_matches(indicator, '(生产总值|营业收入|净利润|贷款余额|存款余额|保费收入)$')
                AND dimension NOT IN ('money', 'ratio', 'rank', 'multiple')
                AND kind NOT IN ('growth', 'difference', 'rank', 'share')
                THEN 'an amount of money without currency'
        END AS finding
    FROM metrics
)

SELECT
    document_id,
    metric_id,
    indicator,
    surface,
    value,
    unit,
    finding
FROM judged
WHERE finding IS NOT NULL
