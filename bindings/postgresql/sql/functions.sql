-- Documents as text and bytea, with options and without.
CREATE EXTENSION legacybridge;
SELECT rtf_to_markdown('{\rtf1 A {\b bold} word.\par}');
SELECT rtf_to_markdown('\x7b5c72746631207b5c6920e97d7d'::bytea);
SELECT markdown_to_html('*a* <b>b</b>', 'Html=Escape');
SELECT rtf_to_text(markdown_to_rtf(E'# Title\n\n- one\n- two'));
SELECT html_to_markdown('<p>a<table><tr><th>x<th>y<tr><td>1<td>2</table>');
SELECT csv_to_markdown(E'a,b\n1,2\n'), json_to_markdown(rtf_to_json('{\rtf1 a}'));
-- Characters of a text count as what they show, bytes as the code page says.
SELECT rtf_to_text('{\rtf1\ansi é Ω 😀 \u937?}');
SELECT rtf_to_text(convert_to('{\rtf1\ansi\ansicpg1252 é}', 'WIN1252'));
SELECT rtf_to_text(markdown_to_rtf('\xe9'::bytea, 'CodePage=1252'));
-- NULL in, NULL out; nothing is an empty document.
SELECT rtf_to_text(NULL::text) IS NULL AS a, rtf_to_text('x', NULL) IS NULL AS b, rtf_to_text('') = '' AS c;
-- What could not be kept.
SELECT rtf_report('{\rtf1 {\header h}a}');
SELECT rtf_report('{\rtf1 {\header h}é}')->0->>'kind' AS kind;
SELECT r->>'name' AS name FROM rtf_report('{\rtf1 abc}', 'MaxInput=4') AS r;
-- Larger than a page and than what is stored in line.
CREATE TABLE memo (id int PRIMARY KEY, note text);
INSERT INTO memo SELECT 1, '{\rtf1 ' || string_agg('word' || n || ' ', '') || '}' FROM generate_series(1, 200000) n;
SELECT length(rtf_to_text(note)) > 1000000 AS long, length(rtf_to_text(convert_to(note, 'UTF8'))) = length(rtf_to_text(note)) AS same FROM memo;
-- Many sets of options: converters are kept by them, and not without end.
SELECT count(DISTINCT rtf_to_text('{\rtf1 abc}', 'MaxInput=' || 100 + n)) FROM generate_series(1, 5000) n;
-- A table of failures.
SELECT id, note FROM (VALUES (1, '{\rtf1 a}'), (2, '{\rtf1 abcdefgh}'), (3, NULL)) v(id, note)
  WHERE note IS NOT NULL AND try_rtf_to_text(note, 'MaxInput=12') IS NULL;
DROP TABLE memo;
