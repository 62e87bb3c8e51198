-- name: implied_previous_value
-- table: metrics
-- about: The value of the year before that a level and its 同比 change imply agrees with the value printed for that year in the same document.
-- Previous = level / (1 + change %) or level − change; one row per pair of exact figures that differ by more than 2 %.

WITH levels AS (
    SELECT *
    FROM metrics
    WHERE kind IN ('level', 'cumulative')
        AND status = 'actual'
        AND qualifier = 'exact'
        AND indicator IS NOT NULL
),

implied AS (
    SELECT
        *,
        CASE
            WHEN change_unit = '%' AND change_value > -100 THEN value::DOUBLE / (1 + change_value::DOUBLE / 100)
            WHEN change_unit = unit THEN (value - change_value)::DOUBLE
        END AS implied_value
    FROM levels
    WHERE change_type = 'yoy'
)

SELECT
    implied.document_id,
    implied.metric_id,
    implied.indicator,
    implied.surface,
    implied.implied_value,
    earlier.metric_id AS earlier_metric_id,
    earlier.surface AS earlier_surface,
    earlier.value AS printed_value
FROM implied
INNER JOIN levels AS earlier
    ON implied.document_id = earlier.document_id
    AND implied.indicator = earlier.indicator
    AND implied.unit = earlier.unit
    AND implied.subject IS NOT DISTINCT FROM earlier.subject
    AND earlier.period_start = implied.period_start - INTERVAL 1 YEAR
    AND earlier.period_end = implied.period_end - INTERVAL 1 YEAR
WHERE abs(earlier.value - implied.implied_value) > 0.02 * abs(implied.implied_value)
