-- name: parts_within_whole
-- severity: warning
-- about: The parts of a figure (其中 …) that share its unit and period add up to no more than the whole.
-- One row per whole whose parts exceed it; rounding of the last printed digit is allowed for.

WITH parts AS (
    SELECT
        part_of_metric_id AS metric_id,
        unit,
        count(*) AS part_count,
        sum(coalesce(value, value_min)) AS part_sum
    FROM metrics
    WHERE part_of_metric_id IS NOT NULL
    GROUP BY part_of_metric_id, unit
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
INNER JOIN parts USING (metric_id, unit)
WHERE wholes.value IS NOT NULL
    AND parts.part_sum > wholes.value * 1.005
