-- name: mart_policies
-- about: The timeline of policies: documents issued, plans and notices published, mechanisms launched, rewards granted under a policy.
-- grain: step of a policy
-- within: document
WITH steps AS (
    SELECT
        event_id,
        list(name ORDER BY position)
            FILTER (WHERE role IN ('issuer', 'publisher', 'initiator', 'granter', 'actor')) AS issuers,
        arg_min(name, (entity_type IS DISTINCT FROM 'MECHANISM', position))
            FILTER (WHERE role IN ('document', 'policy', 'mechanism', 'product')) AS document,
        list(name ORDER BY position) FILTER (WHERE role = 'field') AS fields,
        bool_or(entity_type = 'MECHANISM') AS has_mechanism,
        bool_or(role = 'policy') AS has_policy
    FROM mart_event_fillers
    WHERE event_type IN ('policy_issue', 'publication', 'product_launch', 'risk_sharing', 'incentive')
    GROUP BY event_id
)

SELECT
    e.event_id,
    e.event_type AS step,
    e.status,
    coalesce(s.issuers, []) AS issuers,
    s.document,
    coalesce(s.fields, []) AS fields,
    e.trigger,
    e.period_start,
    e.period_end,
    t.text AS sentence,
    e.sentence_id,
    e.article_id,
    e.document_id,
    e.trigger_start
FROM events AS e
LEFT JOIN steps AS s USING (event_id)
JOIN sentences AS t ON t.sentence_id = e.sentence_id
WHERE
    e.event_type IN ('policy_issue', 'publication')
    OR (e.event_type IN ('product_launch', 'risk_sharing') AND coalesce(s.has_mechanism, false))
    OR (e.event_type = 'incentive' AND coalesce(s.has_policy, false))
ORDER BY e.document_id, e.period_start NULLS LAST, e.period_end NULLS LAST, e.trigger_start
