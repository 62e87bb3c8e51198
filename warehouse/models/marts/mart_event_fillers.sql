-- name: mart_event_fillers
-- about: Who and what fills the roles of events, with the names that the entities go by.
-- grain: filled role of an event
-- within: document
SELECT
    e.event_id,
    e.event_type,
    e.status,
    r.role,
    r.position,
    r.entity_id,
    n.entity_type,
    coalesce(n.canonical_name, r.text) AS name,
    r.text,
    r.inferred,
    r.metric_id,
    e.period_start,
    e.period_end,
    e.sentence_id,
    e.article_id,
    e.document_id,
    r.char_start,
    r.char_end
FROM event_roles AS r
JOIN events AS e USING (event_id)
LEFT JOIN entities AS n ON n.entity_id = r.entity_id
ORDER BY e.document_id, e.char_start, e.event_id, r.role, r.position
