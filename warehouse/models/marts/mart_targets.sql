-- name: mart_targets
-- about: What has not happened yet: events planned, decided or aimed at, and target and forecast figures outside them.
-- grain: event that has not happened, with its main figure, or figure that is none yet
-- within: document
-- A title that has been decided on is held.
WITH ahead AS (
    SELECT * FROM events
    WHERE status IN ('planned', 'target') OR (status = 'decided' AND event_type <> 'designation')
),

fillers AS (
    SELECT
        event_id,
        list(name ORDER BY role, position) FILTER (
            WHERE role IN ('actor', 'founder', 'party', 'issuer', 'investor', 'sponsor', 'host', 'lender', 'granter')
        ) AS actors,
        arg_min(name, position) FILTER (
            WHERE role IN ('target', 'project', 'organisation', 'product', 'object', 'fund', 'name', 'investee', 'title')
        ) AS goal,
        arg_min(name, position) FILTER (WHERE role IN ('document', 'policy')) AS document
    FROM mart_event_fillers
    WHERE status IN ('planned', 'target', 'decided')
    GROUP BY event_id
),

-- Of an event ahead only those figures lie ahead that say so themselves, and money to be spent or raised.
figures AS (
    SELECT
        * REPLACE (
            CASE WHEN period_source <> 'default' THEN period_start END AS period_start,
            CASE WHEN period_source <> 'default' THEN period_end END AS period_end
        ),
        row_number() OVER (PARTITION BY event_id ORDER BY figure_status = 'actual', position) AS place
    FROM mart_event_figures
    WHERE status IN ('planned', 'decided', 'target') AND (figure_status <> 'actual' OR kind = 'target' OR dimension = 'money')
),

from_events AS (
    SELECT
        e.event_id,
        g.metric_id,
        e.status,
        e.event_type AS kind,
        coalesce(f.actors, CASE WHEN m.subject IS NOT NULL THEN [m.subject] END, []) AS actors,
        coalesce(f.goal, e.trigger) AS goal,
        f.document,
        g.value,
        g.value_min,
        g.value_max,
        g.unit,
        g.qualifier,
        coalesce(e.period_start, CASE WHEN e.period_end IS NULL THEN g.period_start END) AS period_start,
        coalesce(e.period_end, g.period_end) AS period_end,
        e.sentence_id,
        e.article_id,
        e.document_id,
        e.char_start
    FROM ahead AS e
    LEFT JOIN fillers AS f USING (event_id)
    LEFT JOIN figures AS g ON g.event_id = e.event_id AND g.place = 1
    LEFT JOIN metrics AS m ON m.metric_id = g.metric_id
),

claimed AS (
    SELECT metric_id FROM figures WHERE place = 1
),

from_figures AS (
    SELECT
        NULL AS event_id,
        m.metric_id,
        m.status,
        'figure' AS kind,
        CASE WHEN m.subject IS NULL THEN [] ELSE [m.subject] END AS actors,
        coalesce(m.indicator, m.surface) AS goal,
        NULL AS document,
        m.value,
        m.value_min,
        m.value_max,
        m.unit,
        m.qualifier,
        CASE WHEN m.period_source <> 'default' THEN m.period_start END AS period_start,
        CASE WHEN m.period_source <> 'default' THEN m.period_end END AS period_end,
        m.sentence_id,
        m.article_id,
        m.document_id,
        m.char_start
    FROM metrics AS m
    WHERE
        m.status IN ('planned', 'target', 'forecast')
        AND m.kind <> 'enumeration'
        AND m.metric_id NOT IN (SELECT metric_id FROM claimed)
),

both_ways AS (
    SELECT * FROM from_events
    UNION ALL
    SELECT * FROM from_figures
)

SELECT
    b.event_id,
    b.metric_id,
    b.status,
    b.kind,
    b.actors,
    b.goal,
    b.document,
    b.value,
    b.value_min,
    b.value_max,
    b.unit,
    b.qualifier,
    b.period_start,
    b.period_end,
    s.text AS sentence,
    b.sentence_id,
    b.article_id,
    b.document_id,
    b.char_start
FROM both_ways AS b
JOIN sentences AS s ON s.sentence_id = b.sentence_id
ORDER BY b.document_id, b.char_start, b.event_id
