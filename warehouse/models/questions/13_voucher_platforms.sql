-- question: Which voucher platforms are there, in which places, with how many institutions and instruments?
-- 问题: “双创券”服务平台覆盖哪些地方、多少机构、多少仪器设备？
-- columns: platform, status, places, what is counted, number, unit, document
SELECT platform, status, places, indicator AS counted, value::INTEGER AS number, unit, document_id
FROM mart_platforms
WHERE platform_kind = 'voucher'
ORDER BY document_id, char_start
