' What a script host does with LegacyBridge.Converter, late bound.
'
' Run with: cscript //nologo com.vbs FOLDER, where FOLDER is empty and may be written to.
' Prints one line for each check that fails and "com.vbs: N checks, M failed" at the end.
Option Explicit

Dim converter, other, files, folder, checks, failures
checks = 0
failures = 0
Set files = CreateObject("Scripting.FileSystemObject")
folder = WScript.Arguments(0)

Sub Check(what, passed)
    checks = checks + 1
    If Not passed Then
        failures = failures + 1
        WScript.Echo "FAILED: " & what
    End If
End Sub

Sub Same(what, found, expected)
    checks = checks + 1
    If found <> expected Then
        failures = failures + 1
        WScript.Echo "FAILED: " & what & ": [" & found & "] instead of [" & expected & "]"
    End If
End Sub

' The error that a failure left: its number counted from vbObjectError + 512, and its text.
Sub Failed(what, number, text)
    Same what & ", number", Err.Number - (&H80040000 + 512), number
    Check what & ", text: " & Err.Description, InStr(Err.Description, text) > 0
    Same what & ", source", Err.Source, "LegacyBridge.Converter"
    Err.Clear
End Sub

' A character by its number in RTF: not every VBScript has ChrW.
Function Character(number)
    Character = Replace(converter.RtfToText("{\rtf1\uc0\u" & number & "}"), vbLf, "")
End Function

Sub Write(path, text)
    Dim stream
    Set stream = files.CreateTextFile(path, True)
    stream.Write text
    stream.Close
End Sub

On Error Resume Next
Set converter = CreateObject("LegacyBridge.Converter")
Check "CreateObject: " & Err.Description, Err.Number = 0
If Err.Number <> 0 Then WScript.Quit 1
Set other = CreateObject("LegacyBridge.Converter.1")
Check "CreateObject with a version", IsObject(other)
Same "type", TypeName(converter), "ILegacyBridgeConverter"

' Both ways, and characters that no code page of the system has.
Dim rtf, words, long_text, index
Same "a character of the system's code page", Character("252"), Chr(&HFC)
Same "one that no code page has", Len(Character("-10179\u-8704")), 2
words = "gr" & Chr(&HFC) & "n " & Character("28450") & Character("23383") & " " & Character("-10179\u-8704")
rtf = converter.MarkdownToRtf("# Title" & vbCrLf & vbCrLf & "Some *text*: " & words)
Check "MarkdownToRtf", Left(rtf, 6) = "{\rtf1" And Err.Number = 0
Check "RTF is ASCII", InStr(rtf, Chr(&HFC)) = 0
Same "RtfToMarkdown", converter.RtfToMarkdown(rtf), "# Title" & vbLf & vbLf & "Some *text*: " & words & vbLf
Same "RtfToText", converter.RtfToText("{\rtf1 \b bold\b0  words}"), "bold words" & vbLf
Same "MarkdownToText", converter.MarkdownToText("**bold** words"), "bold words" & vbLf
Same "Convert", converter.Convert(2, 1, "{\rtf1 \b bold}"), "**bold**" & vbLf
Same "Convert, detecting", converter.Convert(0, 3, "{\rtf1 \b bold}"), "bold" & vbLf
Same "Convert takes numbers as text", converter.Convert("2", "1", "{\rtf1 x}"), "x" & vbLf
Same "the empty string", converter.RtfToMarkdown(""), ""
Same "Empty", converter.RtfToMarkdown(Empty), ""
Same "a number is its text", converter.MarkdownToText(42), "42" & vbLf
Same "names have no case", converter.rtftomarkdown("{\rtf1 x}"), "x" & vbLf
Dim rows, made
rows = Array("*a*", Null, "", 42)
made = converter.ConvertArray(1, 3, rows)
Same "an array, its last number", UBound(made), 3
Same "an array, a string", made(0), "a" & vbLf
Check "an array, Null", IsNull(made(1))
Same "an array, the empty string", made(2), ""
Same "an array, a number", made(3), "42" & vbLf
Same "ArrayReport", Left(converter.ArrayReport, 2), "[["
made = converter.ConvertArray(1, 3, rows, 2)
Same "an array and workers", made(3), "42" & vbLf
Check "an array and workers, Null", IsNull(made(1))
Same "Null is the empty string", converter.RtfToText(Null), ""

' Letters that are filled, memos that are looked at.
Dim values, found
values = "{""name"":""M" & Chr(&HFC) & "ller *x*"",""rows"":[{""what"":""x"",""price"":1},{""what"":""y"",""price"":2}]}"
made = converter.Fill(1, 3, "Dear {{name}}" & vbLf & vbLf & "| a | b |" & vbLf & "|---|--:|" & vbLf & _
    "| {{#rows}}{{what}} | {{price}}{{/rows}} |" & vbLf, values)
