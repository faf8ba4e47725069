
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'legacybridge' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'legacybridge'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'legacybridge' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The file to write, - for standard output; for folders and several files a folder')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The file to write, - for standard output; for folders and several files a folder')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Format of the input: markdown, rtf, text, csv, html, json or auto')
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'Format of the input: markdown, rtf, text, csv, html, json or auto')
            [CompletionResult]::new('-t', '-t', [CompletionResultType]::ParameterName, 'Format of the output: markdown, rtf, text, csv, html or json')
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'Format of the output: markdown, rtf, text, csv, html or json')
            [CompletionResult]::new('--options', '--options', [CompletionResultType]::ParameterName, 'Options such as "Target=Word;BodySize=10.5"')
            [CompletionResult]::new('--report', '--report', [CompletionResultType]::ParameterName, 'Say what could not be kept; with =FILE, write it there as JSON; with =FILE.jsonl, of several files line by line as it goes')
            [CompletionResult]::new('--fill', '--fill', [CompletionResultType]::ParameterName, 'One document: put the values of a JSON object into it, in the places of {{name}} and of merge fields')
            [CompletionResult]::new('--dump', '--dump', [CompletionResultType]::ParameterName, 'Show what is made of a document: tokens (of RTF) or its tree')
            [CompletionResult]::new('--workers', '--workers', [CompletionResultType]::ParameterName, 'Several files: how many at a time; 0: as many as processors')
            [CompletionResult]::new('--extensions', '--extensions', [CompletionResultType]::ParameterName, 'A folder: which files, such as rtf,doc; * for all')
            [CompletionResult]::new('--join', '--join', [CompletionResultType]::ParameterName, 'Make one document of all: a file of that name in the folder of -o, or here')
            [CompletionResult]::new('--split', '--split', [CompletionResultType]::ParameterName, 'Cut each document at its headings of that level into files of the folder of -o')
            [CompletionResult]::new('--list-options', '--list-options', [CompletionResultType]::ParameterName, 'Say what options there are, and end')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'With check: one object of JSON for each file')
            [CompletionResult]::new('--stats', '--stats', [CompletionResultType]::ParameterName, 'Say what it took: times, bytes, memory; of several files what was lost, too')
            [CompletionResult]::new('--overwrite', '--overwrite', [CompletionResultType]::ParameterName, 'Several files: replace outputs that are there')
            [CompletionResult]::new('--resume', '--resume', [CompletionResultType]::ParameterName, 'Several files: go on after a run that was ended; add to its report .jsonl')
            [CompletionResult]::new('--no-recursion', '--no-recursion', [CompletionResultType]::ParameterName, 'A folder: leave out the folders in it')
            [CompletionResult]::new('--in-a-row', '--in-a-row', [CompletionResultType]::ParameterName, 'With --join: begin no new page with each document')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Several files: no progress bar and no summary')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Several files: no progress bar and no summary')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
