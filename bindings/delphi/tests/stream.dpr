{ Tests LegacyBridgeStream.pas as a program with a RichEdit control would use it: an
  answer arrives letter by letter, and the control never shows a mark. Ends with 0 or 1. }
program stream;

{$IFDEF FPC}{$IFNDEF FPC_UNICODESTRINGS}{$MODE DELPHI}{$ENDIF}{$ENDIF}
{$APPTYPE CONSOLE}
{$H+}

uses
  Windows, SysUtils, LegacyBridge, LegacyBridgeStream;

const
  Answer = 'Some **bold** and [a link](http://a.example).'#10#10'| a |'#10'|---|'#10'| 1 |'#10#10 +
    '```'#10'x = [1] ** 2'#10'```'#10#10'- one'#10'- *two*'#10;

var
  Failures: Integer = 0;

procedure Check(Condition: Boolean; const What: string);
begin
  if Condition then Exit;
  WriteLn('failed: ', What);
  Inc(Failures);
end;

function TextOf(Window: HWND): AnsiString;
var
  Length: Integer;
begin
  SetLength(Result, 10000);
  Length := GetWindowTextA(Window, PAnsiChar(Result), 10000);
  SetLength(Result, Length);
end;

procedure Run(const ClassName: AnsiString);
var
  Window: HWND;
  Shown: TMarkdownStream;
  Before, Text: AnsiString;
  N: Integer;
begin
  Window := CreateWindowExA(0, PAnsiChar(ClassName), nil,
    WS_OVERLAPPEDWINDOW or WS_VISIBLE or WS_VSCROLL or ES_MULTILINE, 0, 0, 400, 300, 0, 0, HInstance, nil);
  Check(Window <> 0, 'a window of ' + string(ClassName));
  Shown := TMarkdownStream.Create('BodyFont=Arial', Window);
  try
    Shown.Interval := 0;
    Before := '';
    for N := 1 to Length(Answer) do
    begin
      Check(Shown.Add(TLBWideString(Answer[N])), 'each piece is shown');
      Text := TextOf(Window);
      Check((Pos('x =', string(Text)) > 0) or (Pos('*', string(Text)) + Pos('[', string(Text)) + Pos('|', string(Text)) = 0),
        'no mark is seen in ' + string(Text));
      Before := Text;
    end;
    Check(Pos('x = [1] ** 2', string(Before)) > 0, 'code is shown as it is: ' + string(Before));
    Check(Pos('two', string(Before)) > 0, 'the last item: ' + string(Before));
    { Whoever selects text is left alone until the end. }
    SendMessage(Window, EM_SETSEL, 0, 4);
    Check(RichEditHasSelection(Window), 'selected');
    Shown.Add('More.');
    Check(Pos('More.', string(TextOf(Window))) = 0, 'the selection stays');
    Check(Pos('{\rtf', string(Shown.Finish)) = 1, 'the RTF of all');
    Check(Pos('More.', string(TextOf(Window))) > 0, 'all is shown at the end');
    Shown.Clear;
    Check(Shown.Markdown = '', 'nothing');
  finally
    Shown.Free;
    DestroyWindow(Window);
  end;
end;

begin
  LoadLibrary('riched20.dll');
  LoadLibrary('msftedit.dll');
  Run('RichEdit20W');
  Run('RICHEDIT50W');
  try
    TMarkdownStream.Create('Colour=red');
    Check(False, 'a bad option');
  except
    on E: ELegacyBridge do Check(E.Status = LB_ERROR_BAD_OPTION, 'its status');
  end;
  Check(LegacyBridgeStats.live_handles = 0, 'all converters are given back');
  WriteLn(Failures, ' failures');
  if Failures > 0 then Halt(1);
end.
