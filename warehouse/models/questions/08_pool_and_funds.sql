-- question: How big are the risk pool and its cap, which funds have which sizes, what do they add up to, and are there as many as claimed?
-- 问题: 风险补偿资金池多大、分担上限多少？各基金规模及合计是多少？所列基金数与所称数目是否一致？
-- columns: line (pool, cap, fund, sum_of_funds, funds_listed, funds_claimed), name, value, unit, qualifier, document
WITH funds AS (SELECT * FROM mart_funds WHERE NOT is_pool),

pools AS (SELECT * FROM mart_funds WHERE is_pool),

schemes AS (SELECT * FROM mart_financing_schemes WHERE risk_cap_pct IS NOT NULL),

sentences_with_funds AS (
    SELECT document_id, sentence_id, count(*) AS listed, sum(size) AS total, min(char_start) AS char_start, any_value(currency) AS currency
    FROM funds
    GROUP BY document_id, sentence_id
    HAVING count(DISTINCT fund) > 1
),

claims AS (
    SELECT s.document_id, s.sentence_id, max(m.value) AS claimed, any_value(m.unit) AS unit
    FROM sentences_with_funds AS s
    JOIN metrics AS m USING (sentence_id)
    WHERE m.dimension = 'count' AND (m.unit IN ('只', '支') OR (m.unit IN ('个', '项') AND m.kind = 'enumeration'))
    GROUP BY s.document_id, s.sentence_id
),

lines AS (
    SELECT document_id, 1 AS place, char_start, 'pool' AS line, fund AS name, size AS value, currency AS unit, size_qualifier AS qualifier FROM pools
    UNION ALL
    SELECT document_id, 2, 0, 'cap', scheme, risk_cap_pct, '%', risk_cap_qualifier FROM schemes
    UNION ALL
    SELECT document_id, 3, char_start, 'fund', fund, size, currency, size_qualifier FROM funds
    UNION ALL
    SELECT document_id, 4, char_start, 'sum_of_funds', NULL, total, currency, NULL FROM sentences_with_funds
    UNION ALL
    SELECT document_id, 5, char_start, 'funds_listed', NULL, listed, NULL, NULL FROM sentences_with_funds
    UNION ALL
    SELECT document_id, 6, char_start, 'funds_claimed', NULL, claimed, unit, NULL
    FROM sentences_with_funds
    JOIN claims USING (document_id, sentence_id)
)

SELECT line, name, value, unit, qualifier, document_id
FROM lines
ORDER BY document_id, place, char_start
