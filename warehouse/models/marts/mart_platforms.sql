-- name: mart_platforms
-- about: Platforms for innovation and their figures: totals split by level, the incubation chain by stage, roadshows, vouchers.
-- grain: figure of a platform, or platform without a figure
-- within: document
WITH
-- The usual chain from nursery to industrial park, in its order.
stages (stage, stage_order) AS (
    VALUES ('苗圃', 1), ('众创空间', 2), ('孵化器', 3), ('加速器', 4), ('园区', 5)
),

split_totals AS (
    SELECT
        p.metric_id,
        w.metric_id AS total_metric_id,
        w.indicator AS platform,
        coalesce(nullif(regexp_extract(p.indicator, '(国家|省|市|区|县|部)级'), ''), p.indicator, p.surface) AS part
    FROM metrics AS p
    JOIN metrics AS w ON w.metric_id = p.part_of_metric_id AND w.unit = p.unit
    WHERE p.dimension = 'count' AND regexp_matches(w.indicator, '平台|基地|实验室|中心|机构|孵化')
),

levels AS (
    SELECT 'level' AS platform_kind, platform, part, NULL AS part_order, metric_id, total_metric_id FROM split_totals
    UNION ALL
    SELECT DISTINCT 'level', platform, NULL, 0, total_metric_id, NULL FROM split_totals
),

staged AS (
    SELECT m.metric_id, m.sentence_id, arg_max(g.stage, length(g.stage)) AS stage, arg_max(g.stage_order, length(g.stage)) AS stage_order
    FROM metrics AS m
    JOIN stages AS g ON contains(m.indicator, g.stage)
    WHERE m.dimension = 'count'
    GROUP BY m.metric_id, m.sentence_id
),

chains AS (
    SELECT
        'incubation' AS platform_kind,
        NULL AS platform,
        stage AS part,
        stage_order AS part_order,
        metric_id,
        NULL AS total_metric_id
    FROM staged
    QUALIFY count(DISTINCT stage) OVER (PARTITION BY sentence_id) > 1
),

-- Roadshows and vouchers are platforms by name; of several events of one platform in an article the fullest stands for all.
named AS (
    SELECT
        f.event_id AS told_by,
        first_value(f.event_id) OVER (
            PARTITION BY f.article_id, f.name
            ORDER BY (SELECT count(*) FROM event_roles AS r WHERE r.event_id = f.event_id) DESC, f.event_type, f.char_start
        ) AS event_id,
        f.name AS platform,
        f.article_id,
        f.sentence_id,
        CASE WHEN contains(f.name, '路演') THEN 'roadshow' ELSE 'voucher' END AS platform_kind
    FROM mart_event_fillers AS f
    WHERE
        f.event_type IN ('cooperation', 'establishment', 'gathering', 'product_launch')
        AND f.role IN ('object', 'organisation', 'name', 'product')
        AND regexp_matches(f.name, '路演|[^证债]券')
),

figures_of_events AS (
    SELECT n.event_id, g.metric_id
    FROM named AS n
    JOIN mart_event_figures AS g ON g.event_id = n.told_by
),

-- Money that the same sentence says was raised was raised through the roadshow.
figures_of_roadshows AS (
    SELECT n.event_id, g.metric_id
    FROM named AS n
    JOIN events AS e ON e.event_id = n.told_by
    JOIN mart_event_figures AS g ON g.sentence_id = n.sentence_id
    WHERE n.platform_kind = 'roadshow' AND g.event_type = 'investment' AND g.char_start > e.trigger_start
),

-- Whose figures they are, of those that may come in: names are joined for no others.
candidates AS (
    SELECT metric_id FROM levels
    UNION
    SELECT metric_id FROM chains
    UNION
    SELECT metric_id FROM figures_of_events
    UNION
    SELECT metric_id FROM figures_of_roadshows
    UNION
    SELECT metric_id FROM metrics WHERE article_id IN (SELECT article_id FROM named WHERE platform_kind = 'voucher')
),

