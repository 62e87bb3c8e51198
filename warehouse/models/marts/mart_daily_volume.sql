-- name: mart_daily_volume
-- about: How much each day brought, duplicates of other documents counted apart.
-- grain: issue date, NULL for documents without one
WITH originals AS (SELECT document_id, issue_date, char_count FROM documents WHERE duplicate_of IS NULL),

per_document AS (
    SELECT
        o.document_id,
        o.issue_date,
        o.char_count,
        (SELECT count(*) FROM articles AS a WHERE a.document_id = o.document_id) AS articles,
        (SELECT count(*) FROM sentences AS s WHERE s.document_id = o.document_id) AS sentences,
        (SELECT count(*) FROM mentions AS m WHERE m.document_id = o.document_id) AS mentions,
        (SELECT count(*) FROM metrics AS m WHERE m.document_id = o.document_id) AS metrics,
        (SELECT count(*) FROM events AS e WHERE e.document_id = o.document_id) AS events,
        (SELECT count(*) FROM quotes AS q WHERE q.document_id = o.document_id) AS quotes
    FROM originals AS o
),

duplicates AS (
    SELECT issue_date, count(*) AS duplicate_count FROM documents WHERE duplicate_of IS NOT NULL GROUP BY issue_date
),

per_day AS (
    SELECT
        issue_date,
        count(*) AS document_count,
        sum(char_count) AS char_count,
        sum(articles) AS article_count,
        sum(sentences) AS sentence_count,
        sum(mentions) AS mention_count,
        sum(metrics) AS metric_count,
        sum(events) AS event_count,
        sum(quotes) AS quote_count
    FROM per_document
    GROUP BY issue_date
)

SELECT
    p.issue_date,
    p.document_count::BIGINT AS document_count,
    coalesce(d.duplicate_count, 0)::BIGINT AS duplicate_count,
    p.char_count::BIGINT AS char_count,
    p.article_count::BIGINT AS article_count,
    p.sentence_count::BIGINT AS sentence_count,
    p.mention_count::BIGINT AS mention_count,
    p.metric_count::BIGINT AS metric_count,
    p.event_count::BIGINT AS event_count,
    p.quote_count::BIGINT AS quote_count
FROM per_day AS p
LEFT JOIN duplicates AS d ON d.issue_date IS NOT DISTINCT FROM p.issue_date
ORDER BY p.issue_date
