-- The printed characters of a span.
CREATE OR REPLACE MACRO source_text(of_document, from_char, to_char) AS (
    SELECT substr(d.text, from_char + 1, to_char - from_char)
    FROM documents AS d
    WHERE d.document_id = of_document
);

-- A span with `width` characters around it, the span itself between 【 and 】.
CREATE OR REPLACE MACRO context(of_document, from_char, to_char, width := 20) AS (
    SELECT concat(
        substr(d.text, greatest(from_char - width, 0) + 1, least(width, from_char)),
        '【', substr(d.text, from_char + 1, to_char - from_char), '】',
        substr(d.text, to_char + 1, width)
    )
    FROM documents AS d
    WHERE d.document_id = of_document
);
