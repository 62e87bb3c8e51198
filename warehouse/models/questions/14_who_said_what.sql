-- question: Who said what?
-- 问题: 谁说了什么？
-- columns: speaker, organisation, title, kind of speech, what was said, article, document
SELECT speaker, organisation, title, kind, content, article_title, document_id
FROM mart_people_quotes
ORDER BY document_id, char_start, char_end
