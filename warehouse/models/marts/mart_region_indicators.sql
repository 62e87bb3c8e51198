-- name: mart_region_indicators
-- about: What places report about themselves: value, growth, and the value a year (month, quarter) earlier that the growth implies.
-- grain: region, indicator and period of a document
-- within: document
WITH measured AS (
    SELECT *, unnest(subject_entity_ids) AS subject_entity_id FROM metrics
    WHERE
        indicator IS NOT NULL
        AND status = 'actual'
        AND kind IN ('level', 'cumulative', 'flow', 'share', 'growth')
),

of_regions AS (
    SELECT
        n.entity_id AS region_entity_id,
        n.canonical_name AS region,
        n.entity_type AS region_type,
        n.region_code,
        m.*
    FROM measured AS m
    JOIN entities AS n ON n.entity_id = m.subject_entity_id
    WHERE n.entity_type LIKE 'LOC.%'
),

-- Repeats of a fact are one row; the one that prints a growth says most.
told_once AS (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY region_entity_id, fact_id, period_start, period_end
            ORDER BY change_value IS NULL, period_source = 'default', char_start
        ) AS place
    FROM of_regions
)

SELECT
    region_entity_id,
    region,
    region_type,
    region_code,
    indicator,
    period_start,
    period_end,
    period_source,
    value,
    value_min,
    value_max,
    unit,
    qualifier,
    kind,
    change_type,
    change_value,
    change_unit,
    CASE
        WHEN change_value IS NULL OR value IS NULL THEN NULL
        WHEN change_unit = '%' AND unit <> '%' THEN (value / nullif(1 + change_value / 100, 0))::DECIMAL(38, 9)
        WHEN change_unit = unit OR (change_unit = 'pp' AND unit = '%') THEN (value - change_value)::DECIMAL(38, 9)
    END AS implied_previous_value,
    fact_id,
    metric_id,
    sentence_id,
    article_id,
    document_id,
    char_start,
    char_end
FROM told_once
WHERE place = 1
ORDER BY document_id, char_start, region_entity_id