Same "Fill", made, "Dear M" & Chr(&HFC) & "ller *x*" & vbLf & vbLf & "a" & vbTab & "b" & vbLf & "x" & vbTab & "1" & _
    vbLf & "y" & vbTab & "2" & vbLf
Same "Fill, merge fields", converter.Fill(2, 3, "{\rtf1 {\field{\*\fldinst MERGEFIELD name \\* Upper}{\fldrslt x}}!}", _
    "{""name"":""ann""}"), "ANN!" & vbLf
Same "Fill, detecting, of a variable", converter.Fill("0", "1", rtf, "{}"), converter.RtfToMarkdown(rtf)
Same "Fill of Null", converter.Fill(2, 1, Null, "{}"), ""
converter.Fill 1, 3, "{{nobody}}", "{}"
Check "a name without a value", InStr(converter.LastReport, """field""") > 0
found = converter.Check(1, "# a" & vbLf & vbLf & "### b" & vbLf)
Check "Check: " & found, InStr(found, "{""valid"":false,""format"":""markdown""") = 1 And InStr(found, """skipped_level""") > 0
Check "Check of what is sound", InStr(converter.Check(0, rtf), "{""valid"":true,""format"":""rtf"",""findings"":[]}") = 1
Check "Check of Null", InStr(converter.Check(2, Null), """valid"":true") > 0
Same "no error in filling", Err.Number & " " & Err.Description, "0 "
converter.Fill 1, 3, "x", "[]"
Failed "values that are no object", 4, "values"
converter.Fill 1, 3, "{{#a}}", "{}"
Failed "a section without an end", 4, "section"
converter.Check 7, "x"
Failed "a check of no format", 4, "7 is not a format"
For index = 1 To 2000
    long_text = long_text & "line " & index & vbLf & vbLf
Next
Same "a long text", Len(converter.RtfToMarkdown(converter.MarkdownToRtf(long_text))), Len(long_text) - 1
Same "no error so far", Err.Number & " " & Err.Description, "0 "

' Errors say what is wrong.
converter.Options = "Target=RichEdit;Colour=red"
Failed "a bad option", 3, "unknown option ""Colour"""
converter.Options = "MaxInput=lots"
Failed "a bad value", 3, "MaxInput"
converter.MarkdownToRtf "x"
Failed "nothing is converted with other options", 2, "options"
converter.Options = ""
converter.Convert 7, 1, ""
Failed "a bad format", 4, "7 is not a format"
converter.Convert 1, 0, ""
Failed "no output format", 4, "output format"
converter.MarkdownToRtf Left(Character("-10179\u-8704"), 1)
Failed "half a character", 6, "surrogate"
converter.ConvertFile 1, 2, folder & "\missing.md", folder & "\out.rtf"
Failed "a missing file", 11, "missing.md"
converter.BatchState 12345
Failed "a job that is not", 2, "12345"
converter.BatchStart 1, 2, folder, folder & "\out", "Workers=many"
Failed "a bad option of a job", 3, "Workers"
converter.Nonsense
Same "an unknown name", Err.Number, 438
Err.Clear
converter.MarkdownToRtf
Check "too few arguments", Err.Number <> 0
Err.Clear

' Options.
Same "options at first", converter.Options, ""
converter.Options = "BodyFont=Georgia;MaxInput=1KB"
Same "options as set", converter.Options, "BodyFont=Georgia;MaxInput=1KB"
Check "options count", InStr(converter.MarkdownToRtf("x"), "Georgia") > 0
converter.MarkdownToRtf String(600, "x")
Failed "a limit", 7, "MaxInput"
Check "the other object has its own", InStr(other.MarkdownToRtf("x"), "Georgia") = 0
converter.Options = "bad"
Err.Clear
Same "bad options change nothing", converter.Options, "BodyFont=Georgia;MaxInput=1KB"
converter.Options = ""
Same "options taken back", converter.Options, ""
Same "Timeout at first", converter.Timeout, 0
converter.Timeout = 60000
Same "Timeout as set", converter.Timeout, 60000
Check "Timeout is an option", InStr(converter.Options, "Timeout=60000") > 0
converter.Cancel
Same "Cancel ends nothing that begins later", converter.RtfToMarkdown("{\rtf1 x}"), "x" & vbLf
converter.Options = "Strict=object"
converter.RtfToMarkdown "{\rtf1{\object\objemb{\*\objdata 00}}x}"
Failed "a loss", 14, "object"
Check "LastReport of what failed", InStr(converter.LastReport, """kind"":""object""") > 0
converter.Options = ""

' The report and the figures.
converter.RtfToMarkdown "{\rtf1{\object\objemb{\*\objdata 00}}x}"
Check "LastReport: " & converter.LastReport, InStr(converter.LastReport, """kind"":""object""") > 0
converter.RtfToMarkdown "{\rtf1 x}"
Same "LastReport of nothing lost", converter.LastReport, "[]"
Check "Version: " & converter.Version, UBound(Split(converter.Version, ".")) = 2
Check "MemoryBytes", converter.MemoryBytes > 0
Check "MemoryPeakBytes", converter.MemoryPeakBytes >= converter.MemoryBytes
Check "MemoryLimitBytes", converter.MemoryLimitBytes >= 0
Same "ActiveConversions", converter.ActiveConversions, 0
Check "ConversionsDone", converter.ConversionsDone > 10
Check "ConversionsFailed", converter.ConversionsFailed >= 2
Same "ConversionsRefused", converter.ConversionsRefused, 0
Check "BytesIn", converter.BytesIn > 10000
Check "BytesOut", converter.BytesOut > 10000
Check "Metrics", InStr(converter.Metrics, "legacybridge_memory_bytes ") > 0
Same "no error after the figures", Err.Number & " " & Err.Description, "0 "

' Files and batches.
Write folder & "\one.md", "# One"
converter.ConvertFile 1, 2, folder & "\one.md", folder & "\one.rtf"
Same "ConvertFile: " & Err.Description, Err.Number, 0
Check "the file is there", files.FileExists(folder & "\one.rtf")
converter.ConvertFile 2, 1, folder & "\one.rtf", folder & "\back.md"
Same "the file as it was", files.OpenTextFile(folder & "\back.md").ReadAll, "# One" & vbLf

Dim job
files.CreateFolder folder & "\in"
For index = 1 To 20
    Write folder & "\in\" & index & ".md", "# Number " & index
Next
Write folder & "\in\bad.md", "gr" & Chr(252) & "n"
job = converter.BatchStart(1, 2, folder & "\in", folder & "\out")
Check "BatchStart: " & Err.Description, job > 0
Same "BatchWait", converter.BatchWait(job, 60000), True
Same "BatchWait without a time", converter.BatchWait(job), True
Same "BatchState", converter.BatchState(job), 4
Same "BatchTotal", converter.BatchTotal(job), 21
Same "BatchDone", converter.BatchDone(job), 21
Same "BatchConverted", converter.BatchConverted(job), 20
Same "BatchFailed", converter.BatchFailed(job), 1
Same "BatchSkipped", converter.BatchSkipped(job), 0
Check "BatchReport", InStr(converter.BatchReport(job), "the input is not UTF-8") > 0
Check "the batch's file", files.FileExists(folder & "\out\20.rtf")
converter.BatchFree job
Same "BatchFree: " & Err.Description, Err.Number, 0
converter.BatchFree job
Failed "a job freed twice", 2, "was freed"

' Documents together, and apart again: what fails is named, and the rest is there.
job = converter.BatchStart(1, 1, folder & "\in", folder & "\joined", "Join=all.md;NewPage=No")
Check "BatchWait of Join", converter.BatchWait(job)
Same "Join, BatchConverted", converter.BatchConverted(job), 20
Same "Join, BatchFailed", converter.BatchFailed(job), 1
Check "Join, BatchReport", InStr(converter.BatchReport(job), "all.md") > 0
converter.BatchFree job
Same "Join makes one file", files.GetFolder(folder & "\joined").Files.Count, 1
made = files.OpenTextFile(folder & "\joined\all.md").ReadAll
Same "Join, the first", Left(made, 12), "# Number 1" & vbLf & vbLf
Same "Join, the headings", UBound(Split(made, "# Number ")), 20
job = converter.BatchStart(1, 2, folder & "\joined", folder & "\apart", "Split=1")
Check "BatchWait of Split", converter.BatchWait(job)
Same "Split, BatchConverted", converter.BatchConverted(job), 1
converter.BatchFree job
Same "Split makes as many", files.GetFolder(folder & "\apart").Files.Count, 20
Check "Split, a name", files.FileExists(folder & "\apart\all-01-number-1.rtf")
Check "Split, its words", InStr(files.OpenTextFile(folder & "\apart\all-01-number-1.rtf").ReadAll, "Number 1") > 0
converter.BatchStart 1, 2, folder & "\in", folder & "\both", "Join=x;Split=1"
Failed "Join and Split at once", 3, "Split"
Same "which leaves nothing", files.FolderExists(folder & "\both"), False

job = other.BatchStart(1, 2, folder & "\in", folder & "\out", "Overwrite=Yes;Workers=1")
other.BatchCancel job
Same "BatchWait after BatchCancel", other.BatchWait(job, -1), True
Check "BatchState after BatchCancel", other.BatchState(job) >= 4
' Nobody frees this job: the library does when it is unloaded.
Same "no error in batches", Err.Number & " " & Err.Description, "0 "

Set other = Nothing
Set converter = Nothing
WScript.Echo "com.vbs: " & checks & " checks, " & failures & " failed"
If failures > 0 Then WScript.Quit 1
