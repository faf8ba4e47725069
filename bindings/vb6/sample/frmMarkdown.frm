VERSION 5.00
Object = "{3B7C8863-D78F-101B-B9B5-04021C009402}#1.2#0"; "RICHTX32.OCX"
Begin VB.Form frmMarkdown 
   Caption         =   "Markdown and RTF"
   ClientHeight    =   6495
   ClientLeft      =   60
   ClientTop       =   345
   ClientWidth     =   10695
   LinkTopic       =   "frmMarkdown"
   ScaleHeight     =   6495
   ScaleWidth      =   10695
   StartUpPosition =   3  'Windows Default
   Begin VB.Timer tmrShow 
      Enabled         =   0   'False
      Interval        =   300
      Left            =   5160
      Top             =   6000
   End
   Begin VB.Timer tmrStream 
      Enabled         =   0   'False
      Interval        =   30
      Left            =   5640
      Top             =   6000
   End
   Begin VB.CommandButton cmdStream 
      Caption         =   "&Stream it"
      Height          =   375
      Left            =   120
      TabIndex        =   2
      Top             =   6000
      Width           =   1575
   End
   Begin VB.CommandButton cmdBack 
      Caption         =   "&Back to Markdown"
      Height          =   375
      Left            =   1800
      TabIndex        =   3
      Top             =   6000
      Width           =   1815
   End
   Begin VB.TextBox txtMarkdown 
      Height          =   5775
      Left            =   120
      MultiLine       =   -1  'True
      ScrollBars      =   2  'Vertical
      TabIndex        =   0
      Top             =   120
      Width           =   5175
   End
   Begin RichTextLib.RichTextBox rtbPreview 
      Height          =   5775
      Left            =   5400
      TabIndex        =   1
      Top             =   120
      Width           =   5175
      _ExtentX        =   9128
      _ExtentY        =   10186
      _Version        =   393217
      Enabled         =   -1  'True
      ScrollBars      =   2
   End
   Begin VB.Label lblStatus 
      Height          =   375
      Left            =   6240
      TabIndex        =   4
      Top             =   6060
      Width           =   4335
   End
End
Attribute VB_Name = "frmMarkdown"
Attribute VB_GlobalNameSpace = False
Attribute VB_Creatable = False
Attribute VB_PredeclaredId = True
Attribute VB_Exposed = False
' Markdown on the left, what it looks like on the right; and how to show Markdown that arrives
' piece by piece, as language models send it.
Option Explicit

Private mBridge As CLegacyBridge
' The same for text whose end has not arrived.
Private mArriving As CLegacyBridge

' What has arrived of the stream, and how often since it was shown.
Private mArrived As String
Private mPieces As Long
' What still is to come: here the text box plays the language model.
Private mComing As String

Private Sub Form_Load()
    Set mBridge = New CLegacyBridge
    mBridge.Options = "Target=RichEdit;BodyFont=Tahoma;BodySize=9;LineEnds=CRLF"
    Set mArriving = New CLegacyBridge
    mArriving.Options = "Target=RichEdit;BodyFont=Tahoma;BodySize=9;Arriving=Yes"
    txtMarkdown.Text = "# Hello" & vbCrLf & vbCrLf & "Some *text* with a list:" & vbCrLf & vbCrLf & _
        "- one" & vbCrLf & "- two" & vbCrLf & vbCrLf & "| a | b |" & vbCrLf & "|---|---|" & vbCrLf & _
        "| 1 | 2 |" & vbCrLf
End Sub

' Shows the text a moment after the last key.
Private Sub txtMarkdown_Change()
    tmrShow.Enabled = False
    tmrShow.Enabled = True
End Sub

Private Sub tmrShow_Timer()
    tmrShow.Enabled = False
    ShowMarkdown mBridge, txtMarkdown.Text
End Sub

Private Sub ShowMarkdown(bridge As CLegacyBridge, ByVal markdown As String)
    On Error GoTo Failed
    rtbPreview.TextRTF = bridge.MarkdownToRtf(markdown)
    lblStatus.Caption = "Not kept: " & bridge.Report
    Exit Sub
Failed:
    lblStatus.Caption = Err.Description
End Sub

Private Sub cmdBack_Click()
    On Error GoTo Failed
    txtMarkdown.Text = mBridge.RtfToMarkdown(rtbPreview.TextRTF)
    Exit Sub
Failed:
    lblStatus.Caption = Err.Description
End Sub

Private Sub cmdStream_Click()
    mComing = txtMarkdown.Text
    mArrived = ""
    mPieces = 0
    tmrStream.Enabled = True
End Sub

' A piece of text has arrived: shown some three times a second, and as a whole at the end.
Private Sub tmrStream_Timer()
    mArrived = mArrived & Left$(mComing, 5)
    mComing = Mid$(mComing, 6)
    mPieces = mPieces + 1
    If Len(mComing) = 0 Then
        tmrStream.Enabled = False
        ShowMarkdown mBridge, mArrived
    ElseIf mPieces Mod 10 = 1 Then
        ShowMarkdown mArriving, mArrived
    Else
        Exit Sub
    End If
    rtbPreview.SelStart = Len(rtbPreview.Text)
End Sub
