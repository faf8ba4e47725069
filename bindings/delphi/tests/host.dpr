{ Tests LegacyBridge.pas as a Delphi program would use it: every floating point exception that
  there is unmasked, on the x87 and in SSE. Works in the folder it runs in. Ends with 0 or 1. }
program host;

{$IFDEF FPC}{$IFNDEF FPC_UNICODESTRINGS}{$MODE DELPHI}{$ENDIF}{$ENDIF}
{$APPTYPE CONSOLE}
{$H+}

uses
  SysUtils, Classes, Math, LegacyBridge;

const
  { a umlaut, the euro sign, a smiling face (a surrogate pair) }
  Umlaut = WideChar($00E4);
  Euro = WideChar($20AC);
  FaceHigh = WideChar($D83D);
  FaceLow = WideChar($DE42);
  { "x ", the same three and a line feed in UTF-8; as numbers, because compilers convert strings }
  Utf8: array[0..11] of Byte =
    ($78, $20, $C3, $A4, $E2, $82, $AC, $F0, $9F, $99, $82, $0A);

var
  Failures: Integer = 0;

procedure Check(Condition: Boolean; const What: string);
begin
  if not Condition then
  begin
    WriteLn('failed: ', What);
    Inc(Failures);
  end;
end;

procedure CheckStatus(const What: string; Got, Wanted: Integer);
begin
  Check(Got = Wanted, What + ': status ' + IntToStr(Got) + ', not ' + IntToStr(Wanted));
end;

function Utf8Bytes: TLBBytes;
begin
  SetString(Result, PAnsiChar(@Utf8[0]), Length(Utf8));
{$IFDEF FPC}
  { Else it is converted where it is compared. }
  SetCodePage(Result, 65001, False);
{$ENDIF}
end;

{ Whether exceptions really are unmasked here: a test of the test. }
procedure TestUnmasked;
var
  Zero, One: Double;
  Raised: Boolean;
begin
  Zero := 0;
  One := 1;
  Raised := False;
  try
    One := One / Zero;
    Check(One = 0, 'not reached');
  except
    on EMathError do
      Raised := True;
  end;
  Check(Raised, 'a division by zero raises an exception');
end;

procedure TestText;
var
  Bridge: TLegacyBridge;
  Rtf: AnsiString;
  Wide: TLBWideString;
  Bytes: TLBBytes;
