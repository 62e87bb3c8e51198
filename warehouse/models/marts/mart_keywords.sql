-- name: mart_keywords
-- about: The words that set an issue apart: TF-IDF over its tokens, tf = count / tokens of the issue, idf = ln((1 + N) / (1 + n)) + 1.
-- grain: issue and token, the fifty highest of each issue
WITH issues AS (
    SELECT document_id, coalesce(strftime(issue_date, '%Y-%m-%d'), source_uri) AS issue, issue_date
    FROM documents
    WHERE duplicate_of IS NULL
),

-- Content words: nouns, names, verbs used as nouns, foreign words; one character says little.
words AS (
    SELECT document_id, token, count(*) AS token_count
    FROM tokens
    WHERE length(token) > 1 AND regexp_matches(pos, '^(n|vn|an|eng|j|l)')
    GROUP BY document_id, token
),

counted AS (
    SELECT i.issue, i.issue_date, w.token, sum(w.token_count)::BIGINT AS token_count
    FROM words AS w
    JOIN issues AS i USING (document_id)
    WHERE regexp_matches(w.token, '[\p{L}]')
    GROUP BY i.issue, i.issue_date, w.token
),

sizes AS (SELECT issue, sum(token_count) AS all_tokens FROM counted GROUP BY issue),

spread AS (SELECT token, count(*) AS issue_count FROM counted GROUP BY token),

scored AS (
    SELECT
        c.issue,
        c.issue_date,
        c.token,
        c.token_count,
        s.issue_count,
        round(c.token_count / z.all_tokens * (ln((1 + (SELECT count(*) FROM sizes)) / (1 + s.issue_count)) + 1), 9) AS tf_idf
    FROM counted AS c
    JOIN sizes AS z USING (issue)
    JOIN spread AS s USING (token)
),

-- Only what reaches the fiftieth score of its issue needs a place.
floors AS (
    SELECT issue, list_min(highest) AS least
    FROM (SELECT issue, max(tf_idf, 50) AS highest FROM scored GROUP BY issue)
),

ranked AS (
    SELECT s.*, row_number() OVER (PARTITION BY s.issue ORDER BY s.tf_idf DESC, s.token_count DESC, s.token) AS place
    FROM scored AS s
    JOIN floors AS f USING (issue)
    WHERE s.tf_idf >= f.least
)

SELECT
    issue,
    issue_date,
    token,
    place::INTEGER AS place,
    token_count::INTEGER AS token_count,
    issue_count::INTEGER AS issue_count,
    tf_idf::DOUBLE AS tf_idf
FROM ranked
WHERE place <= 50
ORDER BY issue, place
