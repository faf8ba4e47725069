Attribute VB_Name = "modLegacyBridgeField"
' A field of a table of Access, converted record by record. Wants LegacyBridge.bas and CLegacyBridge.cls,
' no reference: DAO is bound late.
'
'     Dim failures As String, losses As String
'     Debug.Print LbConvertField("Patients", "NotesRtf", "NotesMd", failures:=failures, losses:=losses)
'     Debug.Print failures & losses
'
' Records   are named by their primary key, PatientID=17, else by their place, record 17. One that fails is
'           left as it is and fails no other.
' Fields    of text (String) and of bytes (Long Binary, Byte()), each into each. Null stays Null, and gives
'           Null. Lines end as text boxes want it: LineEnds=CRLF, unless the options say otherwise.
Option Explicit

Private Const DB_OPEN_DYNASET As Long = 2
Private Const DB_SEE_CHANGES As Long = 512
Private Const DB_BINARY As Long = 9
Private Const DB_LONG_BINARY As Long = 11

' Converts a field into another of the same table, or into itself, and gives the number of records that
' failed. failures has a line for each of these, its name and the reason; losses one for each record of which
' something could not be kept, its name and what, as JSON. table may be the name of a query that can be
' changed; without a database it is the current one.
Public Function LbConvertField(ByVal table As String, ByVal field As String, _
    Optional ByVal target As String, Optional ByVal fromFormat As Long = LB_FORMAT_RTF, _
    Optional ByVal toFormat As Long = LB_FORMAT_MARKDOWN, Optional ByVal options As String, _
    Optional ByRef failures As String, Optional ByRef losses As String, _
    Optional ByVal database As Object) As Long
    Dim bridge As CLegacyBridge, host As Object, records As Object, keys As Variant
    Dim at As Long, failed As Long, lost As String, message As String
    failures = ""
    losses = ""
    If Len(target) = 0 Then target = field
    If database Is Nothing Then
        Set host = Application
        Set database = host.CurrentDb
    End If
    Set bridge = New CLegacyBridge
    bridge.Options = "LineEnds=CRLF;" & options
    keys = KeyFields(database, table)
    Set records = database.OpenRecordset(table, DB_OPEN_DYNASET, DB_SEE_CHANGES)
    Do Until records.EOF
        at = at + 1
        message = ConvertRecord(bridge.Handle, records, field, target, fromFormat, toFormat, lost)
        If Len(message) > 0 Then
            failed = failed + 1
            failures = failures & RecordName(records, keys, at) & ": " & message & vbCrLf
        ElseIf Len(lost) > 0 Then
            losses = losses & RecordName(records, keys, at) & ": " & lost & vbCrLf
        End If
        records.MoveNext
    Loop
    records.Close
    LbConvertField = failed
End Function

' Converts the field of one record. Gives why it failed, or nothing; lost is what could not be kept.
Private Function ConvertRecord(ByVal handle As Long, ByVal records As Object, ByVal field As String, _
    ByVal target As String, ByVal fromFormat As Long, ByVal toFormat As Long, ByRef lost As String) As String
    Dim made As Variant, statuses() As Long, reports() As String, kind As Long
    On Error GoTo Failed
    lost = ""
    made = LbConvertColumn(handle, fromFormat, toFormat, Array(records.Fields(field).Value), 1, statuses, reports)
    If statuses(0) < 0 Then
        ConvertRecord = reports(0)
        Exit Function
    End If
    If reports(0) <> "[]" Then lost = reports(0)
    kind = records.Fields(target).Type
    records.Edit
    If statuses(0) = LB_ROW_NULL Then
        records.Fields(target).Value = Null
    ElseIf kind = DB_BINARY Or kind = DB_LONG_BINARY Then
        records.Fields(target).Value = BytesOf(made(0))
    Else
        made(0) = TextOf(made(0))
        ' A field whose AllowZeroLength is No takes no empty text.
        If Len(made(0)) = 0 And Not records.Fields(target).AllowZeroLength Then made(0) = Null
        records.Fields(target).Value = made(0)
    End If
    records.Update
    Exit Function
Failed:
    ConvertRecord = Err.Description
    If Len(ConvertRecord) = 0 Then ConvertRecord = "error " & Err.Number
    lost = ""
    Resume Undo
Undo:
    On Error Resume Next
    records.CancelUpdate
End Function

' Bytes in UTF-8, or a String, as a String.
Private Function TextOf(ByVal made As Variant) As String
    Dim bytes() As Byte
    If VarType(made) = vbArray + vbByte Then
        bytes = made
        If UBound(bytes) >= 0 Then TextOf = LbUtf8At(VarPtr(bytes(0)), UBound(bytes) + 1)
    Else
        TextOf = made
    End If
End Function

' A String, or bytes, as bytes: those of UTF-8.
Private Function BytesOf(ByVal made As Variant) As Variant
    Dim bytes() As Byte, text As String
    If VarType(made) = vbArray + vbByte Then
        bytes = made
    Else
        text = made
        If Len(text) = 0 Then
            bytes = ""
        Else
            bytes = LbUtf8(text)
            ReDim Preserve bytes(0 To UBound(bytes) - 1)
        End If
    End If
    BytesOf = bytes
End Function

' The names of the fields of a table's primary key; none if it has none, or is a query.
Private Function KeyFields(ByVal database As Object, ByVal table As String) As Variant
    Dim indexes As Object, part As Object, at As Long, found As String
    On Error GoTo Done
    Set indexes = database.TableDefs(table).Indexes
    For at = 0 To indexes.Count - 1
        If indexes(at).Primary Then
            For Each part In indexes(at).Fields
                found = found & vbTab & part.Name
            Next
        End If
    Next
Done:
    KeyFields = Split(Mid$(found, 2), vbTab)
End Function

' PatientID=17, or record 17.
Private Function RecordName(ByVal records As Object, ByVal keys As Variant, ByVal at As Long) As String
    Dim i As Long, found As String
    For i = 0 To UBound(keys)
        found = found & ", " & keys(i) & "=" & records.Fields(keys(i)).Value
    Next
    RecordName = Mid$(found, 3)
    If Len(RecordName) = 0 Then RecordName = "record " & at
End Function
