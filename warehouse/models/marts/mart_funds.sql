-- name: mart_funds
-- about: Funds and pools of money that were set up, with their sponsors and sizes.
-- grain: fund of a document
-- within: document
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

pairs AS (
    SELECT f.event_id, f.position, m.metric_id FROM set_up AS f JOIN money AS m ON m.sentence_id = f.sentence_id
    UNION
    SELECT f.event_id, f.position, l.metric_id FROM set_up AS f JOIN linked AS l ON l.event_id = f.event_id
    UNION
    SELECT f.event_id, f.position, m.metric_id FROM set_up AS f JOIN money AS m ON m.metric_id = f.metric_id
),

described AS (
    SELECT
        p.event_id,
        p.position,
        p.metric_id,
        f.sentence_id,
        coalesce(m.metric_id = f.metric_id, false) AS is_its_size,
        coalesce(list_contains(m.subject_entity_ids, f.entity_id), false) AS is_its_subject,
        coalesce(l.linked_count = 1, false) AS is_only_one,
        m.char_end > f.char_start AS stands_after,
        least(m.char_end, f.char_end) AS gap_start,
        greatest(m.char_start, f.char_start) AS gap_end
    FROM pairs AS p
    JOIN set_up AS f ON f.event_id = p.event_id AND f.position = p.position
    JOIN money AS m ON m.metric_id = p.metric_id
    LEFT JOIN linked AS l ON l.event_id = p.event_id AND l.metric_id = p.metric_id
),

-- Another fund stands between the two.
separated AS (
    SELECT DISTINCT d.event_id, d.position, d.metric_id
    FROM described AS d
    JOIN set_up AS other
        ON other.sentence_id = d.sentence_id AND other.char_start >= d.gap_start AND other.char_end <= d.gap_end
),

-- A size belongs to the fund that it sizes, or to its subject, or to the only fund of its event, or to the next fund after it, or
-- to the one before.
candidates AS (
    SELECT
        d.event_id,
        d.position,
        d.metric_id,
        row_number() OVER (
            PARTITION BY d.event_id, d.position
            ORDER BY
                NOT d.is_its_size,
                NOT d.is_its_subject,
                NOT d.is_only_one,
                d.stands_after,
                greatest(d.gap_end - d.gap_start, 0),
                d.metric_id
        ) AS place
    FROM described AS d
    LEFT JOIN separated AS x ON x.event_id = d.event_id AND x.position = d.position AND x.metric_id = d.metric_id
    WHERE d.is_its_size OR d.is_its_subject OR d.is_only_one OR x.event_id IS NULL
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
