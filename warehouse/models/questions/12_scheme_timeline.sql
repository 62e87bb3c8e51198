-- question: Which policies led to the financing scheme and followed it, in order of time?
-- 问题: 融资风险共担模式的政策脉络是怎样的？
-- columns: first and last day, step, document or mechanism, issuers, status, printed verb, document id
SELECT p.period_start, p.period_end, p.step, p.document, p.issuers, p.status, p.trigger, p.document_id
FROM mart_policies AS p
WHERE EXISTS (
    SELECT 1 FROM mart_financing_schemes AS s
    WHERE s.document_id = p.document_id AND list_has_any(s.initiators, p.issuers)
)
ORDER BY p.document_id, p.period_start NULLS LAST, p.period_end NULLS LAST, p.trigger_start