begin
  Bridge := TLegacyBridge.Create('Target=RichEdit;BodyFont=Arial;BodySize=10.5');
  try
    Check(Bridge.Handle > 0, 'a handle');
    Rtf := Bridge.MarkdownToRtf('# Title'#10#10'Some *text*.');
    Check(Copy(Rtf, 1, 5) = '{\rtf', 'RTF begins');
    Check(Pos('Arial', string(Rtf)) > 0, 'the option BodyFont');
    Check(Bridge.RtfToMarkdown(Rtf) = '# Title'#10#10'Some *text*.'#10, 'back from RTF');
    Check(Bridge.Report = '[]', 'nothing lost');
    Check(Pos('Title', Bridge.RtfToText(Rtf)) = 1, 'text of RTF');
    Wide := TLBWideString('x ') + Umlaut + Euro + FaceHigh + FaceLow + TLBWideString(#10);
    Check(Bridge.ConvertWide(lbRtf, lbMarkdown, Bridge.ConvertWide(lbMarkdown, lbRtf, Wide)) = Wide,
      'UTF-16 there and back');
    Bytes := Utf8Bytes;
    Check(Bridge.ConvertBytes(lbRtf, lbMarkdown, Bridge.ConvertBytes(lbMarkdown, lbRtf, Bytes)) = Bytes,
      'UTF-8 there and back');
    Check(Bridge.ConvertWide(lbDetect, lbText, '') = '', 'nothing gives nothing');
    Bridge.RtfToMarkdown('{\rtf1{\header a}b}');
    Check(Pos('header_footer', Bridge.Report) > 0, 'a loss is reported');
  finally
    Bridge.Free;
  end;
end;

{ string where it holds a code page, in whose place it may be UTF-8. }
procedure TestStrings;
const
  Letters = '{\rtf1\ansi\ansicpg1252 x \''e4\u8364?\u-10179?\u-8638?}';
var
  Bridge: TLegacyBridge;
  Text, Wanted: string;
  Bytes: TLBBytes;
  Turn: Integer;
begin
  Bytes := Utf8Bytes;
  for Turn := 0 to 1 do
  begin
    if Turn = 0 then
      Bridge := TLegacyBridge.Create
    else
      Bridge := TLegacyBridge.Create('Images=Skip; codepage = 1252 ;BodyFont=Arial');
    try
      Text := Bridge.RtfToMarkdown(Letters);
{$IFDEF UNICODE}
      Wanted := 'x ' + Umlaut + Euro + FaceHigh + FaceLow + #10;
{$ELSE}
      { What a string of the system holds: UTF-8 on Linux, whatever units there are. }
      {$IFDEF MSWINDOWS}
      Wanted := 'x '#$E4#$80'?'#10;
      {$ELSE}
      Wanted := Bytes;
      {$ENDIF}
{$ENDIF}
      Check(Length(Text) = Length(Wanted), 'letters in a string: ' + IntToStr(Length(Text)));
      Check(CompareMem(Pointer(Text), Pointer(Wanted), Length(Text) * SizeOf(Char)), 'the letters themselves');
{$IFNDEF UNICODE}{$IFDEF MSWINDOWS}
      Check(Bridge.Report <> '[]', 'a letter that a string lacks is reported');
      Wanted := 'x '#$E4#$80#10;
{$ELSE}
      Check(Bridge.Report = '[]', 'no letter is lost: ' + Bridge.Report);
{$ENDIF}{$ELSE}
      Check(Bridge.Report = '[]', 'no letter is lost: ' + Bridge.Report);
{$ENDIF}
      Text := Bridge.RtfToMarkdown(Bridge.MarkdownToRtf(Wanted));
      Check(CompareMem(Pointer(Text), Pointer(Wanted), Length(Wanted) * SizeOf(Char)), 'a string there and back');
      Text := Bridge.RtfToText(Letters);
      Check(Length(Text) >= 5, 'text in a string');
    finally
      Bridge.Free;
    end;
  end;
  Bridge := TLegacyBridge.Create('CodePage=1252');
  try
    Bytes := Bridge.ConvertBytes(lbRtf, lbMarkdown, '{\rtf1\ansi\ansicpg1252 \''e4}');
    Check((Length(Bytes) = 2) and (Ord(Bytes[1]) = $E4), 'bytes of a code page');
{$IFDEF FPC}
    Check(StringCodePage(Bytes) = 1252, 'bytes say their code page');
    Check(StringCodePage(Bridge.ConvertBytes(lbRtf, lbJson, '{\rtf1 x}')) = 65001, 'JSON says UTF-8');
{$ENDIF}
  finally
    Bridge.Free;
  end;
  Bridge := TLegacyBridge.Create;
  try
    Bytes := Bridge.ConvertBytes(lbRtf, lbMarkdown, '{\rtf1\ansi\ansicpg1252 \''e4}');
    Check((Length(Bytes) = 3) and (Ord(Bytes[1]) = $C3), 'bytes of UTF-8');
{$IFDEF FPC}
    Check(StringCodePage(Bytes) = 65001, 'bytes of UTF-8 say so');
{$ENDIF}
  finally
    Bridge.Free;
  end;
end;

{ Letters that are filled, memos that are looked at. }
procedure TestLetters;
const
  Letter = 'Dear {{name}},'#10#10'| what | price |'#10'|---|--:|'#10 +
    '| {{#rows}}{{what}} | {{price}}{{/rows}} |'#10;
  Rows = ' *x*","rows":[{"what":"a","price":1},{"what":"b","price":2}]}';
  Fields = '{\rtf1\ansi\ansicpg1251 \''e4 {\field{\*\fldinst MERGEFIELD name}{\fldrslt x}}}';
  Sound = '{"valid":true,"format":"markdown","findings":[]}';
var
  Bridge: TLegacyBridge;
  Values, Filled, Report: TLBWideString;
  Bytes: TLBBytes;
  Found: string;
begin
  Values := TLBWideString('{"name":"') + Umlaut + FaceHigh + FaceLow + TLBWideString(Rows);
  Filled := TLBWideString('Dear ') + Umlaut + FaceHigh + FaceLow +
    TLBWideString(' *x*,'#10#10'what'#9'price'#10'a'#9'1'#10'b'#9'2'#10);
  Bridge := TLegacyBridge.Create('Images=Skip');
  try
    Check(Bridge.FillWide(lbMarkdown, lbText, TLBWideString(Letter), Values) = Filled, 'a letter in UTF-16');
    Check(Bridge.FillWide(lbText, lbText, '{{a}}', '{"a":' + LegacyBridgeJsonString(
      TLBWideString('a\"') + Umlaut + FaceHigh + FaceLow + TLBWideString(#9'{{b}}')) + '}') =
      TLBWideString('a\"') + Umlaut + FaceHigh + FaceLow + TLBWideString(#9'{{b}}'#10), 'a string of JSON');
    Check(Bridge.ConvertWide(lbMarkdown, lbText, Bridge.ConvertWide(lbRtf, lbMarkdown,
      Bridge.FillWide(lbMarkdown, lbRtf, TLBWideString(Letter), Values))) = Filled, 'and as RTF');
    Bytes := Bridge.FillBytes(lbRtf, lbText, Fields, TLBWideString('{"name":"') + Euro + TLBWideString('"}'));
    Check((Length(Bytes) = 7) and (Ord(Bytes[1]) = $D0) and (Ord(Bytes[4]) = $E2), 'merge fields of a file');
{$IFDEF FPC}
    Check(StringCodePage(Bytes) = 65001, 'filled bytes say their code page');
{$ENDIF}
    Check(Bridge.Report = '[]', 'nothing is lost of it');
    Check(Bridge.FillReporting(lbMarkdown, lbText, 'a{{b}}', '{}', Report) = TLBWideString('a'#10), 'no value');
    Check(Pos('"field"', string(Report)) > 0, 'a name without a value is reported');
    Bridge.FillBytes(lbMarkdown, lbText, '{{b}}', '{}');
    Check(Pos('"field"', Bridge.Report) > 0, 'and of bytes');
    try
      Bridge.FillBytes(lbMarkdown, lbText, 'a', '[]');
      Check(False, 'values that are no object raise');
    except
      on E: ELegacyBridge do
        CheckStatus('values that are no object', E.Status, LB_ERROR_BAD_ARGUMENT);
    end;
    try
      Bridge.FillWide(lbMarkdown, lbText, 'a', FaceHigh);
      Check(False, 'half a pair in values raises');
    except
      on E: ELegacyBridge do
        CheckStatus('half a pair in values', E.Status, LB_ERROR_BAD_UTF16);
    end;
    Check(Bridge.CheckWide(lbMarkdown, '# a') = Sound, 'a sound document');
    Check(Bridge.CheckBytes(lbMarkdown, '# a') = Sound, 'and in bytes');
    Found := Bridge.CheckBytes(lbDetect, '{\rtf1 a}}');
    Check((Pos('"stray_brace"', Found) > 0) and (Pos('"offset":9,', Found) > 0), 'what is wrong: ' + Found);
    Found := Bridge.CheckWide(lbDetect, '{\rtf1 a}}');
    Check((Pos('"stray_brace"', Found) > 0) and (Pos('"offset":18,', Found) > 0), 'in UTF-16: ' + Found);
  finally
    Bridge.Free;
  end;
  Bridge := TLegacyBridge.Create('Strict=field');
  try
    Bridge.FillReporting(lbMarkdown, lbText, '{{b}}', '{}', Report);
    Check(False, 'a name without a value raises');
  except
    on E: ELegacyBridge do
    begin
      CheckStatus('a name without a value', E.Status, LB_ERROR_LOSS);
      Check(Pos('"field"', string(Report)) > 0, 'and the report says which kind');
    end;
  end;
  Bridge.Free;
end;

{ Two parts: one that ends leaves the other what it has. }
procedure TestParts;
var
  Bridge: TLegacyBridge;
begin
  Bridge := TLegacyBridge.Create('Images=Skip');
  try
    LegacyBridgeStartup;
    LegacyBridgeCheck(legacybridge_shutdown);
    Check(Bridge.MarkdownToRtf('x') <> '', 'one part of two has ended');
  finally
    Bridge.Free;
  end;
end;

procedure TestErrors;
var
  Bridge: TLegacyBridge;
  Bytes: TLBBytes;
begin
  try
    TLegacyBridge.Create('Colour=red').Free;
    Check(False, 'a bad option raises');
  except
    on E: ELegacyBridge do
    begin
      CheckStatus('a bad option', E.Status, LB_ERROR_BAD_OPTION);
      Check(Pos('Colour', E.Message) > 0, 'the message names the option');
    end;
  end;
  Bridge := TLegacyBridge.Create;
  try
    Check(Bridge.Handle = 0, 'the built-in converter');
    try
      SetString(Bytes, PAnsiChar(@Utf8[2]), 1);
      Bridge.ConvertBytes(lbMarkdown, lbRtf, Bytes);
      Check(False, 'bad UTF-8 raises');
    except
      on E: ELegacyBridge do
        CheckStatus('bad UTF-8', E.Status, LB_ERROR_BAD_ENCODING);
    end;
    try
      Bridge.ConvertWide(lbMarkdown, lbRtf, FaceHigh);
      Check(False, 'half a pair raises');
    except
      on E: ELegacyBridge do
        CheckStatus('half a pair', E.Status, LB_ERROR_BAD_UTF16);
    end;
    try
      Bridge.ConvertFile(lbRtf, lbMarkdown, 'no such file', 'x');
      Check(False, 'a missing file raises');
    except
      on E: ELegacyBridge do
        CheckStatus('a missing file', E.Status, LB_ERROR_IO);
    end;
  finally
    Bridge.Free;
  end;
end;

procedure WriteFile(const Name: string; const Text: AnsiString);
var
  Stream: TFileStream;
begin
  Stream := TFileStream.Create(Name, fmCreate);
  try
    if Text <> '' then
      Stream.WriteBuffer(Text[1], Length(Text));
  finally
    Stream.Free;
  end;
end;

function ReadFile(const Name: string): AnsiString;
var
  Stream: TFileStream;
begin
  Stream := TFileStream.Create(Name, fmOpenRead);
  try
    SetLength(Result, Stream.Size);
    if Stream.Size > 0 then
      Stream.ReadBuffer(Result[1], Stream.Size);
  finally
    Stream.Free;
  end;
end;

procedure TestFilesAndStreams;
var
  Bridge: TLegacyBridge;
  Source, Target: TMemoryStream;
  Text: AnsiString;
  Folder: TLBWideString;
begin
  Folder := TLBWideString('pas-') + Umlaut + FaceHigh + FaceLow;
  Bridge := TLegacyBridge.Create;
  Source := TMemoryStream.Create;
  Target := TMemoryStream.Create;
  try
    WriteFile('pas-in.md', '# Title'#10);
    Bridge.ConvertFile(lbMarkdown, lbRtf, 'pas-in.md', Folder + '.rtf');
    Bridge.ConvertFile(lbRtf, lbMarkdown, Folder + '.rtf', 'pas-back.md');
    Check(ReadFile('pas-back.md') = '# Title'#10, 'files there and back');
    Text := 'xx# Title'#10;
    Source.WriteBuffer(Text[1], Length(Text));
    Source.Position := 2;
    Bridge.ConvertStream(lbMarkdown, lbText, Source, Target);
    Check(Target.Size >= 5, 'a stream has the result');
    Check(CompareMem(Target.Memory, PAnsiChar('Title'), 5), 'from where the stream stood');
  finally
    Target.Free;
    Source.Free;
    Bridge.Free;
  end;
end;

procedure TestBatch;
var
  Batch: TLegacyBridgeBatch;
  Status: TLegacyBridgeBatchStatus;
  I: Integer;
begin
  ForceDirectories('pas-batch');
  for I := 1 to 20 do
    WriteFile('pas-batch' + PathDelim + IntToStr(I) + '.md', AnsiString('# File ' + IntToStr(I) + #10));
  Batch := TLegacyBridgeBatch.Create(nil, lbMarkdown, lbRtf, 'pas-batch', 'pas-batch-out',
    'Workers=3;Overwrite=yes');
  try
    Check(Batch.Wait(-1), 'the job ends');
    Status := Batch.Status;
    CheckStatus('state', Status.state, LB_BATCH_FINISHED);
    Check((Status.total = 20) and (Status.converted = 20) and (Status.failed = 0), 'all converted');
    Check(Batch.FileResult(0).status = 0, 'the first file');
    Check(Batch.FileResult(0).bytes_out > 50, 'its size');
    Check(Pos('pas-batch', string(Batch.FileInput(0))) = 1, 'its name');
    Check(Pos('pas-batch-out', string(Batch.FileOutput(0))) = 1, 'its output''s name');
    Check(Pos('"state":"finished"', Batch.Report) > 0, 'the report');
  finally
    Batch.Free;
  end;
  Batch := TLegacyBridgeBatch.CreateList(nil, lbMarkdown, lbRtf,
    ['pas-in.md', 'pas-missing.md'], ['pas-list.rtf', 'pas-missing.rtf'], 'Overwrite=yes');
  try
    Batch.Cancel;
    Check(Batch.Wait(-1), 'the list ends');
    Check(Batch.Status.total = 2, 'two files');
    Check(Batch.FileMessage(1) <> '', 'a message');
    Check(Batch.FileLosses(0) = '[]', 'no losses: ' + string(Batch.FileLosses(0)));
  finally
    Batch.Free;
  end;
end;

procedure TestSizes;
begin
  Check(SizeOf(TLegacyBridgeStats) = 16 + 43 * 8, 'size of the statistics');
  Check(SizeOf(TLegacyBridgeBatchStatus) = 56, 'size of a job''s status');
  Check(SizeOf(TLegacyBridgeBatchResult) = 32, 'size of a file''s result');
  Check(legacybridge_abi_version = LB_ABI_VERSION, 'the ABI version');
  Check(Pos('.', LegacyBridgeVersion) > 0, 'a version');
  Check(Pos('legacybridge_memory_bytes', LegacyBridgeMetrics) > 0, 'metrics');
end;

{ Everything that could compute with fractions: sizes in half points, column widths, pictures,
  time. Precision, underflow and denormal exceptions are unmasked too, so that the least use of
  a fraction that is not exact would raise. }
procedure TestEverythingTwice;
const
  Document = '# A'#10#10'| a | b | c |'#10'|:-|:-:|-:|'#10'| 1 | 2 | 3 |'#10#10'1. x'#10'   - y'#10#10 +
    '> *q* **b** ~~s~~ `c` [l](http://x "t")'#10#10'![p](data:image/png;base64,' +
    'iVBORw0KGgoAAAANSUhEUgAAAAMAAAAHCAIAAADEcwTCAAAAEElEQVR4nGNgYGBAw0RxARPHAAe3vJzZAAAAAElFTkSuQmCC)'#10;
var
  Bridge: TLegacyBridge;
  First: AnsiString;
begin
  Bridge := TLegacyBridge.Create('BodySize=9.5;MemoryLimit=64MB');
  try
    First := Bridge.MarkdownToRtf(Document);
    Check(Bridge.MarkdownToRtf(Bridge.RtfToMarkdown(First)) <> '', 'everything');
    Bridge.RtfToMarkdown('{\rtf1\ansi{\pict\wmetafile8\picw100\pich77\picscalex33\picwgoal1234 ' +
      '010009000003}\trowd\cellx333\cellx1000 a\cell b\cell\row\fs21\expnd3\charscalex90 c}');
  finally
    Bridge.Free;
  end;
end;

procedure TestAll;
begin
  TestSizes;
  TestText;
  TestStrings;
  TestLetters;
  TestParts;
  TestErrors;
  TestFilesAndStreams;
  TestBatch;
  TestEverythingTwice;
end;

{ What the host has set must be what it finds again. }
procedure TestControlWords;
var
  Before: Word;
  Mask: TFPUExceptionMask;
begin
  Before := Get8087CW;
  Mask := GetExceptionMask;
  TestEverythingTwice;
  Check(Get8087CW = Before, 'the x87 control word');
  Check(GetExceptionMask = Mask, 'the exception mask');
end;

var
  Stats: TLegacyBridgeStats;
begin
  try
    SetExceptionMask([]);
    TestControlWords;
    TestEverythingTwice;
    SetExceptionMask([exDenormalized, exUnderflow, exPrecision]);
    TestUnmasked;
    TestControlWords;
    TestAll;
    Stats := LegacyBridgeStats;
    Check((Stats.live_handles = 0) and (Stats.outstanding_outputs = 0) and
      (Stats.ignored_frees = 0) and (Stats.conversions_done > 20), 'the statistics');
    LegacyBridgeShutdown;
    Check(LegacyBridgeStats.memory_in_use = 0, 'nothing is held after a shutdown');
  except
    on E: Exception do
    begin
      WriteLn(E.ClassName, ': ', E.Message);
      Inc(Failures);
    end;
  end;
  WriteLn(Failures, ' failures');
  if Failures <> 0 then
    Halt(1);
end.
