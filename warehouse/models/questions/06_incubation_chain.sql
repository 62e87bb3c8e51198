-- question: What does the incubation chain look like, stage by stage?
-- 问题: 双创孵化链条各环节各有多少？
-- columns: owner, place in the chain, stage, what is printed, number (NULL when vague), unit, qualifier, document
SELECT owner, part_order AS stage_order, part AS stage, indicator AS printed, value::INTEGER AS number, unit, qualifier, document_id
FROM mart_platforms
WHERE platform_kind = 'incubation'
ORDER BY document_id, owner, part_order, char_start
