-- One row per figure of the export, with the text that it was read from.
WITH figures AS (
    SELECT * FROM {{ source('export', 'metrics') }}
),

pages AS (
    SELECT document_id, text FROM {{ source('warehouse', 'documents') }}
)

SELECT
    figures.metric_id,
    figures.value,
    figures.unit,
    figures.period_start,
    figures.period_end,
    figures.change_value,
    figures.subject_entity_ids,
    substring(pages.text, figures.char_start + 1, figures.char_end - figures.char_start) AS printed
FROM figures
INNER JOIN pages USING (document_id)
