{ LegacyBridge for Delphi 7 to 12 and Free Pascal: RTF, Markdown and plain text
  into each other.

    Bridge := TLegacyBridge.Create('Target=RichEdit');
    try
      Rtf := Bridge.MarkdownToRtf(Memo1.Text);
    finally
      Bridge.Free;
    end;

  Text     RTF is AnsiString: bytes, 7-bit ASCII as the library writes them.
           Markdown and plain text are string: Unicode where string is Unicode;
           UTF-8 where strings of the system are (Linux, Lazarus); else the system's
           code page, and a letter that it lacks becomes "?" and counts in Report.
           ConvertWide keeps every character in every compiler. ConvertBytes takes
           and gives UTF-8; the option CodePage is for it, for files and for
           streams, not for the other methods.
  Errors   every method raises ELegacyBridge, which has the Status and the
           library's own message.
  Threads  one object may be used by many threads at once.
  Several parts  a program counts itself as one that uses the library when it
           starts, and takes that back at its end (legacybridge_startup, _shutdown).
           A DLL calls LegacyBridgeStartup and LegacyBridgeShutdown itself: what
           joins threads must not run while it is being unloaded.
  Floating point  the library computes with integers only: it neither changes the
           control words nor cares which exceptions are unmasked. }
unit LegacyBridge;

{$IFDEF FPC}
  {$IFNDEF FPC_UNICODESTRINGS}{$MODE DELPHI}{$ENDIF}
  {$DEFINE LB_UNICODESTRING}
{$ELSE}
  {$IFDEF UNICODE}
    {$DEFINE LB_UNICODESTRING}
  {$ENDIF}
{$ENDIF}
{$H+}
{ string holds bytes of a code page. }
{$IFDEF FPC}
  {$IFNDEF FPC_UNICODESTRINGS}{$DEFINE LB_NARROW}{$ENDIF}
{$ELSE}
  {$IFNDEF UNICODE}{$DEFINE LB_NARROW}{$ENDIF}
{$ENDIF}
{$IFNDEF MSWINDOWS}{$IFDEF CPU386}
  {$MESSAGE FATAL 'On 32-bit systems other than Windows the library is cdecl'}
{$ENDIF}{$ENDIF}

interface

uses
  SysUtils, Classes;

const
{$IFDEF MSWINDOWS}
  LegacyBridgeDll = 'legacybridge.dll';
{$ELSE}
  LegacyBridgeDll = 'liblegacybridge.so.1';
{$ENDIF}

  LB_ABI_VERSION = 2;

  LB_FORMAT_DETECT = 0;
  LB_FORMAT_MARKDOWN = 1;
  LB_FORMAT_RTF = 2;
  LB_FORMAT_TEXT = 3;
  LB_FORMAT_HTML = 4;
  LB_FORMAT_CSV = 5;
  LB_FORMAT_JSON = 6;

  LB_OK = 0;
  LB_ERROR_NULL_POINTER = -1;
  LB_ERROR_BAD_HANDLE = -2;
  LB_ERROR_BAD_OPTION = -3;
  LB_ERROR_BAD_ARGUMENT = -4;
  LB_ERROR_BAD_ENCODING = -5;
  LB_ERROR_BAD_UTF16 = -6;
  LB_ERROR_LIMIT_REACHED = -7;
  LB_ERROR_MEMORY_LIMIT = -8;
  LB_ERROR_BUSY = -9;
  LB_ERROR_BUFFER_TOO_SMALL = -10;
  LB_ERROR_IO = -11;
  LB_ERROR_CANCELLED = -12;
  LB_ERROR_INTERNAL = -13;
  LB_ERROR_LOSS = -14;
  LB_ERROR_TIMEOUT = -15;

  LB_ROW_NULL = 1;

  LB_LOG_ERROR = 1;
  LB_LOG_WARNING = 2;
  LB_LOG_INFORMATION = 3;
  LB_LOG_TRACE = 4;

  LB_BATCH_FILE_WAITING = 1;
  LB_BATCH_FILE_CONVERTING = 2;
  LB_BATCH_FILE_SKIPPED = 3;

  LB_BATCH_LISTING = 1;
  LB_BATCH_RUNNING = 2;
  LB_BATCH_CANCELLING = 3;
  LB_BATCH_FINISHED = 4;
  LB_BATCH_CANCELLED = 5;

  LB_BATCH_INPUT = 1;
  LB_BATCH_OUTPUT = 2;
  LB_BATCH_MESSAGE = 3;
  LB_BATCH_LOSSES = 4;

type
  { UTF-16: UnicodeString where the compiler has it. }
{$IFDEF LB_UNICODESTRING}
  TLBWideString = UnicodeString;
{$ELSE}
  TLBWideString = WideString;
{$ENDIF}
  { Bytes: UTF-8 or RTF. RawByteString keeps newer compilers from converting. }
{$IFDEF LB_UNICODESTRING}
  TLBBytes = RawByteString;
{$ELSE}
  TLBBytes = AnsiString;
{$ENDIF}

