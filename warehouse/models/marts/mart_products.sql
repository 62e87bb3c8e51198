-- name: mart_products
-- about: Products, services and schemes put on offer, and by whom.
-- grain: product launch and product
-- within: document
WITH launched AS (SELECT * FROM mart_event_fillers WHERE event_type = 'product_launch'),

actors AS (
    SELECT event_id, list(name ORDER BY position) AS actors
    FROM launched
    WHERE role = 'actor'
    GROUP BY event_id
)

SELECT
    l.event_id,
    l.name AS product,
    l.entity_id AS product_entity_id,
    l.entity_type AS product_type,
    coalesce(a.actors, []) AS actors,
    l.status,
    l.period_start,
    l.period_end,
    l.sentence_id,
    l.article_id,
    l.document_id,
    l.char_start
FROM launched AS l
LEFT JOIN actors AS a USING (event_id)
WHERE l.role = 'product'
ORDER BY l.document_id, l.char_start, l.event_id
