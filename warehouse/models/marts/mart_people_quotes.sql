-- name: mart_people_quotes
-- about: Who said what, in which office.
-- grain: quotation
-- within: document
WITH titles AS (
    SELECT
        event_id,
        document_id,
        arg_min(entity_id, position) FILTER (WHERE role = 'person') AS person_entity_id,
        arg_min(name, position) FILTER (WHERE role = 'org') AS organisation,
        arg_min(name, position) FILTER (WHERE role = 'title') AS title,
        min(char_start) AS char_start
    FROM mart_event_fillers
    WHERE event_type = 'person_title'
    GROUP BY event_id, document_id
),

-- Offices in one phrase begin at one place; the id settles which of them is meant, the same in every run.
placed AS (
    SELECT *, row_number() OVER (PARTITION BY document_id ORDER BY char_start, event_id) AS place
    FROM titles
    WHERE person_entity_id IS NOT NULL
),

-- By a number: what is taken by a pair does not spill.
offices AS (
    SELECT
        document_id,
        person_entity_id,
        arg_min(organisation, place) AS organisation,
        arg_min(title, place) AS title
    FROM placed
    GROUP BY document_id, person_entity_id
)

SELECT
    q.quote_id,
    q.kind,
    coalesce(n.canonical_name, q.speaker) AS speaker,
    q.speaker_entity_id,
    n.entity_type AS speaker_type,
    coalesce(q.speaker_organisation, o.organisation) AS organisation,
    coalesce(q.speaker_title, o.title) AS title,
    q.content,
    a.title AS article_title,
    a.issue_date,
    q.article_id,
    q.document_id,
    q.char_start,
    q.char_end
FROM quotes AS q
JOIN articles AS a ON a.article_id = q.article_id
LEFT JOIN entities AS n ON n.entity_id = q.speaker_entity_id
LEFT JOIN offices AS o ON o.document_id = q.document_id AND o.person_entity_id = q.speaker_entity_id
ORDER BY q.document_id, q.char_start, q.char_end
