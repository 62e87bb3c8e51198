-- name: claimed_count_matches_list
-- severity: warning
-- about: A closed list in front of a count (甲、乙、丙等三家银行) names no more members than the count claims, and a list without 等 just as many.
-- One row per enumeration that fails: a count of at most 20 right behind at least two listed members.

WITH counted AS (
    SELECT
        metrics.metric_id,
        metrics.document_id,
        metrics.surface,
        metrics.value,
        regexp_extract(
            substr(documents.text, greatest(1, metrics.char_start - 120), least(120, metrics.char_start)),
            '([^，。；：！？\n]+、[^，。；：！？\n]+)$', 1
        ) AS listed
    FROM metrics
    INNER JOIN documents USING (document_id)
    WHERE metrics.dimension = 'count'
        AND metrics.qualifier = 'exact'
        AND metrics.value BETWEEN 2 AND 20
),

members AS (
    SELECT
        *,
        listed LIKE '%等' AS is_open,
        len(string_split(regexp_replace(listed, '(及|和|与)', '、', 'g'), '、')) AS member_count
    FROM counted
    WHERE listed LIKE '%等'
)

SELECT
    document_id,
    metric_id,
    surface,
    value AS claimed_count,
    member_count AS listed_count,
    listed
FROM members
WHERE member_count <> value
    AND member_count >= 2
