-- One row per thing named: the documents' views of an entity, summed up.
WITH parts AS (SELECT * FROM lake.main.entity_parts),

named AS (
    SELECT
        entity_id,
        entity_type,
        canonical_name,
        region_code,
        rule_id,
        confidence,
        row_number() OVER (PARTITION BY entity_id ORDER BY confidence DESC, canonical_name, entity_type, document_id) AS place
    FROM parts
),

counted AS (
    SELECT
        entity_id,
        sum(mention_count)::INTEGER AS mention_count,
        count(DISTINCT document_id)::INTEGER AS document_count,
        max(region_code) AS any_region_code
    FROM parts
    GROUP BY entity_id
),

spelled AS (
    SELECT entity_id, list_sort(list_distinct(flatten(list(aliases)))) AS aliases
    FROM parts
    GROUP BY entity_id
)

SELECT
    named.entity_id,
    named.entity_type,
    named.canonical_name,
    list_filter(spelled.aliases, lambda alias: alias <> named.canonical_name) AS aliases,
    coalesce(named.region_code, counted.any_region_code) AS region_code,
    counted.mention_count,
    counted.document_count,
    named.rule_id,
    named.confidence
FROM named
JOIN counted USING (entity_id)
JOIN spelled USING (entity_id)
WHERE named.place = 1
ORDER BY named.entity_id
