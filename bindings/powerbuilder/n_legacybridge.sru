$PBExportHeader$n_legacybridge.sru
$PBExportComments$LegacyBridge: RTF, Markdown and plain text into each other (32-bit)
forward
global type n_legacybridge from nonvisualobject
end type
end forward

shared variables
// Whether this program is counted as one that uses the library: once for all objects of this type.
boolean sb_started = False
end variables

global type n_legacybridge from nonvisualobject
end type
global n_legacybridge n_legacybridge

type prototypes
// The functions of legacybridge.h. Pointers are long: PowerBuilder 10 and later, 32-bit programs.
Function long legacybridge_abi_version () Library "legacybridge.dll"
Function long legacybridge_version_number () Library "legacybridge.dll"
Function long legacybridge_create (ref blob options, ref long handle) Library "legacybridge.dll"
Function long legacybridge_destroy (long handle) Library "legacybridge.dll"
Subroutine legacybridge_free (long output) Library "legacybridge.dll"
Function long legacybridge_last_error_utf16 (ref string buffer, long capacity) Library "legacybridge.dll"
Function long legacybridge_last_error_json_utf16 (ref string buffer, long capacity) Library "legacybridge.dll"
Subroutine legacybridge_clear_error () Library "legacybridge.dll"
Function long legacybridge_startup () Library "legacybridge.dll"
Function long legacybridge_shutdown () Library "legacybridge.dll"
Function long legacybridge_convert (long handle, long from_format, long to_format, ref blob input_data, long input_len, ref long output, ref long output_len) Library "legacybridge.dll"
Function long legacybridge_convert_utf16 (long handle, long from_format, long to_format, string input_text, long input_len, ref long output, ref long output_len) Library "legacybridge.dll"
Function long legacybridge_convert_reporting (long handle, long from_format, long to_format, ref blob input_data, long input_len, ref long output, ref long output_len, ref long report, ref long report_len) Library "legacybridge.dll"
Function long legacybridge_convert_reporting_utf16 (long handle, long from_format, long to_format, string input_text, long input_len, ref long output, ref long output_len, ref long report, ref long report_len) Library "legacybridge.dll"
Function long legacybridge_fill (long handle, long from_format, long to_format, ref blob input_data, long input_len, ref blob values_data, long values_len, ref long output, ref long output_len, ref long report, ref long report_len) Library "legacybridge.dll"
Function long legacybridge_fill_utf16 (long handle, long from_format, long to_format, string input_text, long input_len, string values_text, long values_len, ref long output, ref long output_len, ref long report, ref long report_len) Library "legacybridge.dll"
Function long legacybridge_check (long handle, long from_format, ref blob input_data, long input_len, ref long json, ref long json_len) Library "legacybridge.dll"
Function long legacybridge_check_utf16 (long handle, long from_format, string input_text, long input_len, ref long json, ref long json_len) Library "legacybridge.dll"
Function long legacybridge_cancel (long handle) Library "legacybridge.dll"
Function long legacybridge_convert_file_utf16 (long handle, long from_format, long to_format, string input_path, string output_path) Library "legacybridge.dll"
Function long legacybridge_convert_column (long handle, long from_format, long to_format, ref blob data, ref blob data_len, ref blob offsets, long offset_bits, long validity, long first, long count, ref blob options, ref blob column) Library "legacybridge.dll"
Subroutine legacybridge_free_column (ref blob column) Library "legacybridge.dll"
Function long legacybridge_batch_start (long handle, long from_format, long to_format, ref blob input_folder, ref blob output_folder, ref blob options, ref long job) Library "legacybridge.dll"
Function long legacybridge_batch_status (long job, ref blob status) Library "legacybridge.dll"
Function long legacybridge_batch_cancel (long job) Library "legacybridge.dll"
Function long legacybridge_batch_wait (long job, long milliseconds) Library "legacybridge.dll"
Function long legacybridge_batch_result (long job, long index, ref blob result) Library "legacybridge.dll"
Function long legacybridge_batch_text (long job, long index, long part, ref long text, ref long text_len) Library "legacybridge.dll"
Function long legacybridge_batch_report (long job, ref long json, ref long json_len) Library "legacybridge.dll"
Function long legacybridge_batch_free (long job) Library "legacybridge.dll"
Function long legacybridge_report (long handle, ref long json, ref long json_len) Library "legacybridge.dll"
Function long legacybridge_metrics (ref long text, ref long len) Library "legacybridge.dll"
Subroutine copymemory (ref blob target, long source, long length) Library "kernel32.dll" Alias For "RtlMoveMemory"
end prototypes

