-- name: mart_entity_network
-- about: Who is tied to whom: entities that fill roles of the same events.
-- grain: pair of entities, their roles and the type of the event
WITH named AS (SELECT * FROM mart_event_fillers WHERE entity_id IS NOT NULL),

pairs AS (
    SELECT
        a.event_type,
        a.entity_id AS source_entity_id,
        a.name AS source,
        a.role AS source_role,
        b.entity_id AS target_entity_id,
        b.name AS target,
        b.role AS target_role,
        a.event_id,
        a.document_id,
        a.inferred OR b.inferred AS inferred
    FROM named AS a
    JOIN named AS b ON b.event_id = a.event_id AND (b.role > a.role OR (b.role = a.role AND b.entity_id > a.entity_id))
    WHERE a.entity_id <> b.entity_id
)

SELECT
    source_entity_id,
    source,
    source_role,
    target_entity_id,
    target,
    target_role,
    event_type,
    count(DISTINCT event_id)::INTEGER AS event_count,
    count(DISTINCT document_id)::INTEGER AS document_count,
    bool_and(inferred) AS inferred
FROM pairs
GROUP BY source_entity_id, source, source_role, target_entity_id, target, target_role, event_type
ORDER BY event_count DESC, event_type, source_entity_id, target_entity_id, source_role, target_role
