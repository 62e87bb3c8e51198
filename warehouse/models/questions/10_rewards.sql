-- question: How many firms have been rewarded or listed, and with how much, as of which date?
-- 问题: 截至何时，有多少挂牌上市企业，累计奖励多少资金？
-- columns: granters, beneficiaries, their number, amount in 万元 (lowest when open-ended), qualifier, as of, document
SELECT
    granters,
    beneficiaries,
    beneficiary_count::INTEGER AS number,
    cny_wan(coalesce(amount, amount_min)) AS amount_wan,
    amount_qualifier,
    period_end AS as_of,
    document_id
FROM mart_incentives
WHERE coalesce(amount, amount_min, beneficiary_count) IS NOT NULL AND coalesce(currency, 'CNY') = 'CNY'
ORDER BY document_id, as_of