type variables
// The constants of legacybridge.h
Constant long LB_ABI_VERSION = 2
Constant long LB_FORMAT_DETECT = 0
Constant long LB_FORMAT_MARKDOWN = 1
Constant long LB_FORMAT_RTF = 2
Constant long LB_FORMAT_TEXT = 3
Constant long LB_FORMAT_HTML = 4
Constant long LB_FORMAT_CSV = 5
Constant long LB_FORMAT_JSON = 6
Constant long LB_OK = 0
Constant long LB_ERROR_NULL_POINTER = -1
Constant long LB_ERROR_BAD_HANDLE = -2
Constant long LB_ERROR_BAD_OPTION = -3
Constant long LB_ERROR_BAD_ARGUMENT = -4
Constant long LB_ERROR_BAD_ENCODING = -5
Constant long LB_ERROR_BAD_UTF16 = -6
Constant long LB_ERROR_LIMIT_REACHED = -7
Constant long LB_ERROR_MEMORY_LIMIT = -8
Constant long LB_ERROR_BUSY = -9
Constant long LB_ERROR_BUFFER_TOO_SMALL = -10
Constant long LB_ERROR_IO = -11
Constant long LB_ERROR_CANCELLED = -12
Constant long LB_ERROR_INTERNAL = -13
Constant long LB_ERROR_LOSS = -14
Constant long LB_ERROR_TIMEOUT = -15
Constant long LB_ROW_NULL = 1
Constant long LB_LOG_ERROR = 1
Constant long LB_LOG_WARNING = 2
Constant long LB_LOG_INFORMATION = 3
Constant long LB_LOG_TRACE = 4
Constant long LB_BATCH_FILE_WAITING = 1
Constant long LB_BATCH_FILE_CONVERTING = 2
Constant long LB_BATCH_FILE_SKIPPED = 3
Constant long LB_BATCH_LISTING = 1
Constant long LB_BATCH_RUNNING = 2
Constant long LB_BATCH_CANCELLING = 3
Constant long LB_BATCH_FINISHED = 4
Constant long LB_BATCH_CANCELLED = 5
Constant long LB_BATCH_INPUT = 1
Constant long LB_BATCH_OUTPUT = 2
Constant long LB_BATCH_MESSAGE = 3
Constant long LB_BATCH_LOSSES = 4

// The status of the last call: 0 or one of LB_ERROR_...
long il_status

private:
// The library's handle; 0 is the built-in converter with default options, -1 none.
long il_handle
end variables

forward prototypes
public subroutine of_setoptions (string as_options) throws exception
public function string of_markdowntortf (string as_markdown) throws exception
public function string of_rtftomarkdown (string as_rtf) throws exception
public function string of_convert (long al_from, long al_to, string as_text) throws exception
public function string of_convertreporting (long al_from, long al_to, string as_text, ref string as_report) throws exception
public function string of_fill (long al_from, long al_to, string as_text, string as_values, ref string as_report) throws exception
public function blob of_fillblob (long al_from, long al_to, blob ablb_data, string as_values, ref string as_report) throws exception
public function string of_jsonstring (string as_value)
public function string of_findings (long al_from, string as_text) throws exception
public function string of_findingsofblob (long al_from, blob ablb_data) throws exception
public subroutine of_cancel () throws exception
public function string of_lasterrorjson ()
public function blob of_convertblob (long al_from, long al_to, blob ablb_data) throws exception
public subroutine of_convertfile (long al_from, long al_to, string as_input, string as_output) throws exception
public function string of_report () throws exception
public function string of_metrics () throws exception
public function long of_batchstart (long al_from, long al_to, string as_input, string as_output, string as_options) throws exception
public function boolean of_batchwait (long al_job, long al_milliseconds) throws exception
public subroutine of_batchcancel (long al_job) throws exception
public function long of_batchdone (long al_job, ref long al_total) throws exception
public function long of_batchfilestatus (long al_job, long al_index) throws exception
public function string of_batchtext (long al_job, long al_index, long al_part) throws exception
public function string of_batchreport (long al_job) throws exception
public subroutine of_batchfree (long al_job)
public subroutine of_shutdown () throws exception
private subroutine of_check (long al_status) throws exception
private function long of_number (long al_number)
private function blob of_utf8 (string as_text)
private function blob of_structure (long al_size)
private function blob of_take (long al_output, long al_length)
private function string of_taketext (long al_output, long al_length)
end prototypes

