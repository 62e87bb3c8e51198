-- name: mart_event_figures
-- about: The figures of events, main ones first: the events' own, those that count or size a filler, then those of the sentence that no event has claimed.
-- grain: figure of an event
-- within: document
WITH of_roles AS (
    SELECT event_id, metric_id, min(role) AS role
    FROM event_roles
    WHERE metric_id IS NOT NULL
    GROUP BY event_id, metric_id
),

of_events AS (
    SELECT e.event_id, f.metric_id
    FROM events AS e, unnest(e.metric_ids) AS f (metric_id)
),

linked AS (
    SELECT
        event_id,
        metric_id,
        max(role) AS role,
        CASE WHEN max(role) IS NULL THEN 'event' ELSE 'role' END AS linked_by
    FROM (SELECT event_id, metric_id, role FROM of_roles UNION ALL SELECT event_id, metric_id, NULL FROM of_events)
    GROUP BY event_id, metric_id
),

-- A figure that nobody has claimed goes to the nearest event of its sentence; relations between names carry none.
unclaimed AS (
    SELECT
        e.event_id,
        m.metric_id,
        NULL AS role,
        'sentence' AS linked_by,
        rank() OVER (
            PARTITION BY m.metric_id
            ORDER BY greatest(m.char_start - e.trigger_end, e.trigger_start - m.char_end, 0)
        ) AS nearness
    FROM metrics AS m
    JOIN events AS e ON e.sentence_id = m.sentence_id
    WHERE
        e.event_type NOT IN ('person_title', 'located_in', 'subsidiary_of', 'develops', 'part_of', 'designation')
        AND m.metric_id NOT IN (SELECT metric_id FROM linked)
),

pairs AS (
    SELECT event_id, metric_id, role, linked_by FROM linked
    UNION ALL
    SELECT event_id, metric_id, role, linked_by FROM unclaimed WHERE nearness = 1
)

SELECT
    e.event_id,
    e.event_type,
    e.status,
    p.role,
    p.linked_by,
    row_number() OVER (
        PARTITION BY e.event_id
        ORDER BY
            p.linked_by = 'sentence',
            m.sentence_id <> e.sentence_id,
            greatest(m.char_start - e.trigger_end, e.trigger_start - m.char_end, 0),
            m.char_start,
            m.metric_id
    )::INTEGER - 1 AS position,
    m.metric_id,
    m.fact_id,
    m.indicator,
    m.kind,
    m.status AS figure_status,
    m.value,
    m.value_min,
    m.value_max,
    m.unit,
    m.dimension,
    m.qualifier,
    m.period_start,
    m.period_end,
    m.period_source,
    e.sentence_id,
    e.article_id,
    e.document_id,
    m.char_start,
    m.char_end
FROM pairs AS p
JOIN events AS e USING (event_id)
JOIN metrics AS m USING (metric_id)
ORDER BY e.document_id, e.char_start, e.event_id, position
