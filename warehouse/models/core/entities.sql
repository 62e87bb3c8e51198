-- One row per thing named: the documents' views of an entity, summed up; of the ids from $first on and before $past.
WITH parts AS (SELECT * FROM lake.main.entity_parts WHERE entity_id >= $first AND entity_id < $past),

-- The surest view names the entity; a structure is as small as its first field that differs.
summed AS (
    SELECT
        entity_id,
        min(
            struct_pack(
                doubt := -confidence,
                canonical_name := canonical_name,
                entity_type := entity_type,
                document_id := document_id,
                region_code := region_code,
                region_note := region_note,
                rule_id := rule_id
            )
        ) AS surest,
        list_sort(list_distinct(flatten(list(aliases)))) AS aliases,
        sum(mention_count)::INTEGER AS mention_count,
        count(DISTINCT document_id)::INTEGER AS document_count,
        max(region_code) AS any_region_code,
        -- Of several notes on the code always the same one.
        arg_max(region_note, struct_pack(code := region_code, note := region_note)) FILTER (
            WHERE region_code IS NOT NULL AND region_note IS NOT NULL
        ) AS any_region_note
    FROM parts
    GROUP BY entity_id
)

SELECT
    entity_id,
    surest.entity_type,
    surest.canonical_name,
    list_filter(aliases, lambda alias: alias <> surest.canonical_name) AS aliases,
    coalesce(surest.region_code, any_region_code) AS region_code,
    -- The note belongs to the code: another document may have settled what this one leaves open.
    CASE
        WHEN surest.region_code IS NULL AND any_region_code IS NOT NULL THEN any_region_note
        ELSE surest.region_note
    END AS region_note,
    mention_count,
    document_count,
    surest.rule_id,
    -surest.doubt AS confidence
FROM summed
ORDER BY entity_id
