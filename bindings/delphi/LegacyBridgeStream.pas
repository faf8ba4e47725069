{ Markdown that arrives in pieces, as language models send it, shown in a RichEdit
  control (TRichEdit, or any window of that class) while it is written.

    Stream := TMarkdownStream.Create('BodyFont=Segoe UI', RichEdit1.Handle);
    ...
    Stream.Add(Piece);   each time something has arrived
    ...
    Stream.Finish;

  Add shows at most every 300 milliseconds what can be shown: the library closes what
  is open at the end and holds back what can't be told yet (its option Arriving), so
  that nothing is shown that the next piece takes back. The window is exchanged while
  it draws nothing, and stays where its reader is.

  Text     TLBWideString, which every string of Delphi 2009 and later is; AnsiString
           of Delphi 7 is converted by the compiler.
  Errors   ELegacyBridge, as TLegacyBridge.
  Threads  all methods belong to the thread of the window. }
unit LegacyBridgeStream;

{$IFDEF FPC}{$IFNDEF FPC_UNICODESTRINGS}{$MODE DELPHI}{$ENDIF}{$ENDIF}
{$H+}

interface

uses
  Windows, SysUtils, LegacyBridge;

type
  TMarkdownStream = class
  private
    FArriving, FWhole: TLegacyBridge;
    FWindow: HWND;
    FText: TLBWideString;
    FInterval: Cardinal;
    FShownAt: Cardinal;
    FShown: TLBBytes;
    FBegun: Boolean;
    procedure Show(const Rtf: TLBBytes; Always: Boolean);
  public
    { Options as those of TLegacyBridge; Target=RichEdit and Arriving are set here.
      Window is a RichEdit control's, or 0 to show nothing: Rtf has it then. }
    constructor Create(const Options: string; Window: HWND = 0);
    destructor Destroy; override;
    { Takes a piece. True if the time has come to show it, which is done where there
      is a window. }
    function Add(const Piece: TLBWideString): Boolean;
    { What can be shown now, as RTF. }
    function Rtf: TLBBytes;
    { Nothing more comes: shows all, as it is, and gives its RTF. }
    function Finish: TLBBytes;
    { Begins again with nothing. }
    procedure Clear;
    property Markdown: TLBWideString read FText;
    { How often what has arrived is shown, in milliseconds. }
    property Interval: Cardinal read FInterval write FInterval;
  end;

{ Makes Rtf the text of a RichEdit window without a flicker. Where the end was in view
  it stays so, else the same lines do. }
procedure RichEditExchange(Window: HWND; const Rtf: TLBBytes);
{ Whether text is selected. }
function RichEditHasSelection(Window: HWND): Boolean;

implementation

const
  { Of richedit.h; the unit RichEdit of older compilers lacks some. }
  LB_EM_EXGETSEL = WM_USER + 52;
  LB_EM_EXLIMITTEXT = WM_USER + 53;
  LB_EM_EXSETSEL = WM_USER + 55;
  LB_EM_SETTEXTEX = WM_USER + 97;
  LB_EM_GETSCROLLPOS = WM_USER + 221;
  LB_EM_SETSCROLLPOS = WM_USER + 222;

type
  TSelected = record
    First, Last: Integer;
  end;
  THow = record
    Flags, CodePage: Cardinal;
  end;

{ Handed over as the pointer of a message. }
function AsParam(P: Pointer): LPARAM;
begin
  Result := LPARAM(P);
end;

function RichEditHasSelection(Window: HWND): Boolean;
var
  Selected: TSelected;
begin
  Selected.First := 0;
  Selected.Last := 0;
  SendMessage(Window, LB_EM_EXGETSEL, 0, AsParam(@Selected));
  Result := Selected.First <> Selected.Last;
end;

function EndInView(Window: HWND): Boolean;
var
  Info: TScrollInfo;
begin
  FillChar(Info, SizeOf(Info), 0);
  Info.cbSize := SizeOf(Info);
  Info.fMask := SIF_RANGE or SIF_PAGE or SIF_POS;
  Result := not GetScrollInfo(Window, SB_VERT, Info) or
    (Info.nPos + Integer(Info.nPage) >= Info.nMax - 1);
end;

procedure RichEditExchange(Window: HWND; const Rtf: TLBBytes);
var
  Place: TPoint;
  How: THow;
  Behind: TSelected;
  Follow: Boolean;
begin
  Follow := EndInView(Window);
  Place.X := 0;
  Place.Y := 0;
  SendMessage(Window, LB_EM_GETSCROLLPOS, 0, AsParam(@Place));
  SendMessage(Window, WM_SETREDRAW, 0, 0);
  try
    SendMessage(Window, LB_EM_EXLIMITTEXT, 0, $7FFFFFFE);
    { RTF is ASCII, whatever the code page. }
    How.Flags := 0;
    How.CodePage := CP_ACP;
    SendMessage(Window, LB_EM_SETTEXTEX, WPARAM(@How), AsParam(PAnsiChar(Rtf)));
    if Follow then
    begin
      Behind.First := -1;
      Behind.Last := -1;
      SendMessage(Window, LB_EM_EXSETSEL, 0, AsParam(@Behind));
      SendMessage(Window, WM_VSCROLL, SB_BOTTOM, 0);
    end
    else
      SendMessage(Window, LB_EM_SETSCROLLPOS, 0, AsParam(@Place));
  finally
    SendMessage(Window, WM_SETREDRAW, 1, 0);
    InvalidateRect(Window, nil, True);
  end;
end;

constructor TMarkdownStream.Create(const Options: string; Window: HWND);
begin
  inherited Create;
  FWindow := Window;
  FInterval := 300;
  { Where this fails, Delphi calls Destroy. }
  FWhole := TLegacyBridge.Create('Target=RichEdit;' + Options);
  FArriving := TLegacyBridge.Create('Target=RichEdit;Arriving=Yes;' + Options);
end;

destructor TMarkdownStream.Destroy;
begin
  FArriving.Free;
  FWhole.Free;
  inherited Destroy;
end;

function TMarkdownStream.Add(const Piece: TLBWideString): Boolean;
begin
  FText := FText + Piece;
  Result := not FBegun or (GetTickCount - FShownAt >= FInterval);
  if not Result then Exit;
  if FWindow <> 0 then Show(Rtf, False);
  FBegun := True;
  FShownAt := GetTickCount;
end;

function TMarkdownStream.Rtf: TLBBytes;
var
  Shown: TLBWideString;
begin
  Shown := FText;
  { A piece may end between the two halves of a character. }
  if (Shown <> '') and (Ord(Shown[Length(Shown)]) and $FC00 = $D800) then
    SetLength(Shown, Length(Shown) - 1);
  Result := TLBBytes(FArriving.ConvertWide(lbMarkdown, lbRtf, Shown));
end;

function TMarkdownStream.Finish: TLBBytes;
begin
  Result := TLBBytes(FWhole.ConvertWide(lbMarkdown, lbRtf, FText));
  if FWindow <> 0 then Show(Result, True);
  FBegun := False;
end;

procedure TMarkdownStream.Clear;
begin
  FText := '';
  FShown := '';
  FBegun := False;
end;

procedure TMarkdownStream.Show(const Rtf: TLBBytes; Always: Boolean);
begin
  { What looks the same is not exchanged; and who selects text reads. }
  if Rtf = FShown then Exit;
  if not Always and RichEditHasSelection(FWindow) then Exit;
  FShown := Rtf;
  RichEditExchange(FWindow, Rtf);
end;

end.
