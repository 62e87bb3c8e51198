-- question: Which banks have a technology branch but are not in the risk-sharing scheme, and which insurers of the scheme have no technology unit?
-- 问题: 哪些银行设有科技支行却未参与风险共担？哪些参与的保险公司没有科技保险专营机构？
-- columns: gap (branch_without_scheme, scheme_without_unit), kind of organisation, name, scheme, document
WITH technology_units AS (
    SELECT DISTINCT o.document_id, f.entity_type, f.name
    FROM mart_event_fillers AS o
    JOIN mart_event_fillers AS f USING (event_id)
    WHERE
        o.event_type = 'establishment'
        AND o.status = 'happened'
        AND o.role = 'organisation'
        AND contains(o.name, '科技')
        AND f.role = 'founder'
        AND f.entity_type IN ('ORG.BANK', 'ORG.INSURER')
),

schemes AS (SELECT * FROM mart_financing_schemes WHERE len(banks) > 0 OR len(insurers) > 0),

banks AS (
    SELECT 'branch_without_scheme' AS gap, u.entity_type, u.name, s.scheme, s.document_id
    FROM schemes AS s
    JOIN technology_units AS u USING (document_id)
    WHERE u.entity_type = 'ORG.BANK' AND NOT list_contains(s.banks, u.name)
),

insurers AS (
    SELECT 'scheme_without_unit' AS gap, 'ORG.INSURER' AS entity_type, i.name, s.scheme, s.document_id
    FROM schemes AS s, unnest(s.insurers) AS i (name)
    WHERE
        NOT EXISTS (SELECT 1 FROM technology_units AS u WHERE u.document_id = s.document_id AND u.name = i.name)
        AND EXISTS (SELECT 1 FROM technology_units AS u WHERE u.document_id = s.document_id AND u.entity_type = 'ORG.INSURER')
)

SELECT * FROM banks
UNION
SELECT * FROM insurers
ORDER BY document_id, gap, name
