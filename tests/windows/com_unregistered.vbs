' After regsvr32 /u: the class must be gone.
Option Explicit
Dim converter
On Error Resume Next
Set converter = CreateObject("LegacyBridge.Converter")
WScript.Echo "Err.Number " & Err.Number
If Err.Number <> 429 Then WScript.Quit 1
