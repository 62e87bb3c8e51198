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
    SELECT i.issue, i.issue_date, t.token
    FROM tokens AS t
    JOIN issues AS i USING (document_id)
    WHERE length(t.token) > 1 AND regexp_matches(t.pos, '^(n|vn|an|eng|j|l)') AND regexp_matches(t.token, '[\p{L}]')
),

counted AS (
    SELECT issue, issue_date, token, count(*) AS token_count
    FROM words
    GROUP BY issue, issue_date, token
),

weighed AS (
    SELECT
        issue,
        issue_date,
        token,
        token_count,
        token_count / sum(token_count) OVER (PARTITION BY issue) AS term_frequency,
        count(*) OVER (PARTITION BY token) AS issue_count,
        (SELECT count(DISTINCT issue) FROM counted) AS all_issues
    FROM counted
),

scored AS (
    SELECT
        *,
        round(term_frequency * (ln((1 + all_issues) / (1 + issue_count)) + 1), 9) AS tf_idf
    FROM weighed
),

ranked AS (
    SELECT *, row_number() OVER (PARTITION BY issue ORDER BY tf_idf DESC, token_count DESC, token) AS place
    FROM scored
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
