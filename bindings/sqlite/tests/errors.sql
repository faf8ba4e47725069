-- Each of these fails.
SELECT rtf_to_text('x', 'Nonsense=1');
SELECT try_rtf_to_text('x', 'Nonsense=1');
SELECT rtf_to_text('{\rtf1 abc}', 'MaxInput=4');
SELECT markdown_to_rtf(x'ff');
SELECT markdown_to_rtf('x', 'Template=/etc/passwd');
SELECT rtf_to_markdown('x', 'Images=Skip; images = "Folder:/tmp"');
SELECT rtf_to_markdown('x', 'Tables=Yes;ImageRoot=/');
