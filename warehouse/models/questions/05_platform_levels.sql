-- question: How many innovation platforms are there by level, and how many does the text leave unlisted?
-- 问题: 各级创新平台各有多少，未列明的还有多少？
-- columns: what is counted, level (NULL for the total, 'unlisted' for the remainder), number, unit, document
WITH levels AS (SELECT * FROM mart_platforms WHERE platform_kind = 'level'),

remainders AS (
    SELECT t.document_id, t.char_start, t.platform, t.value - sum(p.value) AS value, any_value(t.unit) AS unit
    FROM levels AS t
    JOIN levels AS p ON p.total_metric_id = t.metric_id
    GROUP BY t.document_id, t.char_start, t.platform, t.metric_id, t.value
)

SELECT platform, part AS level, value::INTEGER AS number, unit, document_id
FROM (
    SELECT document_id, char_start, 0 AS last, platform, part, value, unit FROM levels
    UNION ALL
    SELECT document_id, char_start, 1, platform, 'unlisted', value, unit FROM remainders WHERE value > 0
)
ORDER BY document_id, last, char_start
