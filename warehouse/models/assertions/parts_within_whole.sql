-- name: parts_within_whole
-- table: metrics
-- about: The parts of a figure (其中 …) that share its unit, period and kind add up to no more than the whole.
-- One row per whole whose parts exceed it; rounding of the last printed digit is allowed for.

WITH parts AS (
    SELECT
        part_of_metric_id AS metric_id,
        unit,
        kind,
        period_start,
        period_end,
        count(*) AS part_count,
        sum(coalesce(value, value_min)) AS part_sum
    FROM metrics
    WHERE part_of_metric_id IS NOT NULL
    GROUP BY ALL
)

SELECT
    wholes.document_id,
    wholes.metric_id,
    wholes.indicator,
    wholes.surface,
    wholes.value,
    parts.part_sum,
    parts.part_count
FROM metrics AS wholes
INNER JOIN parts
    ON wholes.metric_id = parts.metric_id
    AND wholes.unit = parts.unit
    AND wholes.kind = parts.kind
    AND wholes.period_start IS NOT DISTINCT FROM parts.period_start
    AND wholes.period_end IS NOT DISTINCT FROM parts.period_end
WHERE wholes.kind IN ('level', 'cumulative', 'share', 'flow')
    AND parts.part_sum > wholes.value * 1.005
