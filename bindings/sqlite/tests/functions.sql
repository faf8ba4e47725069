-- Documents as text and blobs, with options and without. Each line of the output is one row.
SELECT 1, quote(rtf_to_markdown('{\rtf1 A {\b bold} word.\par}'));
SELECT 2, quote(rtf_to_markdown(x'7b5c72746631207b5c6920e97d7d'));
SELECT 3, quote(markdown_to_html('*a* <b>b</b>', 'Html=Escape'));
SELECT 4, quote(rtf_to_text(markdown_to_rtf('# Title')));
SELECT 5, quote(html_to_markdown('<p>a<b>c</b>')), quote(json_to_markdown(rtf_to_json('{\rtf1 a}')));
SELECT 6, quote(csv_to_markdown('a,b' || char(10) || '1,2'));
-- Characters of a text count as what they show, bytes as the code page says; a text of bytes stays one.
SELECT 7, quote(rtf_to_text('{\rtf1\ansi é Ω 😀 \u937?}'));
SELECT 8, quote(rtf_to_text(x'7b5c727466315c616e736920e97d')), quote(rtf_to_text(CAST(x'7b5c727466315c616e736920e97d' AS TEXT)));
SELECT 9, quote(rtf_to_text(markdown_to_rtf(x'e9', 'CodePage=1252'))), quote(markdown_to_html('é', 'CodePage=1252'));
-- NULL in, NULL out; nothing is an empty document; numbers are texts.
SELECT 10, rtf_to_text(NULL) IS NULL, rtf_to_text('x', NULL) IS NULL, quote(rtf_to_text('')), quote(rtf_to_text(x'')), quote(text_to_html(12.5));
-- What could not be kept, and why there is none.
SELECT 11, rtf_report('{\rtf1 {\header h}a}');
SELECT 12, rtf_report('{\rtf1 {\header h}é}') ->> '$[0].kind';
SELECT 13, rtf_report('{\rtf1 abc}', 'MaxInput=4') ->> '$.name', try_rtf_to_text('{\rtf1 abc}', 'MaxInput=4') IS NULL;
-- Where values only are allowed whose functions are deterministic and innocuous.
PRAGMA trusted_schema = OFF;
CREATE TABLE memo (id INTEGER PRIMARY KEY, note TEXT, words TEXT GENERATED ALWAYS AS (try_rtf_to_text(note)) VIRTUAL);
CREATE INDEX memo_words ON memo (rtf_to_text(note));
INSERT INTO memo (id, note) VALUES (1, '{\rtf1 first}'), (2, '{\rtf1 second {\b memo}}'), (3, NULL);
SELECT 14, id, quote(words) FROM memo;
EXPLAIN QUERY PLAN SELECT id FROM memo WHERE rtf_to_text(note) = 'first';
PRAGMA trusted_schema = ON;
-- Full text search in what the documents say, kept by triggers.
CREATE VIRTUAL TABLE memo_search USING fts5(words, content='');
INSERT INTO memo_search (rowid, words) SELECT id, rtf_to_text(note) FROM memo WHERE note IS NOT NULL;
CREATE TRIGGER memo_added AFTER INSERT ON memo BEGIN
  INSERT INTO memo_search (rowid, words) VALUES (new.id, rtf_to_text(new.note));
END;
INSERT INTO memo (id, note) VALUES (4, '{\rtf1 third {\i m\''e9mo}}');
SELECT 15, group_concat(rowid) FROM (SELECT rowid FROM memo_search WHERE memo_search MATCH 'second OR mémo' ORDER BY rowid);
-- Many rows, many sets of options.
WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n LIMIT 20000)
  SELECT 16, count(DISTINCT rtf_to_text('{\rtf1 abc}', 'MaxInput=' || (100 + n % 100))) FROM n;
SELECT 17, length(rtf_to_text('{\rtf1 ' || hex(zeroblob(1000000)) || '}'));
