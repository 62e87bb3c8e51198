-- One row per thing named: the documents' views of an entity, summed up.
WITH parts AS (SELECT * FROM lake.main.entity_parts),

named AS (
    SELECT
        entity_id,
        entity_type,
        canonical_name,
        region_code,
        region_note,
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
        max(region_code) AS any_region_code,
        arg_max(region_note, region_code) AS any_region_note
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
    -- The note belongs to the code: another document may have settled what this one leaves open.
    CASE
        WHEN named.region_code IS NULL AND counted.any_region_code IS NOT NULL THEN counted.any_region_note
        ELSE named.region_note
    END AS region_note,
    counted.mention_count,
    counted.document_count,
    named.rule_id,
    named.confidence
FROM named
JOIN counted USING (entity_id)
JOIN spelled USING (entity_id)
WHERE named.place = 1
ORDER BY named.entity_id
