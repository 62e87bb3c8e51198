-- name: mart_funds
-- about: Funds and pools of money that were set up, with their sponsors and sizes.
-- grain: fund of a document
WITH set_up AS (SELECT * FROM mart_event_fillers WHERE event_type = 'fund_setup' AND role = 'fund'),

sponsors AS (
    SELECT
        event_id,
        list(name ORDER BY position) FILTER (WHERE role = 'sponsor') AS sponsors,
        arg_min(name, position) FILTER (WHERE role = 'purpose') AS purpose
    FROM mart_event_fillers
    WHERE event_type = 'fund_setup'
    GROUP BY event_id
),

money AS (SELECT * FROM metrics WHERE dimension = 'money' AND kind <> 'price'),

linked AS (
    SELECT event_id, metric_id, count(*) OVER (PARTITION BY event_id) AS linked_count
    FROM mart_event_figures
    WHERE event_type = 'fund_setup' AND linked_by <> 'sentence' AND dimension = 'money'
),

-- A size belongs to the fund that it sizes, or to its subject, or to the only fund of its event, or to the next fund after it, or to the one before.
candidates AS (
    SELECT
        f.event_id,
        f.position,
        m.metric_id,
        row_number() OVER (
            PARTITION BY f.event_id, f.position
            ORDER BY
                m.metric_id IS DISTINCT FROM f.metric_id,
                NOT coalesce(list_contains(m.subject_entity_ids, f.entity_id), false),
                NOT coalesce(l.linked_count = 1, false),
                m.char_end > f.char_start,
                greatest(f.char_start - m.char_end, m.char_start - f.char_end, 0)
        ) AS place
    FROM set_up AS f
    JOIN money AS m
        ON m.sentence_id = f.sentence_id OR m.metric_id IN (SELECT k.metric_id FROM linked AS k WHERE k.event_id = f.event_id)
    LEFT JOIN linked AS l ON l.event_id = f.event_id AND l.metric_id = m.metric_id
    WHERE
        coalesce(m.metric_id = f.metric_id, false)
        OR coalesce(list_contains(m.subject_entity_ids, f.entity_id), false)
        OR coalesce(l.linked_count = 1, false)
        OR NOT EXISTS (
            SELECT 1 FROM set_up AS other
            WHERE
                other.sentence_id = f.sentence_id
                AND other.char_start >= least(m.char_end, f.char_end)
                AND other.char_end <= greatest(m.char_start, f.char_start)
        )
),

from_events AS (
    SELECT
        f.event_id,
        f.name AS fund,
        f.entity_id AS fund_entity_id,
        f.entity_type AS fund_type,
        f.status,
        coalesce(s.sponsors, []) AS sponsors,
        s.purpose,
        c.metric_id,
        f.period_start,
        f.period_end,
        f.sentence_id,
        f.article_id,
        f.document_id,
        f.char_start
    FROM set_up AS f
    LEFT JOIN sponsors AS s USING (event_id)
    LEFT JOIN candidates AS c ON c.event_id = f.event_id AND c.position = f.position AND c.place = 1
),

-- Sizes of named funds that no event tells of.
from_sizes AS (
    SELECT
        NULL AS event_id,
        n.canonical_name AS fund,
        n.entity_id AS fund_entity_id,
        n.entity_type AS fund_type,
        CASE WHEN m.status = 'actual' THEN 'in_force' WHEN m.status = 'target' THEN 'target' ELSE 'planned' END AS status,
        [] AS sponsors,
        NULL AS purpose,
        m.metric_id,
        NULL AS period_start,
        NULL AS period_end,
        m.sentence_id,
        m.article_id,
        m.document_id,
        m.char_start
    FROM money AS m, unnest(m.subject_entity_ids) AS s (entity_id)
    JOIN entities AS n ON n.entity_id = s.entity_id
    WHERE m.kind = 'fund_size' AND (n.entity_type LIKE 'FUND%' OR n.entity_type = 'ORG.FUND')
),

both_ways AS (
    SELECT * FROM from_events
    UNION ALL BY NAME
    SELECT * FROM from_sizes
),

told_once AS (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY document_id, coalesce(fund_entity_id, fund)
            ORDER BY event_id IS NULL, metric_id IS NULL, char_start
        ) AS place
    FROM both_ways
)

SELECT
    f.event_id,
    f.fund,
    f.fund_entity_id,
    coalesce(f.fund_type = 'FUND.POOL', false) OR regexp_matches(f.fund, '资金池$|补偿(资金|基金|金)?$') AS is_pool,
    f.status,
    f.sponsors,
    f.purpose,
    m.value AS size,
    m.value_min AS size_min,
    m.value_max AS size_max,
    m.unit AS currency,
    m.qualifier AS size_qualifier,
    m.metric_id,
    CASE WHEN f.period_end IS NULL AND m.period_source <> 'default' THEN m.period_start ELSE f.period_start END AS period_start,
    CASE WHEN f.period_end IS NULL AND m.period_source <> 'default' THEN m.period_end ELSE f.period_end END AS period_end,
    f.sentence_id,
    f.article_id,
    f.document_id,
    f.char_start
FROM told_once AS f
LEFT JOIN metrics AS m USING (metric_id)
WHERE f.place = 1
ORDER BY f.document_id, f.char_start