public subroutine of_setoptions (string as_options) throws exception;// "Key=value;Key=value"; legacybridge.h lists the keys. Null is no options. The converter before goes; if
// the options are wrong every function fails until they are right.
blob lblb_options
long ll_handle
long ll_status

If legacybridge_abi_version () <> LB_ABI_VERSION Then
	exception lex_version
	lex_version = Create exception
	lex_version.SetMessage ("legacybridge.dll has another version than n_legacybridge")
	Throw lex_version
End If
lblb_options = of_utf8 (as_options)
ll_status = legacybridge_create (lblb_options, ll_handle)
If il_handle > 0 Then legacybridge_destroy (il_handle)
il_handle = ll_handle
of_check (ll_status)
end subroutine

public function string of_markdowntortf (string as_markdown) throws exception;Return of_convert (LB_FORMAT_MARKDOWN, LB_FORMAT_RTF, as_markdown)
end function

public function string of_rtftomarkdown (string as_rtf) throws exception;Return of_convert (LB_FORMAT_RTF, LB_FORMAT_MARKDOWN, as_rtf)
end function

public function string of_convert (long al_from, long al_to, string as_text) throws exception;// Strings are UTF-16 in PowerBuilder 10 and later, and go as they are. Null gives null.
long ll_output
long ll_length
string ls_result

If IsNull (al_from) Or IsNull (al_to) Or IsNull (as_text) Then
	SetNull (ls_result)
	Return ls_result
End If
of_check (legacybridge_convert_utf16 (il_handle, al_from, al_to, as_text, Len (as_text), ll_output, ll_length))
ls_result = String (ll_output, "address")
legacybridge_free (ll_output)
Return ls_result
end function

public function string of_convertreporting (long al_from, long al_to, string as_text, ref string as_report) throws exception;// as_report is what this very call could not keep, as JSON; also when an exception is thrown. Null gives
// null, of which nothing is lost.
long ll_output
long ll_report
long ll_length
long ll_reportlength
long ll_status
string ls_result

as_report = "[]"
If IsNull (al_from) Or IsNull (al_to) Or IsNull (as_text) Then
	SetNull (ls_result)
	Return ls_result
End If
ll_status = legacybridge_convert_reporting_utf16 (il_handle, al_from, al_to, as_text, Len (as_text), ll_output, ll_length, ll_report, ll_reportlength)
as_report = ""
If ll_report <> 0 Then
	as_report = String (ll_report, "address")
	legacybridge_free (ll_report)
End If
of_check (ll_status)
ls_result = String (ll_output, "address")
legacybridge_free (ll_output)
Return ls_result
end function

public function string of_fill (long al_from, long al_to, string as_text, string as_values, ref string as_report) throws exception;// Fills a document with the values of a JSON object and converts it: {{name}}, and Word's merge fields.
// as_report is as in of_convertreporting. Null gives null.
long ll_output
long ll_report
long ll_length
long ll_reportlength
long ll_status
string ls_result

as_report = "[]"
If IsNull (al_from) Or IsNull (al_to) Or IsNull (as_text) Or IsNull (as_values) Then
	SetNull (ls_result)
	Return ls_result
End If
ll_status = legacybridge_fill_utf16 (il_handle, al_from, al_to, as_text, Len (as_text), as_values, Len (as_values), ll_output, ll_length, ll_report, ll_reportlength)
as_report = ""
If ll_report <> 0 Then
	as_report = String (ll_report, "address")
	legacybridge_free (ll_report)
End If
of_check (ll_status)
ls_result = String (ll_output, "address")
legacybridge_free (ll_output)
Return ls_result
end function

public function blob of_fillblob (long al_from, long al_to, blob ablb_data, string as_values, ref string as_report) throws exception;// of_fill for bytes, as of_convertblob has them. Null gives null.
long ll_output
long ll_report
long ll_length
long ll_reportlength
long ll_status
blob lblb_values, lblb_result

as_report = "[]"
If IsNull (al_from) Or IsNull (al_to) Or IsNull (ablb_data) Or IsNull (as_values) Then
	SetNull (lblb_result)
	Return lblb_result
