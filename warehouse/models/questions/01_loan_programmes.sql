-- question: How many firms got pledge loans in all, how much, and how much each on average?
-- 问题: 质押贷款总计多少家企业、多少金额、平均每家多少？
-- columns: product, borrowers, amount in 亿元, how exact both are, average per borrower in 万元, first and last day, times it is told, document
SELECT
    product,
    borrower_count::INTEGER AS borrowers,
    borrower_count_qualifier AS borrowers_qualifier,
    cny_yi(amount) AS amount_yi,
    amount_qualifier,
    round(average_amount / 10000, 2) AS average_wan,
    period_start,
    period_end,
    mention_count,
    document_id
FROM mart_loans
WHERE borrower_count IS NOT NULL AND amount IS NOT NULL AND currency = 'CNY'
ORDER BY amount DESC, document_id