{$IFDEF CPUX64}{$DEFINE LB_64}{$ENDIF}
{$IFDEF CPU64}{$DEFINE LB_64}{$ENDIF}
  { As wide as a pointer. }
{$IFDEF LB_64}
  TLBOffset = Int64;
{$ELSE}
  TLBOffset = Integer;
{$ENDIF}

  { Rows of a column, and how each ended. }
  TLBRows = array of TLBBytes;
  TLBStatuses = array of Integer;

  { An array of names, as the C side has it. }
  PLBNames = ^PAnsiChar;

  { The library's statistics, as legacybridge.h tells them. }
  TLegacyBridgeStats = packed record
    struct_size: Integer;
    active_conversions: Integer;
    live_handles: Integer;
    outstanding_outputs: Integer;
    memory_in_use: Int64;
    memory_peak: Int64;
    memory_limit: Int64;
    runtime_bytes: Int64;
    conversions_done: Int64;
    conversions_failed: Int64;
    conversions_refused: Int64;
    conversions_waited: Int64;
    bytes_in: Int64;
    bytes_out: Int64;
    ignored_frees: Int64;
    buffer_pool_hits: Int64;
    buffer_pool_misses: Int64;
    buffer_pool_idle: Int64;
    buffer_pool_bytes: Int64;
    string_pool_hits: Int64;
    string_pool_misses: Int64;
    string_pool_idle: Int64;
    string_pool_bytes: Int64;
    node_pool_hits: Int64;
    node_pool_misses: Int64;
    node_pool_idle: Int64;
    node_pool_bytes: Int64;
    workspace_pool_hits: Int64;
    workspace_pool_misses: Int64;
    workspace_pool_idle: Int64;
    workspace_pool_bytes: Int64;
    interner_entries: Int64;
    interner_bytes: Int64;
    interner_hits: Int64;
    interner_misses: Int64;
    interner_clears: Int64;
    allocations: Int64;
    block_pool_hits: Int64;
    block_pool_misses: Int64;
    block_pool_idle: Int64;
    block_pool_bytes: Int64;
    conversion_microseconds: Int64;
    rtf_to_markdown_microseconds: Int64;
    markdown_to_rtf_microseconds: Int64;
    rtf_to_html_microseconds: Int64;
    html_to_rtf_microseconds: Int64;
    rtf_to_text_microseconds: Int64;
  end;

  { How far a batch job is. }
  TLegacyBridgeBatchStatus = packed record
    struct_size: Integer;
    state: Integer;
    total: Integer;
    done: Integer;
    converted: Integer;
    failed: Integer;
    skipped: Integer;
    workers: Integer;
    bytes_in: Int64;
    bytes_out: Int64;
    milliseconds: Int64;
  end;

  { What has become of one file of a batch job. }
  TLegacyBridgeBatchResult = packed record
    struct_size: Integer;
    status: Integer;
    losses: Integer;
    microseconds: Integer;
    bytes_in: Int64;
    bytes_out: Int64;
  end;

  { What the log calls: the library's messages, in UTF-8. }
  TLegacyBridgeLog = procedure(level: Integer; message: PAnsiChar); stdcall;

  { A column of documents that was converted. }
  TLegacyBridgeColumn = packed record
    struct_size: Integer;
    count: Integer;
    failed: Integer;
    reserved: Integer;
    data: PAnsiChar;
    offsets: PInt64;
    statuses: PInteger;
    reports: PAnsiChar;
    report_offsets: PInt64;
    validity: PByte;
  end;

{ The functions of legacybridge.h. Where there is only one convention stdcall means that one. }
function legacybridge_abi_version: Integer; stdcall;
function legacybridge_version: PAnsiChar; stdcall;
function legacybridge_version_number: Integer; stdcall;
function legacybridge_status_text(status: Integer): PAnsiChar; stdcall;
function legacybridge_create(options: PAnsiChar; out handle: Integer): Integer; stdcall;
function legacybridge_destroy(handle: Integer): Integer; stdcall;
procedure legacybridge_free(output: Pointer); stdcall;
function legacybridge_last_error(buffer: PAnsiChar; capacity: Integer): Integer; stdcall;
function legacybridge_last_error_utf16(buffer: PWideChar; capacity: Integer): Integer; stdcall;
function legacybridge_last_error_json(buffer: PAnsiChar; capacity: Integer): Integer; stdcall;
function legacybridge_last_error_json_utf16(buffer: PWideChar; capacity: Integer): Integer; stdcall;
procedure legacybridge_clear_error; stdcall;
function legacybridge_startup: Integer; stdcall;
function legacybridge_shutdown: Integer; stdcall;
function legacybridge_convert(handle, from_format, to_format: Integer; input: PAnsiChar;
  input_len: Integer; out output: PAnsiChar; out output_len: Integer): Integer; stdcall;
function legacybridge_convert_utf16(handle, from_format, to_format: Integer; input: PWideChar;
  input_len: Integer; out output: PWideChar; out output_len: Integer): Integer; stdcall;
function legacybridge_convert_reporting(handle, from_format, to_format: Integer; input: PAnsiChar;
  input_len: Integer; out output: PAnsiChar; out output_len: Integer; out report: PAnsiChar;
  out report_len: Integer): Integer; stdcall;
function legacybridge_convert_reporting_utf16(handle, from_format, to_format: Integer;
  input: PWideChar; input_len: Integer; out output: PWideChar; out output_len: Integer;
  out report: PWideChar; out report_len: Integer): Integer; stdcall;
function legacybridge_fill(handle, from_format, to_format: Integer; input: PAnsiChar;
  input_len: Integer; values: PAnsiChar; values_len: Integer; out output: PAnsiChar;
  out output_len: Integer; out report: PAnsiChar; out report_len: Integer): Integer; stdcall;
function legacybridge_fill_utf16(handle, from_format, to_format: Integer; input: PWideChar;
  input_len: Integer; values: PWideChar; values_len: Integer; out output: PWideChar;
  out output_len: Integer; out report: PWideChar; out report_len: Integer): Integer; stdcall;
function legacybridge_check(handle, from_format: Integer; input: PAnsiChar; input_len: Integer;
  out json: PAnsiChar; out json_len: Integer): Integer; stdcall;
function legacybridge_check_utf16(handle, from_format: Integer; input: PWideChar;
  input_len: Integer; out json: PWideChar; out json_len: Integer): Integer; stdcall;
function legacybridge_cancel(handle: Integer): Integer; stdcall;
function legacybridge_convert_into(handle, from_format, to_format: Integer; input: PAnsiChar;
  input_len: Integer; buffer: PAnsiChar; capacity: Integer; out needed: Integer): Integer; stdcall;
function legacybridge_convert_file(handle, from_format, to_format: Integer;
  input_path, output_path: PAnsiChar): Integer; stdcall;
function legacybridge_convert_file_utf16(handle, from_format, to_format: Integer;
  input_path, output_path: PWideChar): Integer; stdcall;
function legacybridge_convert_column(handle, from_format, to_format: Integer;
  data, data_len, offsets: Pointer; offset_bits: Integer; validity: Pointer; first, count: Integer;
  options: PAnsiChar; var column: TLegacyBridgeColumn): Integer; stdcall;
procedure legacybridge_free_column(var column: TLegacyBridgeColumn); stdcall;
function legacybridge_batch_start(handle, from_format, to_format: Integer;
  input_folder, output_folder, options: PAnsiChar; out job: Integer): Integer; stdcall;
function legacybridge_batch_start_list(handle, from_format, to_format: Integer;
  inputs, outputs: PLBNames; count: Integer; options: PAnsiChar;
  out job: Integer): Integer; stdcall;
function legacybridge_batch_status(job: Integer;
  var status: TLegacyBridgeBatchStatus): Integer; stdcall;
function legacybridge_batch_cancel(job: Integer): Integer; stdcall;
function legacybridge_batch_wait(job, milliseconds: Integer): Integer; stdcall;
function legacybridge_batch_result(job, index: Integer;
  var result_: TLegacyBridgeBatchResult): Integer; stdcall;
function legacybridge_batch_text(job, index, part: Integer; out text: PAnsiChar;
  out text_len: Integer): Integer; stdcall;
function legacybridge_batch_report(job: Integer; out json: PAnsiChar;
  out json_len: Integer): Integer; stdcall;
function legacybridge_batch_free(job: Integer): Integer; stdcall;
function legacybridge_set_log(callback: TLegacyBridgeLog; level: Integer): Integer; stdcall;
function legacybridge_stats(var stats: TLegacyBridgeStats): Integer; stdcall;
function legacybridge_report(handle: Integer; out json: PAnsiChar;
  out json_len: Integer): Integer; stdcall;
function legacybridge_metrics(out text: PAnsiChar; out len: Integer): Integer; stdcall;

type
  ELegacyBridge = class(Exception)
  private
    FStatus: Integer;
  public
    constructor CreateStatus(AStatus: Integer; const AMessage: string);
    { A LB_ERROR_ number. }
    property Status: Integer read FStatus;
  end;

  TLegacyBridgeFormat = (lbDetect, lbMarkdown, lbRtf, lbText, lbHtml, lbCsv, lbJson);

  TLegacyBridge = class
  private
    FHandle: Integer;
    { For methods that take or give string: its code page. }
    FTexts: Integer;
    { Of which Report tells. }
    FLast: Integer;
    { That of ConvertBytes. }
    FPage: Integer;
    function Converted(Handle: Integer; FromFormat, ToFormat: Integer; const Input: TLBBytes;
      out Size: Integer): PAnsiChar;
    function RtfTo(ToFormat: Integer; const Rtf: AnsiString): string;
    procedure MakeTexts(const Options: string);
    procedure SetPageOf(var Bytes: TLBBytes; ToFormat: TLegacyBridgeFormat);
  public
    { The library's built-in converter, with default options. }
    constructor Create; overload;
    { A converter with options, such as 'Target=RichEdit;BodyFont=Arial'. }
    constructor Create(const Options: string); overload;
    destructor Destroy; override;

    function MarkdownToRtf(const Markdown: string): AnsiString;
    function RtfToMarkdown(const Rtf: AnsiString): string;
    function RtfToText(const Rtf: AnsiString): string;
    { UTF-16 in and out: keeps every character. }
    function ConvertWide(FromFormat, ToFormat: TLegacyBridgeFormat;
      const Input: TLBWideString): TLBWideString;
    { The same, and in Report what this very call could not keep, as JSON; also when
      an exception is raised. }
    function ConvertReporting(FromFormat, ToFormat: TLegacyBridgeFormat;
      const Input: TLBWideString; out Report: TLBWideString): TLBWideString;
    { Fills a document with the values of a JSON object, and converts it: Values has names such
      as those in double braces, and of Word's merge fields. }
    function FillWide(FromFormat, ToFormat: TLegacyBridgeFormat;
      const Input, Values: TLBWideString): TLBWideString;
    { The same, and in Report what this very call could not keep. }
    function FillReporting(FromFormat, ToFormat: TLegacyBridgeFormat;
      const Input, Values: TLBWideString; out Report: TLBWideString): TLBWideString;
    { Bytes in and out, as in ConvertBytes; Values stay UTF-16, as ConvertWide has text. }
    function FillBytes(FromFormat, ToFormat: TLegacyBridgeFormat; const Input: TLBBytes;
      const Values: TLBWideString): TLBBytes;
    { What is wrong with a document, as JSON; offsets are bytes: of UTF-16, or of Input. }
    function CheckWide(FromFormat: TLegacyBridgeFormat; const Input: TLBWideString): string;
    function CheckBytes(FromFormat: TLegacyBridgeFormat; const Input: TLBBytes): string;
    { Ends the conversions that other threads run with this converter now. }
    procedure Cancel;
    { Bytes in and out: RTF, and UTF-8 (or what the option CodePage says). }
    function ConvertBytes(FromFormat, ToFormat: TLegacyBridgeFormat;
      const Input: TLBBytes): TLBBytes;
    { Many documents in one call, by threads of the library's own. Status n is 0 or the row's
      error, which fails no other row; Report n is what it lost as JSON, or why it failed. }
    function ConvertColumn(FromFormat, ToFormat: TLegacyBridgeFormat;
      const Rows: array of TLBBytes; Workers: Integer; out Statuses: TLBStatuses;
      out Reports: TLBRows): TLBRows;
    { From one stream to another, from where the first one stands to its end. }
    procedure ConvertStream(FromFormat, ToFormat: TLegacyBridgeFormat; Input, Output: TStream);
    procedure ConvertFile(FromFormat, ToFormat: TLegacyBridgeFormat;
      const InputPath, OutputPath: TLBWideString);
    { What the last conversion could not keep, as JSON; letters that string lacks count too. }
    function Report: string;
    property Handle: Integer read FHandle;
  end;

  { A job that converts files in threads of the library's own. Freeing it cancels what
    has not begun. }
  TLegacyBridgeBatch = class
  private
    FJob: Integer;
    function TextOf(Index, Part: Integer): TLBWideString;
  public
    { The files of a folder. With may be nil for the built-in converter. }
    constructor Create(With_: TLegacyBridge; FromFormat, ToFormat: TLegacyBridgeFormat;
      const InputFolder, OutputFolder: TLBWideString; const Options: string = '');
    { A list of files: Inputs[n] becomes Outputs[n]. }
    constructor CreateList(With_: TLegacyBridge; FromFormat, ToFormat: TLegacyBridgeFormat;
      const Inputs, Outputs: array of TLBWideString; const Options: string = '');
    destructor Destroy; override;
    { True when the job is over. Programs with windows wait for short times only, and
      handle their messages in between; -1 waits as long as it takes. }
    function Wait(Milliseconds: Integer): Boolean;
    procedure Cancel;
    function Status: TLegacyBridgeBatchStatus;
    function FileResult(Index: Integer): TLegacyBridgeBatchResult;
    function FileInput(Index: Integer): TLBWideString;
    function FileOutput(Index: Integer): TLBWideString;
    function FileMessage(Index: Integer): TLBWideString;
    function FileLosses(Index: Integer): TLBWideString;
    function Report: string;
    property Job: Integer read FJob;
  end;

function LegacyBridgeVersion: string;
function LegacyBridgeStatusText(Status: Integer): string;
{ The last error of this thread as JSON: status, name, message, offset. }
function LegacyBridgeLastErrorJson: string;
{ A text as a string of JSON, quotes and all, for the values of FillWide. }
function LegacyBridgeJsonString(const Text: TLBWideString): TLBWideString;
function LegacyBridgeStats: TLegacyBridgeStats;
function LegacyBridgeMetrics: string;
{ Counts one more part of the process that uses the library; a program has counted itself. }
procedure LegacyBridgeStartup;
{ Counts one part less; the last one gives back everything that the library holds, and objects made
  before are useless then. }
procedure LegacyBridgeShutdown;
{ Raises ELegacyBridge if Status is an error. }
procedure LegacyBridgeCheck(Status: Integer);

implementation

{$IFDEF MSWINDOWS}
uses
  Windows;
{$ENDIF}

function legacybridge_abi_version; external LegacyBridgeDll name 'legacybridge_abi_version';
function legacybridge_version; external LegacyBridgeDll name 'legacybridge_version';
function legacybridge_version_number; external LegacyBridgeDll name 'legacybridge_version_number';
function legacybridge_status_text; external LegacyBridgeDll name 'legacybridge_status_text';
function legacybridge_create; external LegacyBridgeDll name 'legacybridge_create';
function legacybridge_destroy; external LegacyBridgeDll name 'legacybridge_destroy';
procedure legacybridge_free; external LegacyBridgeDll name 'legacybridge_free';
function legacybridge_last_error; external LegacyBridgeDll name 'legacybridge_last_error';
function legacybridge_last_error_utf16; external LegacyBridgeDll name 'legacybridge_last_error_utf16';
function legacybridge_last_error_json; external LegacyBridgeDll name 'legacybridge_last_error_json';
function legacybridge_last_error_json_utf16; external LegacyBridgeDll name 'legacybridge_last_error_json_utf16';
procedure legacybridge_clear_error; external LegacyBridgeDll name 'legacybridge_clear_error';
function legacybridge_startup; external LegacyBridgeDll name 'legacybridge_startup';
function legacybridge_shutdown; external LegacyBridgeDll name 'legacybridge_shutdown';
function legacybridge_convert; external LegacyBridgeDll name 'legacybridge_convert';
function legacybridge_convert_utf16; external LegacyBridgeDll name 'legacybridge_convert_utf16';
function legacybridge_convert_reporting; external LegacyBridgeDll name 'legacybridge_convert_reporting';
function legacybridge_convert_reporting_utf16; external LegacyBridgeDll name 'legacybridge_convert_reporting_utf16';
function legacybridge_fill; external LegacyBridgeDll name 'legacybridge_fill';
function legacybridge_fill_utf16; external LegacyBridgeDll name 'legacybridge_fill_utf16';
function legacybridge_check; external LegacyBridgeDll name 'legacybridge_check';
function legacybridge_check_utf16; external LegacyBridgeDll name 'legacybridge_check_utf16';
function legacybridge_cancel; external LegacyBridgeDll name 'legacybridge_cancel';
function legacybridge_convert_into; external LegacyBridgeDll name 'legacybridge_convert_into';
function legacybridge_convert_file; external LegacyBridgeDll name 'legacybridge_convert_file';
function legacybridge_convert_file_utf16; external LegacyBridgeDll name 'legacybridge_convert_file_utf16';
function legacybridge_convert_column; external LegacyBridgeDll name 'legacybridge_convert_column';
procedure legacybridge_free_column; external LegacyBridgeDll name 'legacybridge_free_column';
function legacybridge_batch_start; external LegacyBridgeDll name 'legacybridge_batch_start';
function legacybridge_batch_start_list; external LegacyBridgeDll name 'legacybridge_batch_start_list';
function legacybridge_batch_status; external LegacyBridgeDll name 'legacybridge_batch_status';
function legacybridge_batch_cancel; external LegacyBridgeDll name 'legacybridge_batch_cancel';
function legacybridge_batch_wait; external LegacyBridgeDll name 'legacybridge_batch_wait';
function legacybridge_batch_result; external LegacyBridgeDll name 'legacybridge_batch_result';
function legacybridge_batch_text; external LegacyBridgeDll name 'legacybridge_batch_text';
function legacybridge_batch_report; external LegacyBridgeDll name 'legacybridge_batch_report';
function legacybridge_batch_free; external LegacyBridgeDll name 'legacybridge_batch_free';
function legacybridge_set_log; external LegacyBridgeDll name 'legacybridge_set_log';
function legacybridge_stats; external LegacyBridgeDll name 'legacybridge_stats';
function legacybridge_report; external LegacyBridgeDll name 'legacybridge_report';
function legacybridge_metrics; external LegacyBridgeDll name 'legacybridge_metrics';

{ Strings }

{ Not UTF8Encode and UTF8Decode: up to Delphi 2007 they know no characters beyond U+FFFF, and
  language models like to write those. }
{$IFDEF MSWINDOWS}
function Utf8Of(const Text: TLBWideString): TLBBytes;
var
  Size: Integer;
begin
  Result := '';
  if Text = '' then
    Exit;
  Size := WideCharToMultiByte(65001, 0, PWideChar(Text), Length(Text), nil, 0, nil, nil);
  SetLength(Result, Size);
  WideCharToMultiByte(65001, 0, PWideChar(Text), Length(Text), PAnsiChar(Result), Size, nil, nil);
end;

function WideOfUtf8(Text: PAnsiChar; Count: Integer): TLBWideString;
var
  Size: Integer;
begin
  Result := '';
  if Count = 0 then
    Exit;
  Size := MultiByteToWideChar(65001, 0, Text, Count, nil, 0);
  SetLength(Result, Size);
  MultiByteToWideChar(65001, 0, Text, Count, PWideChar(Result), Size);
end;
{$ELSE}
function Utf8Of(const Text: TLBWideString): TLBBytes;
begin
  Result := UTF8Encode(Text);
end;

function WideOfUtf8(Text: PAnsiChar; Count: Integer): TLBWideString;
var
  Bytes: UTF8String;
begin
  SetString(Bytes, Text, Count);
  Result := {$IFDEF FPC}UTF8Decode{$ELSE}UTF8ToString{$ENDIF}(Bytes);
end;
{$ENDIF}

{ The code page of string, and of AnsiString where string is Unicode. }
function SystemPage: Integer;
begin
{$IFDEF MSWINDOWS}
  {$IFDEF FPC}
  Result := DefaultSystemCodePage;
  if Result = 0 then
  {$ENDIF}
    Result := GetACP;
{$ELSE}
  { Whether or not there is a unit (cwstring) that could tell another one. }
  Result := 65001;
{$ENDIF}
end;

{ Says which code page bytes are in, so that newer compilers can convert them. UTF-16 is none. }
procedure SetPage(var Bytes: TLBBytes; Page: Integer);
begin
{$IFDEF LB_UNICODESTRING}
  if (Page <> 1200) and (Page <> 1201) then
    SetCodePage(Bytes, Page, False);
{$ENDIF}
end;

{ The bytes of a string. }
function BytesOf(const Text: string): TLBBytes;
begin
{$IFDEF LB_NARROW}
  Result := Text;
  {$IFDEF FPC}
  { One that says that it is in another code page. }
  if (StringCodePage(Text) <> CP_ACP) and (StringCodePage(Text) <> SystemPage) then
    SetCodePage(Result, SystemPage);
  {$ENDIF}
{$ELSE}
  Result := Utf8Of(Text);
{$ENDIF}
end;

{ A string in UTF-8, for options and names. }
function Utf8OfString(const Text: string): TLBBytes;
begin
{$IFDEF LB_NARROW}
  if SystemPage = 65001 then
  begin
    Result := Text;
    Exit;
  end;
{$ENDIF}
  Result := Utf8Of(TLBWideString(Text));
end;

{ A string of bytes in UTF-8. }
function StringOfUtf8(Text: PAnsiChar; Count: Integer): string;
{$IFDEF LB_NARROW}
var
  Bytes: TLBBytes;
{$ENDIF}
begin
{$IFDEF LB_NARROW}
  if SystemPage = 65001 then
  begin
    SetString(Bytes, Text, Count);
    SetPage(Bytes, 65001);
    Result := Bytes;
    Exit;
  end;
{$ENDIF}
  Result := string(WideOfUtf8(Text, Count));
end;

{ Errors }

constructor ELegacyBridge.CreateStatus(AStatus: Integer; const AMessage: string);
begin
  inherited Create(AMessage);
  FStatus := AStatus;
end;

procedure LegacyBridgeCheck(Status: Integer);
var
  Buffer: array[0..599] of AnsiChar;
  Text: string;
  Length: Integer;
begin
  if Status >= 0 then
    Exit;
  Length := legacybridge_last_error(@Buffer[0], 600);
  if Length > 599 then
    Length := 599;
  if Length > 0 then
    Text := StringOfUtf8(@Buffer[0], Length)
  else
    Text := 'LegacyBridge: error';
  raise ELegacyBridge.CreateStatus(Status, Text);
end;

{ An output becomes a string and goes back to the library, whatever happens. }
function TakeWide(Output: PWideChar; Length: Integer): TLBWideString;
begin
  try
    SetString(Result, Output, Length);
  finally
    legacybridge_free(Output);
  end;
end;

function TakeBytes(Output: PAnsiChar; Length: Integer): TLBBytes;
begin
  try
    SetString(Result, Output, Length);
  finally
    legacybridge_free(Output);
  end;
end;

function TakeUtf8(Output: PAnsiChar; Length: Integer): TLBWideString;
begin
  try
    Result := WideOfUtf8(Output, Length);
  finally
    legacybridge_free(Output);
  end;
end;

function TakeString(Output: PAnsiChar; Length: Integer): string;
begin
  try
    Result := StringOfUtf8(Output, Length);
  finally
    legacybridge_free(Output);
  end;
end;

{ TLegacyBridge }

{ The last code page that options name; UTF-8 if there is none. }
function PageOf(const Options: string): Integer;
var
  Rest: string;
  At, Number: Integer;
begin
  Result := 65001;
  Rest := LowerCase(Options);
  At := Pos('codepage', Rest);
  while At > 0 do
  begin
    Delete(Rest, 1, At + 7);
    Rest := TrimLeft(Rest);
    Number := 0;
    if Copy(Rest, 1, 1) = '=' then
    begin
      Rest := TrimLeft(Copy(Rest, 2, MaxInt));
      At := 1;
      while (At <= Length(Rest)) and (At < 8) and (Rest[At] >= '0') and (Rest[At] <= '9') do
      begin
        Number := Number * 10 + Ord(Rest[At]) - Ord('0');
        Inc(At);
      end;
      Result := Number;
      if Result = 0 then
        Result := SystemPage;
    end;
    At := Pos('codepage', Rest);
  end;
end;

{ The converter of the methods with strings: another only where it must be. }
procedure TLegacyBridge.MakeTexts(const Options: string);
var
  Page: Integer;
begin
  Page := {$IFDEF LB_NARROW}SystemPage{$ELSE}65001{$ENDIF};
  FTexts := FHandle;
  if Page <> FPage then
    LegacyBridgeCheck(legacybridge_create(
      PAnsiChar(Utf8OfString(Options + ';CodePage=' + IntToStr(Page))), FTexts));
  FLast := FTexts;
end;

constructor TLegacyBridge.Create;
begin
  inherited Create;
  FPage := 65001;
  MakeTexts('');
end;

constructor TLegacyBridge.Create(const Options: string);
begin
  inherited Create;
  FPage := PageOf(Options);
  LegacyBridgeCheck(legacybridge_create(PAnsiChar(Utf8OfString(Options)), FHandle));
  MakeTexts(Options);
end;

destructor TLegacyBridge.Destroy;
begin
  { After a constructor that failed they are -1. }
  if (FTexts > 0) and (FTexts <> FHandle) then
    legacybridge_destroy(FTexts);
  if FHandle > 0 then
    legacybridge_destroy(FHandle);
  FHandle := -1;
  FTexts := -1;
  FLast := -1;
  inherited Destroy;
end;

function TLegacyBridge.ConvertWide(FromFormat, ToFormat: TLegacyBridgeFormat;
  const Input: TLBWideString): TLBWideString;
var
  Output: PWideChar;
  Size: Integer;
begin
  FLast := FHandle;
  LegacyBridgeCheck(legacybridge_convert_utf16(FHandle, Ord(FromFormat), Ord(ToFormat),
    PWideChar(Input), Length(Input), Output, Size));
  Result := TakeWide(Output, Size);
end;

function TLegacyBridge.ConvertReporting(FromFormat, ToFormat: TLegacyBridgeFormat;
  const Input: TLBWideString; out Report: TLBWideString): TLBWideString;
var
  Output, Json: PWideChar;
  Size, JsonSize, Status: Integer;
begin
  Report := '';
  FLast := FHandle;
  Status := legacybridge_convert_reporting_utf16(FHandle, Ord(FromFormat), Ord(ToFormat),
    PWideChar(Input), Length(Input), Output, Size, Json, JsonSize);
  if Json <> nil then
    Report := TakeWide(Json, JsonSize);
  LegacyBridgeCheck(Status);
  Result := TakeWide(Output, Size);
end;

function TLegacyBridge.FillWide(FromFormat, ToFormat: TLegacyBridgeFormat;
  const Input, Values: TLBWideString): TLBWideString;
var
  Ignored: TLBWideString;
begin
  Result := FillReporting(FromFormat, ToFormat, Input, Values, Ignored);
end;

function TLegacyBridge.FillReporting(FromFormat, ToFormat: TLegacyBridgeFormat;
  const Input, Values: TLBWideString; out Report: TLBWideString): TLBWideString;
var
  Output, Json: PWideChar;
  Size, JsonSize, Status: Integer;
begin
  Report := '';
  FLast := FHandle;
  Status := legacybridge_fill_utf16(FHandle, Ord(FromFormat), Ord(ToFormat), PWideChar(Input),
    Length(Input), PWideChar(Values), Length(Values), Output, Size, Json, JsonSize);
  if Json <> nil then
    Report := TakeWide(Json, JsonSize);
  LegacyBridgeCheck(Status);
  Result := TakeWide(Output, Size);
end;

function TLegacyBridge.FillBytes(FromFormat, ToFormat: TLegacyBridgeFormat;
  const Input: TLBBytes; const Values: TLBWideString): TLBBytes;
var
  Output, Json: PAnsiChar;
  Given: TLBBytes;
  Size, JsonSize, Status: Integer;
begin
  Given := Utf8Of(Values);
  FLast := FHandle;
  Status := legacybridge_fill(FHandle, Ord(FromFormat), Ord(ToFormat), PAnsiChar(Input),
    Length(Input), PAnsiChar(Given), Length(Given), Output, Size, Json, JsonSize);
  { Report tells of it too. }
  legacybridge_free(Json);
  LegacyBridgeCheck(Status);
  Result := TakeBytes(Output, Size);
  SetPageOf(Result, ToFormat);
end;

function TLegacyBridge.CheckWide(FromFormat: TLegacyBridgeFormat;
  const Input: TLBWideString): string;
var
  Json: PWideChar;
  Size: Integer;
begin
  LegacyBridgeCheck(legacybridge_check_utf16(FHandle, Ord(FromFormat), PWideChar(Input),
    Length(Input), Json, Size));
  { It is ASCII. }
  Result := string(TakeWide(Json, Size));
end;

function TLegacyBridge.CheckBytes(FromFormat: TLegacyBridgeFormat; const Input: TLBBytes): string;
var
  Json: PAnsiChar;
  Size: Integer;
begin
  LegacyBridgeCheck(legacybridge_check(FHandle, Ord(FromFormat), PAnsiChar(Input), Length(Input),
    Json, Size));
  Result := TakeString(Json, Size);
end;

procedure TLegacyBridge.Cancel;
begin
  { The built-in converter, which is everybody's, is not cancelled. }
  LegacyBridgeCheck(legacybridge_cancel(FHandle));
  if FTexts <> FHandle then
    LegacyBridgeCheck(legacybridge_cancel(FTexts));
end;

{ Says in which code page an output of bytes is. }
procedure TLegacyBridge.SetPageOf(var Bytes: TLBBytes; ToFormat: TLegacyBridgeFormat);
begin
  { RTF is ASCII, and JSON always UTF-8. }
  if ToFormat = lbJson then
    SetPage(Bytes, 65001)
  else
    SetPage(Bytes, FPage);
end;

{ Converts bytes; the output goes back to the library. }
function TLegacyBridge.Converted(Handle: Integer; FromFormat, ToFormat: Integer;
  const Input: TLBBytes; out Size: Integer): PAnsiChar;
begin
  FLast := Handle;
  LegacyBridgeCheck(legacybridge_convert(Handle, FromFormat, ToFormat, PAnsiChar(Input),
    Length(Input), Result, Size));
end;

function TLegacyBridge.ConvertBytes(FromFormat, ToFormat: TLegacyBridgeFormat;
  const Input: TLBBytes): TLBBytes;
var
  Output: PAnsiChar;
  Size: Integer;
begin
  Output := Converted(FHandle, Ord(FromFormat), Ord(ToFormat), Input, Size);
  Result := TakeBytes(Output, Size);
  SetPageOf(Result, ToFormat);
end;

{ Row Index of what stands at Data from one offset to the next. }
function RowOf(Data: PAnsiChar; Offsets: PInt64; Index: Integer): TLBBytes;
var
  Start, Stop: PInt64;
begin
  Start := Offsets;
  Inc(Start, Index);
  Stop := Start;
  Inc(Stop);
  Inc(Data, TLBOffset(Start^));
  SetString(Result, Data, Integer(Stop^ - Start^));
end;

function TLegacyBridge.ConvertColumn(FromFormat, ToFormat: TLegacyBridgeFormat;
  const Rows: array of TLBBytes; Workers: Integer; out Statuses: TLBStatuses;
  out Reports: TLBRows): TLBRows;
var
  Column: TLegacyBridgeColumn;
  Offsets: array of Int64;
  Data: TLBBytes;
  Options: AnsiString;
  Status: PInteger;
  Row, At: Integer;
begin
  SetLength(Offsets, Length(Rows) + 1);
  Offsets[0] := 0;
  for Row := 0 to High(Rows) do
    Offsets[Row + 1] := Offsets[Row] + Length(Rows[Row]);
  SetLength(Data, Offsets[Length(Rows)]);
  At := 1;
  for Row := 0 to High(Rows) do
    if Length(Rows[Row]) > 0 then
    begin
      Move(Rows[Row][1], Data[At], Length(Rows[Row]));
      Inc(At, Length(Rows[Row]));
    end;
  Options := AnsiString(Format('Reports=Yes;Workers=%d', [Workers]));
  FillChar(Column, SizeOf(Column), 0);
  Column.struct_size := SizeOf(Column);
  LegacyBridgeCheck(legacybridge_convert_column(FHandle, Ord(FromFormat), Ord(ToFormat),
    PAnsiChar(Data), nil, @Offsets[0], 64, nil, 0, Length(Rows), PAnsiChar(Options), Column));
  try
    SetLength(Result, Column.count);
    SetLength(Reports, Column.count);
    SetLength(Statuses, Column.count);
    Status := Column.statuses;
    for Row := 0 to Column.count - 1 do
    begin
      Statuses[Row] := Status^;
      Inc(Status);
      Result[Row] := RowOf(Column.data, Column.offsets, Row);
      SetPage(Result[Row], FPage);
      Reports[Row] := RowOf(Column.reports, Column.report_offsets, Row);
    end;
  finally
    legacybridge_free_column(Column);
  end;
end;

function TLegacyBridge.MarkdownToRtf(const Markdown: string): AnsiString;
var
  Output: PAnsiChar;
  Size: Integer;
begin
  Output := Converted(FTexts, LB_FORMAT_MARKDOWN, LB_FORMAT_RTF, BytesOf(Markdown), Size);
  { RTF is 7-bit ASCII: the same in every code page. }
  Result := TakeBytes(Output, Size);
end;

{ RTF's own code pages count, so its bytes go in as they are. }
function TLegacyBridge.RtfTo(ToFormat: Integer; const Rtf: AnsiString): string;
var
  Output: PAnsiChar;
  Size: Integer;
{$IFDEF LB_NARROW}
  Bytes: TLBBytes;
{$ENDIF}
begin
  Output := Converted(FTexts, LB_FORMAT_RTF, ToFormat, Rtf, Size);
{$IFDEF LB_NARROW}
  Bytes := TakeBytes(Output, Size);
  SetPage(Bytes, SystemPage);
  Result := Bytes;
{$ELSE}
  Result := TakeUtf8(Output, Size);
{$ENDIF}
end;

function TLegacyBridge.RtfToMarkdown(const Rtf: AnsiString): string;
begin
  Result := RtfTo(LB_FORMAT_MARKDOWN, Rtf);
end;

function TLegacyBridge.RtfToText(const Rtf: AnsiString): string;
begin
  Result := RtfTo(LB_FORMAT_TEXT, Rtf);
end;

procedure TLegacyBridge.ConvertStream(FromFormat, ToFormat: TLegacyBridgeFormat;
  Input, Output: TStream);
var
  Bytes: TLBBytes;
  Made: PAnsiChar;
  Size: Integer;
begin
  if Input.Size - Input.Position > MaxInt then
    raise ELegacyBridge.CreateStatus(LB_ERROR_LIMIT_REACHED,
      'the stream is longer than 2 GB');
  SetLength(Bytes, Integer(Input.Size - Input.Position));
  if Bytes <> '' then
    Input.ReadBuffer(Bytes[1], Length(Bytes));
  Made := Converted(FHandle, Ord(FromFormat), Ord(ToFormat), Bytes, Size);
  try
    Output.WriteBuffer(Made^, Size);
  finally
    legacybridge_free(Made);
  end;
end;

procedure TLegacyBridge.ConvertFile(FromFormat, ToFormat: TLegacyBridgeFormat;
  const InputPath, OutputPath: TLBWideString);
begin
  FLast := FHandle;
  LegacyBridgeCheck(legacybridge_convert_file_utf16(FHandle, Ord(FromFormat), Ord(ToFormat),
    PWideChar(InputPath), PWideChar(OutputPath)));
end;

function TLegacyBridge.Report: string;
var
  Json: PAnsiChar;
  Size: Integer;
begin
  LegacyBridgeCheck(legacybridge_report(FLast, Json, Size));
  Result := TakeString(Json, Size);
end;

{ TLegacyBridgeBatch }

function HandleOf(Bridge: TLegacyBridge): Integer;
begin
  if Bridge = nil then
    Result := 0
  else
    Result := Bridge.Handle;
end;

constructor TLegacyBridgeBatch.Create(With_: TLegacyBridge;
  FromFormat, ToFormat: TLegacyBridgeFormat; const InputFolder, OutputFolder: TLBWideString;
  const Options: string);
begin
  inherited Create;
  LegacyBridgeCheck(legacybridge_batch_start(HandleOf(With_), Ord(FromFormat), Ord(ToFormat),
    PAnsiChar(Utf8Of(InputFolder)), PAnsiChar(Utf8Of(OutputFolder)),
    PAnsiChar(Utf8OfString(Options)), FJob));
end;

constructor TLegacyBridgeBatch.CreateList(With_: TLegacyBridge;
  FromFormat, ToFormat: TLegacyBridgeFormat; const Inputs, Outputs: array of TLBWideString;
  const Options: string);
var
  Names: array of TLBBytes;
  Pointers: array of PAnsiChar;
  Count, I: Integer;
begin
  inherited Create;
  Count := Length(Inputs);
  if Length(Outputs) <> Count then
    raise ELegacyBridge.CreateStatus(LB_ERROR_BAD_ARGUMENT,
      'there must be as many outputs as inputs');
  SetLength(Names, 2 * Count);
  { One more than needed: an empty array has no first member. }
  SetLength(Pointers, 2 * Count + 1);
  for I := 0 to Count - 1 do
  begin
    Names[I] := Utf8Of(Inputs[I]);
    Names[Count + I] := Utf8Of(Outputs[I]);
    Pointers[I] := PAnsiChar(Names[I]);
    Pointers[Count + I] := PAnsiChar(Names[Count + I]);
  end;
  LegacyBridgeCheck(legacybridge_batch_start_list(HandleOf(With_), Ord(FromFormat), Ord(ToFormat),
    @Pointers[0], @Pointers[Count], Count, PAnsiChar(Utf8OfString(Options)), FJob));
end;

destructor TLegacyBridgeBatch.Destroy;
begin
  if FJob <> 0 then
    legacybridge_batch_free(FJob);
  inherited Destroy;
end;

function TLegacyBridgeBatch.Wait(Milliseconds: Integer): Boolean;
var
  Code: Integer;
begin
  Code := legacybridge_batch_wait(FJob, Milliseconds);
  Result := Code <> LB_ERROR_BUSY;
  if Result and (Code <> LB_ERROR_CANCELLED) then
    LegacyBridgeCheck(Code);
end;

procedure TLegacyBridgeBatch.Cancel;
begin
  LegacyBridgeCheck(legacybridge_batch_cancel(FJob));
end;

function TLegacyBridgeBatch.Status: TLegacyBridgeBatchStatus;
begin
  FillChar(Result, SizeOf(Result), 0);
  Result.struct_size := SizeOf(Result);
  LegacyBridgeCheck(legacybridge_batch_status(FJob, Result));
end;

function TLegacyBridgeBatch.FileResult(Index: Integer): TLegacyBridgeBatchResult;
begin
  FillChar(Result, SizeOf(Result), 0);
  Result.struct_size := SizeOf(Result);
  LegacyBridgeCheck(legacybridge_batch_result(FJob, Index, Result));
end;

function TLegacyBridgeBatch.TextOf(Index, Part: Integer): TLBWideString;
var
  Text: PAnsiChar;
  Size: Integer;
begin
  LegacyBridgeCheck(legacybridge_batch_text(FJob, Index, Part, Text, Size));
  Result := TakeUtf8(Text, Size);
end;

function TLegacyBridgeBatch.FileInput(Index: Integer): TLBWideString;
begin
  Result := TextOf(Index, LB_BATCH_INPUT);
end;

function TLegacyBridgeBatch.FileOutput(Index: Integer): TLBWideString;
begin
  Result := TextOf(Index, LB_BATCH_OUTPUT);
end;

function TLegacyBridgeBatch.FileMessage(Index: Integer): TLBWideString;
begin
  Result := TextOf(Index, LB_BATCH_MESSAGE);
end;

function TLegacyBridgeBatch.FileLosses(Index: Integer): TLBWideString;
begin
  Result := TextOf(Index, LB_BATCH_LOSSES);
end;

function TLegacyBridgeBatch.Report: string;
var
  Json: PAnsiChar;
  Size: Integer;
begin
  LegacyBridgeCheck(legacybridge_batch_report(FJob, Json, Size));
  Result := TakeString(Json, Size);
end;

{ The library }

function LegacyBridgeVersion: string;
begin
  Result := string(AnsiString(legacybridge_version));
end;

function LegacyBridgeStatusText(Status: Integer): string;
begin
  Result := string(AnsiString(legacybridge_status_text(Status)));
end;

function LegacyBridgeLastErrorJson: string;
var
  Json: AnsiString;
  Size: Integer;
begin
  Size := legacybridge_last_error_json(nil, 0);
  SetLength(Json, Size + 1);
  legacybridge_last_error_json(PAnsiChar(Json), Size + 1);
  SetLength(Json, Size);
  Result := string(Json);
end;

function LegacyBridgeJsonString(const Text: TLBWideString): TLBWideString;
var
  At: Integer;
begin
  Result := '"';
  for At := 1 to Length(Text) do
    case Ord(Text[At]) of
      Ord('"'), Ord('\'):
        Result := Result + '\' + Text[At];
      0..31:
        Result := Result + TLBWideString('\u' + IntToHex(Ord(Text[At]), 4));
    else
      Result := Result + Text[At];
    end;
  Result := Result + '"';
end;

function LegacyBridgeStats: TLegacyBridgeStats;
begin
  FillChar(Result, SizeOf(Result), 0);
  Result.struct_size := SizeOf(Result);
  LegacyBridgeCheck(legacybridge_stats(Result));
end;

function LegacyBridgeMetrics: string;
var
  Text: PAnsiChar;
  Size: Integer;
begin
  LegacyBridgeCheck(legacybridge_metrics(Text, Size));
  Result := TakeString(Text, Size);
end;

var
  { Whether the program is counted as one that uses the library. }
  Counted: Boolean = False;

procedure LegacyBridgeStartup;
begin
  LegacyBridgeCheck(legacybridge_startup);
end;

procedure LegacyBridgeShutdown;
begin
  Counted := False;
  LegacyBridgeCheck(legacybridge_shutdown);
end;

initialization
  Counted := not IsLibrary and (legacybridge_startup >= 0);
finalization
  if Counted then
    legacybridge_shutdown;
end.