End If
lblb_values = of_utf8 (as_values)
ll_status = legacybridge_fill (il_handle, al_from, al_to, ablb_data, Len (ablb_data), lblb_values, -1, ll_output, ll_length, ll_report, ll_reportlength)
as_report = ""
If ll_report <> 0 Then as_report = of_taketext (ll_report, ll_reportlength)
of_check (ll_status)
Return of_take (ll_output, ll_length)
end function

public function string of_jsonstring (string as_value);// A text as a string of JSON, quotes and all, for the values of of_fill; null is null.
string ls_json, ls_letter
long ll_at, ll_code

If IsNull (as_value) Then Return "null"
For ll_at = 1 To Len (as_value)
	ls_letter = Mid (as_value, ll_at, 1)
	ll_code = Asc (ls_letter)
	If ls_letter = '"' Or ls_letter = "\" Then
		ls_letter = "\" + ls_letter
	ElseIf ll_code < 32 Then
		ls_letter = "\u00" + String (Int (ll_code / 16)) + Mid ("0123456789ABCDEF", Mod (ll_code, 16) + 1, 1)
	End If
	ls_json += ls_letter
Next
Return '"' + ls_json + '"'
end function

public function string of_findings (long al_from, string as_text) throws exception;// What is wrong with a document, as JSON: valid, format, findings. Null gives null.
long ll_json
long ll_length
string ls_result

If IsNull (al_from) Or IsNull (as_text) Then
	SetNull (ls_result)
	Return ls_result
End If
of_check (legacybridge_check_utf16 (il_handle, al_from, as_text, Len (as_text), ll_json, ll_length))
ls_result = String (ll_json, "address")
legacybridge_free (ll_json)
Return ls_result
end function

public function string of_findingsofblob (long al_from, blob ablb_data) throws exception;// of_findings for bytes. Null gives null.
long ll_json
long ll_length
string ls_result

If IsNull (al_from) Or IsNull (ablb_data) Then
	SetNull (ls_result)
	Return ls_result
End If
of_check (legacybridge_check (il_handle, al_from, ablb_data, Len (ablb_data), ll_json, ll_length))
Return of_taketext (ll_json, ll_length)
end function

public subroutine of_cancel () throws exception;// Ends the conversions that other threads run with this converter now.
of_check (legacybridge_cancel (il_handle))
end subroutine

public function string of_lasterrorjson ();// The last error as JSON: status, name, message, offset.
string ls_json
long ll_length

ls_json = Space (3500)
ll_length = legacybridge_last_error_json_utf16 (ls_json, 3500)
Return Left (ls_json, ll_length)
end function

public function blob of_convertblob (long al_from, long al_to, blob ablb_data) throws exception;// Bytes: RTF as it stands in a file or a binary column, Markdown in UTF-8. Null gives null.
long ll_output
long ll_length
blob lblb_result

If IsNull (al_from) Or IsNull (al_to) Or IsNull (ablb_data) Then
	SetNull (lblb_result)
	Return lblb_result
End If
of_check (legacybridge_convert (il_handle, al_from, al_to, ablb_data, Len (ablb_data), ll_output, ll_length))
Return of_take (ll_output, ll_length)
end function

public subroutine of_convertfile (long al_from, long al_to, string as_input, string as_output) throws exception;// A path that is null is none, and fails as one that is empty does.
If IsNull (as_input) Then as_input = ""
If IsNull (as_output) Then as_output = ""
of_check (legacybridge_convert_file_utf16 (il_handle, of_number (al_from), of_number (al_to), as_input, as_output))
end subroutine

public function string of_report () throws exception;// What the last conversion could not keep, as JSON; "[]" when nothing was lost.
long ll_json
long ll_length

of_check (legacybridge_report (il_handle, ll_json, ll_length))
Return of_taketext (ll_json, ll_length)
end function

public function string of_metrics () throws exception;long ll_text
long ll_length

of_check (legacybridge_metrics (ll_text, ll_length))
Return of_taketext (ll_text, ll_length)
end function

public function long of_batchstart (long al_from, long al_to, string as_input, string as_output, string as_options) throws exception;// Starts a job that converts the files of a folder; give it back with of_batchfree.
blob lblb_input, lblb_output, lblb_options
long ll_job

lblb_input = of_utf8 (as_input)
lblb_output = of_utf8 (as_output)
lblb_options = of_utf8 (as_options)
of_check (legacybridge_batch_start (il_handle, of_number (al_from), of_number (al_to), lblb_input, lblb_output, lblb_options, ll_job))
Return ll_job
end function

