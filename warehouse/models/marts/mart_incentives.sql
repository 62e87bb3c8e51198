-- name: mart_incentives
-- about: Rewards, subsidies and tax cuts: who grants them to whom under which policy, how much, to how many.
-- grain: incentive event
-- within: document
WITH granted AS (SELECT * FROM events WHERE event_type = 'incentive'),

parties AS (
    SELECT
        event_id,
        list(name ORDER BY position) FILTER (WHERE role = 'granter') AS granters,
        list(name ORDER BY position) FILTER (WHERE role = 'beneficiary') AS beneficiaries,
        arg_min(name, position) FILTER (WHERE role = 'policy') AS policy
    FROM mart_event_fillers
    WHERE event_type = 'incentive'
    GROUP BY event_id
),

figures AS (
    SELECT
        event_id,
        arg_min({'value': value, 'low': value_min, 'high': value_max, 'unit': unit, 'qualifier': qualifier}, position)
            FILTER (WHERE dimension = 'money') AS amount,
        arg_min({'value': value, 'indicator': indicator}, position)
            FILTER (WHERE dimension = 'count' AND unit IN ('家', '户', '人', '名', '位')) AS reached,
        min(period_start) FILTER (WHERE period_source <> 'default') AS period_start,
        max(period_end) FILTER (WHERE period_source <> 'default') AS period_end
    FROM mart_event_figures
    WHERE event_type = 'incentive'
    GROUP BY event_id
)

SELECT
    e.event_id,
    e.status,
    coalesce(p.granters, []) AS granters,
    coalesce(p.beneficiaries, []) AS beneficiaries,
    p.policy,
    f.reached.value AS beneficiary_count,
    f.reached.indicator AS counted,
    f.amount.value AS amount,
    f.amount.low AS amount_min,
    f.amount.high AS amount_max,
    f.amount.unit AS currency,
    f.amount.qualifier AS amount_qualifier,
    coalesce(e.period_start, f.period_start) AS period_start,
    coalesce(e.period_end, f.period_end) AS period_end,
    e.sentence_id,
    e.article_id,
    e.document_id
FROM granted AS e
LEFT JOIN parties AS p USING (event_id)
LEFT JOIN figures AS f USING (event_id)
ORDER BY e.document_id, e.char_start
