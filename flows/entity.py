"""What the warehouse knows about an entity, as named queries with the parameter `name`."""

from __future__ import annotations

FOUND = """
    WITH RECURSIVE found AS (
        SELECT * FROM entities
        WHERE canonical_name = $name OR list_contains(aliases, $name)
           OR (NOT EXISTS (SELECT 1 FROM entities WHERE canonical_name = $name OR list_contains(aliases, $name)) AND contains(canonical_name, $name))
    ),
    -- A place and what contains it, by GB/T 2260.
    chain AS (
        SELECT found.entity_id, regions.about, regions.parent_code, 0 AS depth FROM found JOIN regions USING (region_code)
        UNION ALL
        SELECT chain.entity_id, regions.about, regions.parent_code, depth + 1
        FROM chain JOIN regions ON regions.region_code = chain.parent_code
    )
"""
ENTITY_QUERIES: tuple[tuple[str, str], ...] = (
    (
        "entities",
        FOUND
        + """
        SELECT
            entity_id, entity_type, canonical_name, aliases, mention_count, document_count, region_code,
            (SELECT string_agg(about, ' > ' ORDER BY depth DESC) FROM chain WHERE chain.entity_id = found.entity_id) AS region,
            region_note
        FROM found ORDER BY mention_count DESC, canonical_name LIMIT 50
        """,
    ),
    (
        "mentions",
        FOUND
        + """
        SELECT found.canonical_name, m.surface, m.mention_kind, s.text AS sentence, m.document_id, m.char_start
        FROM mentions AS m JOIN found USING (entity_id) JOIN sentences AS s USING (sentence_id)
        ORDER BY m.document_id, m.char_start LIMIT 50
        """,
    ),
    (
        "metrics",
        FOUND
        + """
        SELECT found.canonical_name, m.indicator, m.value, m.unit, m.qualifier, m.period_start, m.period_end, m.change_value, m.change_unit, m.status
        FROM metrics AS m JOIN found ON list_contains(m.subject_entity_ids, found.entity_id)
        ORDER BY m.document_id, m.char_start LIMIT 50
        """,
    ),
    (
        "events",
        FOUND
        + """
        SELECT found.canonical_name, e.event_type, e.status, r.role, e.trigger, e.period_start, e.period_end, e.document_id, e.char_start
        FROM event_roles AS r JOIN found USING (entity_id) JOIN events AS e USING (event_id)
        ORDER BY e.document_id, e.char_start LIMIT 50
        """,
    ),
)
