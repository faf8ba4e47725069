-- Indexes on what documents say, used by the planner without being forced.
CREATE TABLE memo (id int PRIMARY KEY, note text);
INSERT INTO memo SELECT n, '{\rtf1\ansi {\b Customer ' || n || '} wrote about the n\''fcmber' || n % 997 || ' ' || repeat('and more ', 20) || '\par}'
  FROM generate_series(1, 5000) n;
INSERT INTO memo VALUES (0, NULL);
CREATE INDEX memo_words ON memo USING gin (to_tsvector('simple', rtf_to_text(note)));
ANALYZE memo;
EXPLAIN (COSTS OFF) SELECT id FROM memo WHERE to_tsvector('simple', rtf_to_text(note)) @@ to_tsquery('simple', 'nümber990');
SELECT id FROM memo WHERE to_tsvector('simple', rtf_to_text(note)) @@ to_tsquery('simple', 'nümber990') ORDER BY id;
-- A column of its own, kept by the server.
ALTER TABLE memo ADD markdown text GENERATED ALWAYS AS (rtf_to_markdown(note)) STORED;
SELECT markdown LIKE '**Customer 7** wrote%' AS kept FROM memo WHERE id = 7;
UPDATE memo SET note = '{\rtf1 {\i new}}' WHERE id = 7;
SELECT markdown FROM memo WHERE id = 7;
-- Workers of one query convert side by side, and find the same.
SET max_parallel_workers_per_gather = 2;
SET parallel_setup_cost = 0;
SET min_parallel_table_scan_size = 0;
EXPLAIN (COSTS OFF) SELECT sum(length(rtf_to_html(note))) FROM memo;
CREATE TABLE found AS SELECT sum(hashtext(rtf_to_html(note))::bigint) AS sum FROM memo;
SET max_parallel_workers_per_gather = 0;
SELECT found.sum = (SELECT sum(hashtext(rtf_to_html(note))::bigint) FROM memo) AS same FROM found;
RESET ALL;
DROP TABLE memo, found;
-- Not only for those who may do everything; and what is gone is gone.
CREATE ROLE somebody;
GRANT CREATE ON DATABASE :"DBNAME" TO somebody;
DROP EXTENSION legacybridge;
SET ROLE somebody;
CREATE SCHEMA own;
CREATE EXTENSION legacybridge SCHEMA own;
SELECT own.rtf_to_text('{\rtf1 trusted}');
DROP EXTENSION legacybridge;
RESET ROLE;
DROP SCHEMA own;
REVOKE CREATE ON DATABASE :"DBNAME" FROM somebody;
DROP ROLE somebody;
