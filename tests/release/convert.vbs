' What a script does with the automation server: convert.vbs FILE.rtf FILE.md
On Error Resume Next
Set converter = CreateObject("LegacyBridge.Converter")
If Err.Number = 0 Then converter.ConvertFile 2, 1, WScript.Arguments(0), WScript.Arguments(1)
If Err.Number <> 0 Then WScript.Echo Err.Description