public function boolean of_batchwait (long al_job, long al_milliseconds) throws exception;// True when the job is over. Wait for short times and Yield () in between.
long ll_status

ll_status = legacybridge_batch_wait (of_number (al_job), of_number (al_milliseconds))
If ll_status = LB_ERROR_BUSY Then Return False
If ll_status <> LB_ERROR_CANCELLED Then of_check (ll_status)
Return True
end function

public subroutine of_batchcancel (long al_job) throws exception;of_check (legacybridge_batch_cancel (of_number (al_job)))
end subroutine

public function long of_batchdone (long al_job, ref long al_total) throws exception;// How many files are done, and how many there are.
blob lblb_status

lblb_status = of_structure (56)
of_check (legacybridge_batch_status (of_number (al_job), lblb_status))
al_total = Long (BlobMid (lblb_status, 9, 4))
Return Long (BlobMid (lblb_status, 13, 4))
end function

public function long of_batchfilestatus (long al_job, long al_index) throws exception;// 0: converted; negative: an error; greater: see LEGACYBRIDGE_BATCH_FILE_ in legacybridge.h.
blob lblb_result

lblb_result = of_structure (32)
of_check (legacybridge_batch_result (of_number (al_job), of_number (al_index), lblb_result))
Return Long (BlobMid (lblb_result, 5, 4))
end function

public function string of_batchtext (long al_job, long al_index, long al_part) throws exception;// al_part is LB_BATCH_INPUT, _OUTPUT, _MESSAGE or _LOSSES.
long ll_text
long ll_length

of_check (legacybridge_batch_text (of_number (al_job), of_number (al_index), of_number (al_part), ll_text, ll_length))
Return of_taketext (ll_text, ll_length)
end function

public function string of_batchreport (long al_job) throws exception;long ll_json
long ll_length

of_check (legacybridge_batch_report (of_number (al_job), ll_json, ll_length))
Return of_taketext (ll_json, ll_length)
end function

public subroutine of_batchfree (long al_job);legacybridge_batch_free (of_number (al_job))
end subroutine

public subroutine of_shutdown () throws exception;// This program has no more use for the library: the last part of a process that says so gives back all
// that the library holds, and objects from before convert nothing then. At the end of the program it need not
// be called.
If sb_started Then
	sb_started = False
	of_check (legacybridge_shutdown ())
End If
end subroutine

private subroutine of_check (long al_status) throws exception;// Throws the library's message if a status is an error.
string ls_message
exception lex_error

il_status = al_status
If al_status >= 0 Then Return
ls_message = Space (600)
legacybridge_last_error_utf16 (ls_message, 600)
lex_error = Create exception
lex_error.SetMessage (ls_message)
Throw lex_error
end subroutine

private function long of_number (long al_number);// A number for the library, which no null reaches: -2 is no format, job, file or time.
If IsNull (al_number) Then Return -2
Return al_number
end function

private function blob of_utf8 (string as_text);// A text in UTF-8 that ends with a NUL; that of null is empty.
blob{2} lblb_zero

If IsNull (as_text) Then as_text = ""
Return Blob (as_text, EncodingUTF8!) + lblb_zero
end function

private function blob of_structure (long al_size);// A structure of zeros that begins with its size.
blob lblb_structure
long ll_at

lblb_structure = Blob (Space (al_size), EncodingAnsi!)
For ll_at = 1 To al_size Step 4
	BlobEdit (lblb_structure, ll_at, 0)
	BlobEdit (lblb_structure, ll_at + 2, 0)
Next
BlobEdit (lblb_structure, 1, al_size)
Return lblb_structure
end function

private function blob of_take (long al_output, long al_length);// An output becomes a blob and goes back to the library.
blob lblb_data

If al_length > 0 Then
	lblb_data = Blob (Space (al_length), EncodingAnsi!)
	copymemory (lblb_data, al_output, al_length)
End If
legacybridge_free (al_output)
Return lblb_data
end function

private function string of_taketext (long al_output, long al_length);// An output in UTF-8 becomes a string.
Return String (of_take (al_output, al_length), EncodingUTF8!)
end function

on n_legacybridge.create
call super::create
TriggerEvent( this, "constructor" )
end on

on n_legacybridge.destroy
TriggerEvent( this, "destructor" )
call super::destroy
end on

event constructor;If Not sb_started Then sb_started = (legacybridge_startup () = LB_OK)
end event

event destructor;If il_handle > 0 Then legacybridge_destroy (il_handle)
il_handle = -1
end event
