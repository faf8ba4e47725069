-- What went wrong, with its SQLSTATE.
\set VERBOSITY sqlstate
CREATE FUNCTION state_of(query text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE query;
  RETURN 'none';
EXCEPTION WHEN OTHERS THEN
  RETURN SQLSTATE || ' ' || SQLERRM;
END $$;
SELECT state_of($$SELECT rtf_to_text('x', 'Nonsense=1')$$);
SELECT state_of($$SELECT try_rtf_to_text('x', 'Nonsense=1')$$);
SELECT state_of($$SELECT rtf_to_text('{\rtf1 abc}', 'MaxInput=4')$$);
SELECT state_of($$SELECT try_rtf_to_text('{\rtf1 abc}', 'MaxInput=4')$$);
SELECT state_of($$SELECT markdown_to_rtf('\xff'::bytea)$$);
SELECT state_of($$SELECT rtf_to_markdown('{\rtf1{\header h}a}', 'Strict=Yes')$$);
-- Options that reach files of the server are nobody's, however they are written.
SELECT o, left(state_of(format('SELECT markdown_to_rtf(%L, %L)', 'x', o)), 5) AS state FROM unnest(ARRAY[
  'Template=/etc/passwd', 'Theme=Modern; template = "/etc/passwd"', 'BodyFont={a};TEMPLATE={/etc/passwd}',
  'ImageRoot=/', 'Images=Folder:/tmp', 'images = { Folder:/tmp}', 'Images=Skip;Images=''Folder:/tmp''',
  'MemoryLimit=1MB', 'Images=Skip', 'IMAGES = "Embed"', 'BodyFont=Template Gothic']) o;
-- A query ends when it is told to: between documents, and a server that was told goes on.
SET statement_timeout = '300ms';
SELECT state_of($$SELECT count(rtf_to_text('{\rtf1 ' || n || '}')) FROM generate_series(1, 100000000) n$$);
SELECT count(rtf_to_text('{\rtf1 ' || n || '}')) FROM generate_series(1, 100000000) n;
RESET statement_timeout;
SELECT rtf_to_text('{\rtf1 still here}');
DROP FUNCTION state_of;
