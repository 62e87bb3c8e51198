-- name: mart_financing_schemes
-- about: Risk-sharing schemes: partners by role, risk pool, cap of the shared risk, launch, and the loans made under it in total.
-- grain: article that describes a risk-sharing scheme
-- within: document
WITH shared AS (SELECT * FROM mart_event_fillers WHERE event_type = 'risk_sharing'),

-- A partner's kind decides where its role in the sentence does not.
partners AS (
    SELECT
        *,
        CASE
            WHEN role = 'bank' OR entity_type = 'ORG.BANK' THEN 'bank'
            WHEN role = 'insurer' OR entity_type = 'ORG.INSURER' THEN 'insurer'
            WHEN role = 'appraiser' OR entity_type = 'ORG.APPRAISER' THEN 'appraiser'
            WHEN role = 'guarantor' OR entity_type = 'ORG.GUARANTOR' THEN 'guarantor'
            ELSE role
        END AS part
    FROM shared
    WHERE inferred IS FALSE OR role IN ('initiator', 'mechanism')
),

-- The name that the scheme was launched under comes before its variants.
launched AS (
    SELECT article_id, name, min(period_start) AS launch_start, min(period_end) AS launch_end
    FROM mart_event_fillers
    WHERE event_type IN ('product_launch', 'establishment') AND entity_type = 'MECHANISM'
    GROUP BY article_id, name
),

first_named AS (
    SELECT p.article_id, p.part, p.name, bool_or(l.name IS NOT NULL) AS is_launched, min(p.char_start) AS char_start
    FROM (
        SELECT article_id, part, name, char_start FROM partners
        UNION ALL
        SELECT article_id, 'mechanism', name, char_start
        FROM mart_event_fillers
        WHERE event_type = 'product_launch' AND entity_type = 'MECHANISM'
    ) AS p
    LEFT JOIN launched AS l ON l.article_id = p.article_id AND l.name = p.name
    GROUP BY p.article_id, p.part, p.name
),

by_part AS (
    SELECT
        article_id,
        list(name ORDER BY NOT is_launched, char_start, name) FILTER (WHERE part = 'mechanism') AS mechanisms,
        list(name ORDER BY char_start, name) FILTER (WHERE part = 'initiator') AS initiators,
        list(name ORDER BY char_start, name) FILTER (WHERE part = 'bank') AS banks,
        list(name ORDER BY char_start, name) FILTER (WHERE part = 'insurer') AS insurers,
        list(name ORDER BY char_start, name) FILTER (WHERE part = 'appraiser') AS appraisers,
        list(name ORDER BY char_start, name) FILTER (WHERE part = 'guarantor') AS guarantors
    FROM first_named
    GROUP BY article_id
),

described AS (
    SELECT article_id, document_id, min(char_start) AS char_start, count(*) AS event_count
    FROM events
    WHERE event_type = 'risk_sharing'
    GROUP BY article_id, document_id
),

pools AS (
    SELECT article_id, arg_min({'name': fund, 'size': size, 'unit': currency}, (size IS NULL, char_start)) AS pool
    FROM mart_funds
    WHERE is_pool
    GROUP BY article_id
),

-- A cap that no event claims counts when it caps a risk.
caps AS (
    SELECT
        m.article_id,
        arg_min(
            {'value': coalesce(m.value, m.value_max), 'qualifier': m.qualifier},
            (g.metric_id IS NULL, m.kind <> 'cap', m.char_start)
        ) AS cap
    FROM metrics AS m
    JOIN sentences AS s ON s.sentence_id = m.sentence_id
    LEFT JOIN mart_event_figures AS g ON g.metric_id = m.metric_id AND g.event_type = 'risk_sharing'
    WHERE m.unit = '%' AND (g.metric_id IS NOT NULL OR (m.kind = 'cap' AND contains(s.text, '风险')))
    GROUP BY m.article_id
),

launches AS (
    SELECT article_id, min(launch_start) AS launch_start, min(launch_end) AS launch_end
    FROM launched
    WHERE launch_start IS NOT NULL
    GROUP BY article_id
),

totals AS (
    SELECT article_id, arg_max({'borrowers': borrower_count, 'amount': amount, 'unit': currency}, amount) AS loans
    FROM mart_loans
    WHERE borrower_count IS NOT NULL
    GROUP BY article_id
)

SELECT
    d.article_id,
    d.document_id,
    p.mechanisms[1] AS scheme,
    coalesce(p.initiators, []) AS initiators,
    coalesce(p.banks, []) AS banks,
    coalesce(p.insurers, []) AS insurers,
    coalesce(p.appraisers, []) AS appraisers,
    coalesce(p.guarantors, []) AS guarantors,
    pools.pool.name AS pool,
    pools.pool.size AS pool_size,
    pools.pool.unit AS pool_currency,
    caps.cap.value AS risk_cap_pct,
    caps.cap.qualifier AS risk_cap_qualifier,
    l.launch_start,
    l.launch_end,
    t.loans.borrowers AS borrower_count,
    t.loans.amount AS loan_amount,
    t.loans.unit AS loan_currency,
    d.event_count::INTEGER AS event_count
FROM described AS d
LEFT JOIN by_part AS p USING (article_id)
LEFT JOIN pools USING (article_id)
LEFT JOIN caps USING (article_id)
LEFT JOIN launches AS l USING (article_id)
LEFT JOIN totals AS t USING (article_id)
ORDER BY d.document_id, d.char_start