owners AS (
    SELECT m.metric_id, string_agg(n.canonical_name, '、' ORDER BY n.canonical_name) AS owner
    FROM (SELECT metric_id, subject_entity_ids FROM metrics WHERE metric_id IN (SELECT metric_id FROM candidates)) AS m,
        unnest(m.subject_entity_ids) AS s (entity_id)
    JOIN entities AS n ON n.entity_id = s.entity_id
    GROUP BY m.metric_id
),

-- Figures of the vouchers that a platform deals in count for the platform of the same article.
figures_of_vouchers AS (
    SELECT n.event_id, m.metric_id
    FROM named AS n
    JOIN events AS e ON e.event_id = n.told_by
    JOIN metrics AS m ON m.article_id = n.article_id
    LEFT JOIN owners AS o ON o.metric_id = m.metric_id
    WHERE
        n.platform_kind = 'voucher'
        AND m.char_start > e.trigger_start
        AND regexp_matches(concat_ws(' ', m.subject, o.owner), '券')
),

platform_figures AS (
    SELECT * FROM figures_of_events
    UNION
    SELECT * FROM figures_of_roadshows
    UNION
    SELECT * FROM figures_of_vouchers
),

told_once AS (SELECT DISTINCT platform_kind, platform, event_id FROM named),

platforms AS (
    SELECT n.platform_kind, n.platform, NULL AS part, NULL AS part_order, f.metric_id, NULL AS total_metric_id, n.event_id
    FROM told_once AS n
    LEFT JOIN platform_figures AS f USING (event_id)
),

everything AS (
    SELECT *, NULL AS event_id FROM levels
    UNION ALL
    SELECT *, NULL FROM chains
    UNION ALL
    SELECT * FROM platforms
),

parties AS (
    SELECT event_id, list(name ORDER BY role, position) AS parties
    FROM mart_event_fillers
    WHERE role IN ('party', 'founder', 'host', 'actor') AND event_id IN (SELECT event_id FROM named)
    GROUP BY event_id
),

-- Places that act together; 三地 and its like stand for those of the event before it in the article.
place_lists AS (
    SELECT
        event_id,
        article_id,
        role,
        min(char_start) AS char_start,
        list(name ORDER BY position) FILTER (WHERE entity_type <> 'LOC.GROUP') AS places,
        bool_or(entity_type = 'LOC.GROUP') AS has_group
    FROM mart_event_fillers
    WHERE entity_type LIKE 'LOC.%' AND article_id IN (SELECT article_id FROM named)
    GROUP BY event_id, article_id, role
),

place_groups AS (
    SELECT g.event_id, arg_max(b.places, b.char_start) AS places
    FROM place_lists AS g
    JOIN place_lists AS b ON b.article_id = g.article_id AND b.char_start < g.char_start AND len(b.places) > 1
    WHERE g.has_group
    GROUP BY g.event_id
),

places AS (
    SELECT l.event_id, coalesce(any_value(g.places), flatten(list(l.places) FILTER (WHERE l.places IS NOT NULL))) AS places
    FROM place_lists AS l
    LEFT JOIN place_groups AS g USING (event_id)
    GROUP BY l.event_id
)

SELECT
    x.platform_kind,
    x.platform,
    o.owner,
    x.part,
    x.part_order::INTEGER AS part_order,
    coalesce(p.parties, []) AS parties,
    coalesce(l.places, []) AS places,
    e.status,
    m.indicator,
    m.value,
    m.value_min,
    m.value_max,
    m.unit,
    m.qualifier,
    m.kind,
    m.period_start,
    m.period_end,
    x.metric_id,
    x.total_metric_id,
    x.event_id,
    coalesce(e.article_id, m.article_id) AS article_id,
    coalesce(e.document_id, m.document_id) AS document_id,
    coalesce(m.char_start, e.char_start) AS char_start
FROM everything AS x
LEFT JOIN metrics AS m USING (metric_id)
LEFT JOIN events AS e USING (event_id)
LEFT JOIN owners AS o USING (metric_id)
LEFT JOIN parties AS p USING (event_id)
LEFT JOIN places AS l USING (event_id)
ORDER BY document_id, x.platform_kind, char_start
