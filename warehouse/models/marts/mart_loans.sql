-- name: mart_loans
-- about: Loans with their parties, and loan programmes in total with the average per borrower.
-- grain: loan or loan programme of a document, repeats of the same figures joined
-- within: document
WITH loan_events AS (SELECT * FROM events WHERE event_type = 'loan'),

parties AS (
    SELECT
        event_id,
        list(name ORDER BY position) FILTER (WHERE role = 'lender') AS lenders,
        list(name ORDER BY position) FILTER (WHERE role = 'borrower') AS borrowers,
        bool_or(role = 'borrower' AND entity_id IS NOT NULL) AS borrower_is_named,
        arg_min(name, position) FILTER (WHERE role = 'product') AS product,
        list(name ORDER BY position) FILTER (WHERE role = 'collateral') AS collateral,
        list(name ORDER BY position) FILTER (WHERE role = 'insurer') AS insurers,
        list(name ORDER BY position) FILTER (WHERE role = 'appraiser') AS appraisers,
        list(name ORDER BY position) FILTER (WHERE role = 'guarantor') AS guarantors,
        count(*) AS roles_filled
    FROM mart_event_fillers
    WHERE event_type = 'loan'
    GROUP BY event_id
),

figures AS (
    SELECT
        event_id,
        arg_min({'value': value, 'unit': unit, 'qualifier': qualifier, 'fact_id': fact_id}, position) FILTER (WHERE dimension = 'money') AS amount,
        arg_min({'value': value, 'qualifier': qualifier}, position)
            FILTER (WHERE dimension = 'count' AND unit IN ('家', '户', '人', '名', '位')) AS reached,
        arg_min({'value': value, 'unit': unit}, position) FILTER (WHERE kind = 'term' OR dimension = 'duration') AS term
    FROM mart_event_figures
    WHERE event_type = 'loan'
    GROUP BY event_id
),

-- Every printing of the amount, in headline, body or pull quote, with the widest period that one of them gives.
printings AS (
    SELECT
        fact_id,
        count(*) AS mention_count,
        min(period_start) FILTER (WHERE period_source <> 'default') AS period_start,
        max(period_end) FILTER (WHERE period_source <> 'default') AS period_end
    FROM metrics
    GROUP BY fact_id
),

described AS (
    SELECT
        e.event_id,
        e.document_id,
        e.article_id,
        e.sentence_id,
        e.status,
        e.char_start,
        coalesce(p.lenders, []) AS lenders,
        coalesce(p.borrowers, []) AS borrowers,
        coalesce(p.borrower_is_named, false) AS borrower_is_named,
        p.product,
        coalesce(p.collateral, []) AS collateral,
        coalesce(p.insurers, []) AS insurers,
        coalesce(p.appraisers, []) AS appraisers,
        coalesce(p.guarantors, []) AS guarantors,
        coalesce(p.roles_filled, 0) AS roles_filled,
        f.reached.value AS borrower_count,
        f.reached.qualifier AS borrower_count_qualifier,
        f.amount.value AS amount,
        f.amount.unit AS currency,
        f.amount.qualifier AS amount_qualifier,
        f.term.value AS term,
        f.term.unit AS term_unit,
        CASE WHEN w.is_wider THEN m.period_start ELSE e.period_start END AS period_start,
        CASE WHEN w.is_wider THEN m.period_end ELSE e.period_end END AS period_end,
        coalesce(m.mention_count, 0) AS printed_count
    FROM loan_events AS e
    LEFT JOIN parties AS p USING (event_id)
    LEFT JOIN figures AS f USING (event_id)
    LEFT JOIN printings AS m ON m.fact_id = f.amount.fact_id
    CROSS JOIN LATERAL (
        SELECT
            m.period_end IS NOT NULL
            AND coalesce(m.period_start <= e.period_start, true)
            AND coalesce(m.period_end >= e.period_end, true) AS is_wider
    ) AS w
),

-- Headline, body and pull quote tell one loan: same amount, same number of borrowers, same named borrowers.
keyed AS (
    SELECT
        *,
        CASE WHEN amount IS NULL THEN event_id END AS loan_without_amount,
        CASE WHEN borrower_is_named THEN borrowers END AS named_borrowers
    FROM described
),

joined AS (
    SELECT
        *,
        row_number() OVER told AS place,
        greatest(count(*) OVER loan, max(printed_count) OVER loan) AS mention_count,
        min(period_start) OVER loan AS first_start,
        max(period_end) OVER loan AS last_end
    FROM keyed
    WINDOW
        loan AS (PARTITION BY document_id, amount, currency, borrower_count, loan_without_amount, named_borrowers),
        told AS (loan ORDER BY roles_filled DESC, char_start)
)

SELECT
    event_id,
    status,
    lenders,
    borrowers,
    borrower_is_named,
    product,
    collateral,
    insurers,
    appraisers,
    guarantors,
    borrower_count,
    borrower_count_qualifier,
    amount,
    currency,
    amount_qualifier,
    (amount / nullif(borrower_count, 0))::DECIMAL(38, 9) AS average_amount,
    term,
    term_unit,
    first_start AS period_start,
    last_end AS period_end,
    mention_count::INTEGER AS mention_count,
    sentence_id,
    article_id,
    document_id
FROM joined
WHERE place = 1
ORDER BY document_id, char_start
