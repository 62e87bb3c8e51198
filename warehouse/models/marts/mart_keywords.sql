-- name: mart_keywords
-- about: The words that set an issue apart: TF-IDF over its tokens, tf = count / tokens of the issue, idf = ln((1 + N) / (1 + n)) + 1.
-- grain: issue and token, the fifty highest of each issue
WITH issues AS (
    SELECT document_id, coalesce(strftime(issue_date, '%Y-%m-%d'), source_uri) AS issue, issue_date
    FROM documents
    WHERE duplicate_of IS NULL
),

-- Numbers are grouped and joined in less time than names.
numbered AS (SELECT issue, issue_date, row_number() OVER () AS issue_number FROM issues GROUP BY issue, issue_date),

placed AS (SELECT document_id, issue_number FROM issues JOIN numbered USING (issue)),

-- Content words: nouns, names, verbs used as nouns, foreign words; one character says little.
counted AS (
    SELECT p.issue_number, t.token, count(*) AS token_count
    FROM tokens AS t
    JOIN placed AS p USING (document_id)
    WHERE
        length(t.token) > 1
        AND (t.pos ^@ 'n' OR t.pos ^@ 'vn' OR t.pos ^@ 'an' OR t.pos ^@ 'eng' OR t.pos ^@ 'j' OR t.pos ^@ 'l')
    GROUP BY p.issue_number, t.token
),

spread AS (SELECT token, count(*) AS issue_count FROM counted GROUP BY token HAVING regexp_matches(token, '[\p{L}]')),

kept AS (
    SELECT c.issue_number, c.token, c.token_count, s.issue_count
    FROM counted AS c
    JOIN spread AS s USING (token)
),

sizes AS (SELECT issue_number, sum(token_count) AS all_tokens FROM kept GROUP BY issue_number),

scored AS (
    SELECT
        k.issue_number,
        k.token,
        k.token_count,
        k.issue_count,
        round(k.token_count / z.all_tokens * (ln((1 + (SELECT count(*) FROM sizes)) / (1 + k.issue_count)) + 1), 9) AS tf_idf
    FROM kept AS k
    JOIN sizes AS z USING (issue_number)
),

-- The least of all, highest score first, then the word most often told; a structure is as small as its first field that differs.
best AS (
    SELECT
        issue_number,
        min(struct_pack(score := -tf_idf, often := -token_count, token := token, issue_count := issue_count), 50) AS first
    FROM scored
    GROUP BY issue_number
),

ranked AS (
    SELECT issue_number, unnest(first, recursive := true), generate_subscripts(first, 1) AS place FROM best
)

SELECT
    n.issue,
    n.issue_date,
    r.token,
    r.place::INTEGER AS place,
    (-r.often)::INTEGER AS token_count,
    r.issue_count::INTEGER AS issue_count,
    (-r.score)::DOUBLE AS tf_idf
FROM ranked AS r
JOIN numbered AS n USING (issue_number)
ORDER BY n.issue, r.place
