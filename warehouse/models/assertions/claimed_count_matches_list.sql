-- name: claimed_count_matches_list
-- table: metrics
-- reads: sentences, mentions
-- about: A list in front of a count (甲、乙、丙等三家银行) names as many members as the count claims; one with 等 may name fewer, but not all but one.
-- One row per count of at most 20 that a list of at least two members in the same clause contradicts. Without 等, the list's last member
-- must be a name that ends at the count and can be what is counted (a person for 位, else none): other words are no list of it.

WITH counted AS (
    SELECT
        metrics.metric_id,
        metrics.document_id,
        metrics.surface,
        metrics.value,
        split_part(sentences.text, metrics.surface, 1) AS before,
        EXISTS (
            SELECT 1
            FROM mentions
            WHERE mentions.sentence_id = metrics.sentence_id
                AND mentions.char_end = metrics.char_start
                AND (mentions.entity_type = 'PER') = regexp_full_match(metrics.unit, '[位名人]')
        ) AND regexp_full_match(metrics.unit, '[位名人家国省市县区大地城所校方支只]') AS follows_name
    FROM metrics
    INNER JOIN sentences USING (sentence_id)
    WHERE metrics.dimension = 'count'
        AND metrics.qualifier = 'exact'
        AND metrics.value BETWEEN 2 AND 20
        AND contains(sentences.text, '、')
),

lists AS (
    SELECT
        *,
        before LIKE '%等' AS is_open,
        string_split(regexp_extract(before, '([^，。；：！？…\n]*、[^，。；：！？…\n]*?)等?$', 1), '、') AS members
    FROM counted
    WHERE before LIKE '%等'
        OR (follows_name AND NOT regexp_matches(before, '[0-9０-９.．]$'))
),

counts AS (
    SELECT
        *,
        -- 甲、乙和丙: the last two members share an element.
        len(members) + len(list_filter(members, lambda member: regexp_matches(member, '..(以及|及|和|与)..'))) AS member_count
    FROM lists
    WHERE len(members) >= 2
)

SELECT
    document_id,
    metric_id,
    surface,
    value AS claimed_count,
    member_count AS listed_count,
    members
FROM counts
WHERE member_count > value
    OR member_count = value - 1
    OR (member_count < value AND NOT is_open)
