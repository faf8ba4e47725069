complete -c legacybridge -s o -l output -d 'The file to write, - for standard output; for folders and several files a folder' -r -F
complete -c legacybridge -s f -l from -d 'Format of the input: markdown, rtf, text, csv, html, json or auto' -r
complete -c legacybridge -s t -l to -d 'Format of the output: markdown, rtf, text, csv, html or json' -r
complete -c legacybridge -l options -d 'Options such as "Target=Word;BodySize=10.5"' -r
complete -c legacybridge -l report -d 'Say what could not be kept; with =FILE, write it there as JSON; with =FILE.jsonl, of several files line by line as it goes' -r -F
complete -c legacybridge -l fill -d 'One document: put the values of a JSON object into it, in the places of {{name}} and of merge fields' -r -F
complete -c legacybridge -l dump -d 'Show what is made of a document: tokens (of RTF) or its tree' -r
complete -c legacybridge -l workers -d 'Several files: how many at a time; 0: as many as processors' -r
complete -c legacybridge -l extensions -d 'A folder: which files, such as rtf,doc; * for all' -r
complete -c legacybridge -l join -d 'Make one document of all: a file of that name in the folder of -o, or here' -r -F
complete -c legacybridge -l split -d 'Cut each document at its headings of that level into files of the folder of -o' -r
complete -c legacybridge -l list-options -d 'Say what options there are, and end'
complete -c legacybridge -l json -d 'With check: one object of JSON for each file'
complete -c legacybridge -l stats -d 'Say what it took: times, bytes, memory; of several files what was lost, too'
complete -c legacybridge -l overwrite -d 'Several files: replace outputs that are there'
complete -c legacybridge -l resume -d 'Several files: go on after a run that was ended; add to its report .jsonl'
complete -c legacybridge -l no-recursion -d 'A folder: leave out the folders in it'
complete -c legacybridge -l in-a-row -d 'With --join: begin no new page with each document'
complete -c legacybridge -s q -l quiet -d 'Several files: no progress bar and no summary'
complete -c legacybridge -s h -l help -d 'Print help (see more with \'--help\')'
complete -c legacybridge -s V -l version -d 'Print version'
