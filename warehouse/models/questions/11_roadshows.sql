-- question: How much money was raised through roadshows, and for how many firms?
-- 问题: 通过路演为多少家企业争取到多少风险投资？
-- columns: roadshow, parties, firms, qualifier of their number, amount in 亿元, as of, document
SELECT
    platform AS roadshow,
    parties,
    max(value) FILTER (WHERE dimension = 'count')::INTEGER AS firms,
    max(qualifier) FILTER (WHERE dimension = 'count') AS firms_qualifier,
    cny_yi(max(value) FILTER (WHERE unit = 'CNY')) AS amount_yi,
    max(period_end) FILTER (WHERE unit = 'CNY') AS as_of,
    document_id
FROM mart_platforms
JOIN (SELECT metric_id, dimension FROM metrics) USING (metric_id)
WHERE platform_kind = 'roadshow'
GROUP BY platform, parties, event_id, document_id
HAVING amount_yi IS NOT NULL
ORDER BY document_id, roadshow
