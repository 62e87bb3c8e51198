-- name: mart_alliances
-- about: Alliances, associations and federations: who founded them, and those that are only named.
-- grain: alliance of a document
-- within: document
WITH founded AS (
    SELECT * FROM mart_event_fillers
    WHERE
        event_type = 'establishment'
        AND role = 'organisation'
        AND (entity_type IN ('ORG.ALLIANCE', 'ORG.ASSOCIATION') OR regexp_matches(name, '(联盟|协会|促进会|联合会|共同体)$'))
),

founders AS (
    SELECT event_id, list(name ORDER BY position) AS founders
    FROM mart_event_fillers
    WHERE event_type = 'establishment' AND role = 'founder'
    GROUP BY event_id
),

named AS (
    SELECT m.*, n.canonical_name
    FROM mentions AS m
    JOIN entities AS n USING (entity_id)
    WHERE n.entity_type = 'ORG.ALLIANCE'
),

listed AS (
    SELECT
        f.event_id,
        f.name AS alliance,
        f.entity_id AS alliance_entity_id,
        coalesce(p.founders, []) AS founders,
        f.status,
        f.period_start,
        f.period_end,
        f.sentence_id,
        f.article_id,
        f.document_id,
        f.char_start
    FROM founded AS f
    LEFT JOIN founders AS p USING (event_id)
    UNION ALL
    SELECT NULL, canonical_name, entity_id, [], NULL, NULL, NULL, sentence_id, article_id, document_id, char_start
    FROM named
),

told_once AS (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY document_id, coalesce(alliance_entity_id, alliance)
            ORDER BY event_id IS NULL, len(founders) DESC, char_start, event_id
        ) AS place
    FROM listed
)

SELECT
    event_id, alliance, alliance_entity_id, founders, status, period_start, period_end, sentence_id, article_id, document_id
FROM told_once
WHERE place = 1
ORDER BY document_id, char_start
