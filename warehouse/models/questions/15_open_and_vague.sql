-- question: What has not happened yet, and which figures are bounded or vague?
-- 问题: 哪些事情尚未发生？哪些数字是约数或上下限？
-- columns: list (not_yet, not_exact), status or qualifier, who, what, value, bounds, unit, document
WITH not_yet AS (
    SELECT 'not_yet' AS list, status AS how, actors AS who, goal AS what, value, value_min, value_max, unit, document_id, char_start
    FROM mart_targets
),

not_exact AS (
    SELECT
        'not_exact' AS list,
        qualifier AS how,
        CASE WHEN subject IS NULL THEN [] ELSE [subject] END AS who,
        concat(surface, coalesce(' ' || indicator, '')) AS what,
        value,
        value_min,
        value_max,
        unit,
        document_id,
        char_start
    FROM metrics
    WHERE qualifier <> 'exact'
)

SELECT list, how, who, what, value, value_min, value_max, unit, document_id
FROM (SELECT * FROM not_yet UNION ALL SELECT * FROM not_exact)
ORDER BY document_id, list DESC, char_start
