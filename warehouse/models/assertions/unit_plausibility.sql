-- name: unit_plausibility
-- severity: warning
-- about: The indicator and the unit fit: rates and shares are in %, amounts of money carry a currency, and people are counted in whole persons.
-- One row per figure whose unit contradicts its indicator.

SELECT
    document_id,
    metric_id,
    indicator,
    surface,
    value,
    unit,
    CASE
        WHEN unit = '人' AND value <> floor(value) AND indicator NOT LIKE '%均%' AND indicator NOT LIKE '每%' THEN 'a fraction of a person'
        WHEN kind = 'share' AND (value < 0 OR value > 100) AND NOT regexp_matches(indicator, '覆盖率|杠杆|负债|增|完成') THEN 'a share outside 0 to 100 %'
        WHEN regexp_matches(indicator, '(占比|比重|覆盖率|普及率|失业率|利率)$') AND dimension NOT IN ('ratio', 'other', 'multiple') THEN 'a rate without %'
        ELSE 'an amount of money without currency'
    END AS finding
FROM metrics
WHERE (unit = '人' AND value <> floor(value) AND indicator NOT LIKE '%均%' AND indicator NOT LIKE '每%')
    OR (kind = 'share' AND (value < 0 OR value > 100) AND NOT regexp_matches(indicator, '覆盖率|杠杆|负债|增|完成'))
    OR (regexp_matches(indicator, '(占比|比重|覆盖率|普及率|失业率|利率)$') AND dimension NOT IN ('ratio', 'other', 'multiple'))
    OR (
        regexp_matches(indicator, '(生产总值|营业收入|净利润|贷款余额|存款余额|保费收入)$')
        AND dimension NOT IN ('money', 'ratio', 'rank', 'multiple')
        AND kind NOT IN ('growth', 'difference')
    )
