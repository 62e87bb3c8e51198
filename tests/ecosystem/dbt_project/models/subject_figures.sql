-- One row per entity and unit: the figures said of it.
WITH said AS (
    SELECT unnest(subject_entity_ids) AS entity_id, value, unit, period_end
    FROM {{ ref('stg_figures') }}
),

entities AS (
    SELECT entity_id, canonical_name FROM {{ source('warehouse', 'entities') }}
)

SELECT
    entities.entity_id,
    entities.canonical_name,
    said.unit,
    CAST(count(*) AS INTEGER) AS figure_count,
    max(said.value) AS largest,
    max(said.period_end) AS latest_end
FROM said
INNER JOIN entities USING (entity_id)
GROUP BY ALL
