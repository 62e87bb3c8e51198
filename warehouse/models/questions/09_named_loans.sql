-- question: What loan did each named borrower get: amount, term, collateral, lender, appraiser, insurer?
-- 问题: 具名企业获得的贷款：金额、期限、质押物、贷款银行、评估机构、保险机构？
-- columns: borrowers, amount and currency, term and its unit, product, collateral, lenders, appraisers, insurers, guarantors, status, document
SELECT
    borrowers, amount, currency, term, term_unit, product, collateral, lenders, appraisers, insurers, guarantors, status, document_id
FROM mart_loans
WHERE borrower_is_named AND amount IS NOT NULL
ORDER BY document_id, amount DESC
