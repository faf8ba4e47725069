Attribute VB_Name = "modLegacyBridge"
' LegacyBridge for VBA: RTF, Markdown and plain text into each other. Office 2010 and later in
' 32 and 64 bit, and Office 2000 to 2007.
'
'     LbLoad ThisWorkbook.Path          ' once: where legacybridge.dll is
'     rtf = LbMarkdownToRtf("# Hello")
'
' LegacyBridgeField.bas converts a field of a table in Access.
'
' Text      String in, String out, in UTF-16: no character is lost to the system's code page.
' Errors    raised with Err.Raise: LB_ERROR_BASE minus the status, with the library's message.
' Bitness   64-bit Office needs the DLL of x64, 32-bit Office that of x86, whatever Windows is.
' Reset     Reset in the editor skips Class_Terminate. What the objects held stays in the process
'           until LbReset or its end; 4,096 converters can be alive. Each Reset counts this project
'           as one user of the library more, and LbReset counts as one: call it as often.
Option Explicit

' Err.Number is LB_ERROR_BASE - status: a bad option (-3) is vbObjectError + 512 + 3.
Public Const LB_ERROR_BASE As Long = vbObjectError + 512

Public Const LB_ABI_VERSION As Long = 2
Public Const LB_FORMAT_DETECT As Long = 0
Public Const LB_FORMAT_MARKDOWN As Long = 1
Public Const LB_FORMAT_RTF As Long = 2
Public Const LB_FORMAT_TEXT As Long = 3
Public Const LB_FORMAT_HTML As Long = 4
Public Const LB_FORMAT_CSV As Long = 5
Public Const LB_FORMAT_JSON As Long = 6
Public Const LB_OK As Long = 0
Public Const LB_ERROR_NULL_POINTER As Long = -1
Public Const LB_ERROR_BAD_HANDLE As Long = -2
Public Const LB_ERROR_BAD_OPTION As Long = -3
Public Const LB_ERROR_BAD_ARGUMENT As Long = -4
Public Const LB_ERROR_BAD_ENCODING As Long = -5
Public Const LB_ERROR_BAD_UTF16 As Long = -6
Public Const LB_ERROR_LIMIT_REACHED As Long = -7
Public Const LB_ERROR_MEMORY_LIMIT As Long = -8
Public Const LB_ERROR_BUSY As Long = -9
Public Const LB_ERROR_BUFFER_TOO_SMALL As Long = -10
Public Const LB_ERROR_IO As Long = -11
Public Const LB_ERROR_CANCELLED As Long = -12
Public Const LB_ERROR_INTERNAL As Long = -13
Public Const LB_ERROR_LOSS As Long = -14
Public Const LB_ERROR_TIMEOUT As Long = -15
Public Const LB_ROW_NULL As Long = 1
Public Const LB_LOG_ERROR As Long = 1
Public Const LB_LOG_WARNING As Long = 2
Public Const LB_LOG_INFORMATION As Long = 3
Public Const LB_LOG_TRACE As Long = 4
Public Const LB_BATCH_FILE_WAITING As Long = 1
Public Const LB_BATCH_FILE_CONVERTING As Long = 2
Public Const LB_BATCH_FILE_SKIPPED As Long = 3
Public Const LB_BATCH_LISTING As Long = 1
Public Const LB_BATCH_RUNNING As Long = 2
Public Const LB_BATCH_CANCELLING As Long = 3
Public Const LB_BATCH_FINISHED As Long = 4
Public Const LB_BATCH_CANCELLED As Long = 5
Public Const LB_BATCH_INPUT As Long = 1
Public Const LB_BATCH_OUTPUT As Long = 2
Public Const LB_BATCH_MESSAGE As Long = 3
Public Const LB_BATCH_LOSSES As Long = 4

' 64-bit members are Currency, which counts in ten-thousandths: LbNumber gives the number.
Public Type LegacyBridgeBatchStatus
    struct_size As Long
    state As Long
    total As Long
    done As Long
    converted As Long
    failed As Long
    skipped As Long
    workers As Long
    bytes_in As Currency
    bytes_out As Currency
    milliseconds As Currency
End Type

Public Type LegacyBridgeBatchResult
    struct_size As Long
    status As Long
    losses As Long
    microseconds As Long
    bytes_in As Currency
    bytes_out As Currency
End Type

Public Type LegacyBridgeStats
    struct_size As Long
    active_conversions As Long
    live_handles As Long
    outstanding_outputs As Long
    memory_in_use As Currency
    memory_peak As Currency
    memory_limit As Currency
    runtime_bytes As Currency
    conversions_done As Currency
    conversions_failed As Currency
    conversions_refused As Currency
    conversions_waited As Currency
    bytes_in As Currency
    bytes_out As Currency
    ignored_frees As Currency
    buffer_pool_hits As Currency
    buffer_pool_misses As Currency
    buffer_pool_idle As Currency
    buffer_pool_bytes As Currency
    string_pool_hits As Currency
    string_pool_misses As Currency
    string_pool_idle As Currency
    string_pool_bytes As Currency
    node_pool_hits As Currency
    node_pool_misses As Currency
    node_pool_idle As Currency
    node_pool_bytes As Currency
    workspace_pool_hits As Currency
    workspace_pool_misses As Currency
    workspace_pool_idle As Currency
    workspace_pool_bytes As Currency
    interner_entries As Currency
    interner_bytes As Currency
    interner_hits As Currency
    interner_misses As Currency
    interner_clears As Currency
    allocations As Currency
    block_pool_hits As Currency
    block_pool_misses As Currency
    block_pool_idle As Currency
    block_pool_bytes As Currency
    conversion_microseconds As Currency
    rtf_to_markdown_microseconds As Currency
    markdown_to_rtf_microseconds As Currency
    rtf_to_html_microseconds As Currency
    html_to_rtf_microseconds As Currency
    rtf_to_text_microseconds As Currency
End Type

#If VBA7 Then

Public Type LegacyBridgeColumn
    struct_size As Long
    count As Long
    failed As Long
    reserved As Long
    data As LongPtr
    offsets As LongPtr
    statuses As LongPtr
    reports As LongPtr
    report_offsets As LongPtr
    validity As LongPtr
End Type

Public Declare PtrSafe Function legacybridge_abi_version Lib "legacybridge.dll" Alias "legacybridge_abi_version" () As Long
Public Declare PtrSafe Function legacybridge_version Lib "legacybridge.dll" Alias "legacybridge_version" () As LongPtr
Public Declare PtrSafe Function legacybridge_version_number Lib "legacybridge.dll" Alias "legacybridge_version_number" () As Long
Public Declare PtrSafe Function legacybridge_status_text Lib "legacybridge.dll" Alias "legacybridge_status_text" ( _
    ByVal status As Long) As LongPtr
Public Declare PtrSafe Function legacybridge_create Lib "legacybridge.dll" Alias "legacybridge_create" ( _
    ByVal options As LongPtr, ByRef handle As Long) As Long
Public Declare PtrSafe Function legacybridge_destroy Lib "legacybridge.dll" Alias "legacybridge_destroy" ( _
    ByVal handle As Long) As Long
Public Declare PtrSafe Sub legacybridge_free Lib "legacybridge.dll" Alias "legacybridge_free" (ByVal outputPtr As LongPtr)
Public Declare PtrSafe Function legacybridge_last_error Lib "legacybridge.dll" Alias "legacybridge_last_error" ( _
    ByVal buffer As LongPtr, ByVal capacity As Long) As Long
Public Declare PtrSafe Function legacybridge_last_error_utf16 Lib "legacybridge.dll" Alias "legacybridge_last_error_utf16" ( _
    ByVal buffer As LongPtr, ByVal capacity As Long) As Long
Public Declare PtrSafe Function legacybridge_last_error_json Lib "legacybridge.dll" Alias "legacybridge_last_error_json" ( _
    ByVal buffer As LongPtr, ByVal capacity As Long) As Long
Public Declare PtrSafe Function legacybridge_last_error_json_utf16 Lib "legacybridge.dll" Alias "legacybridge_last_error_json_utf16" ( _
    ByVal buffer As LongPtr, ByVal capacity As Long) As Long
Public Declare PtrSafe Sub legacybridge_clear_error Lib "legacybridge.dll" Alias "legacybridge_clear_error" ()
Public Declare PtrSafe Function legacybridge_startup Lib "legacybridge.dll" Alias "legacybridge_startup" () As Long
Public Declare PtrSafe Function legacybridge_shutdown Lib "legacybridge.dll" Alias "legacybridge_shutdown" () As Long
Public Declare PtrSafe Function legacybridge_convert Lib "legacybridge.dll" Alias "legacybridge_convert" ( _
    ByVal handle As Long, ByVal fromFormat As Long, ByVal toFormat As Long, _
    ByVal inputPtr As LongPtr, ByVal inputLen As Long, ByRef outputPtr As LongPtr, _
    ByRef outputLen As Long) As Long
Public Declare PtrSafe Function legacybridge_convert_utf16 Lib "legacybridge.dll" Alias "legacybridge_convert_utf16" ( _
    ByVal handle As Long, ByVal fromFormat As Long, ByVal toFormat As Long, _
    ByVal inputPtr As LongPtr, ByVal inputLen As Long, ByRef outputPtr As LongPtr, _
    ByRef outputLen As Long) As Long
Public Declare PtrSafe Function legacybridge_convert_reporting Lib "legacybridge.dll" Alias "legacybridge_convert_reporting" ( _
    ByVal handle As Long, ByVal fromFormat As Long, ByVal toFormat As Long, _
    ByVal inputPtr As LongPtr, ByVal inputLen As Long, ByRef outputPtr As LongPtr, _
    ByRef outputLen As Long, ByRef reportPtr As LongPtr, ByRef reportLen As Long) As Long
Public Declare PtrSafe Function legacybridge_convert_reporting_utf16 Lib "legacybridge.dll" Alias "legacybridge_convert_reporting_utf16" ( _
    ByVal handle As Long, ByVal fromFormat As Long, ByVal toFormat As Long, _
    ByVal inputPtr As LongPtr, ByVal inputLen As Long, ByRef outputPtr As LongPtr, _
    ByRef outputLen As Long, ByRef reportPtr As LongPtr, ByRef reportLen As Long) As Long
Public Declare PtrSafe Function legacybridge_fill Lib "legacybridge.dll" Alias "legacybridge_fill" (ByVal handle As Long, _
    ByVal fromFormat As Long, ByVal toFormat As Long, ByVal inputPtr As LongPtr, _
    ByVal inputLen As Long, ByVal valuesPtr As LongPtr, ByVal valuesLen As Long, _
    ByRef outputPtr As LongPtr, ByRef outputLen As Long, ByRef reportPtr As LongPtr, _
    ByRef reportLen As Long) As Long
Public Declare PtrSafe Function legacybridge_fill_utf16 Lib "legacybridge.dll" Alias "legacybridge_fill_utf16" (ByVal handle As Long, _
    ByVal fromFormat As Long, ByVal toFormat As Long, ByVal inputPtr As LongPtr, _
    ByVal inputLen As Long, ByVal valuesPtr As LongPtr, ByVal valuesLen As Long, _
    ByRef outputPtr As LongPtr, ByRef outputLen As Long, ByRef reportPtr As LongPtr, _
    ByRef reportLen As Long) As Long
Public Declare PtrSafe Function legacybridge_check Lib "legacybridge.dll" Alias "legacybridge_check" (ByVal handle As Long, _
    ByVal fromFormat As Long, ByVal inputPtr As LongPtr, ByVal inputLen As Long, _
    ByRef jsonPtr As LongPtr, ByRef jsonLen As Long) As Long
Public Declare PtrSafe Function legacybridge_check_utf16 Lib "legacybridge.dll" Alias "legacybridge_check_utf16" (ByVal handle As Long, _
    ByVal fromFormat As Long, ByVal inputPtr As LongPtr, ByVal inputLen As Long, _
    ByRef jsonPtr As LongPtr, ByRef jsonLen As Long) As Long
Public Declare PtrSafe Function legacybridge_cancel Lib "legacybridge.dll" Alias "legacybridge_cancel" (ByVal handle As Long) As Long
Public Declare PtrSafe Function legacybridge_convert_into Lib "legacybridge.dll" Alias "legacybridge_convert_into" ( _
    ByVal handle As Long, ByVal fromFormat As Long, ByVal toFormat As Long, _
    ByVal inputPtr As LongPtr, ByVal inputLen As Long, ByVal buffer As LongPtr, _
    ByVal capacity As Long, ByRef needed As Long) As Long
Public Declare PtrSafe Function legacybridge_convert_file Lib "legacybridge.dll" Alias "legacybridge_convert_file" ( _
    ByVal handle As Long, ByVal fromFormat As Long, ByVal toFormat As Long, _
    ByVal inputPath As LongPtr, ByVal outputPath As LongPtr) As Long
Public Declare PtrSafe Function legacybridge_convert_file_utf16 Lib "legacybridge.dll" Alias "legacybridge_convert_file_utf16" ( _
    ByVal handle As Long, ByVal fromFormat As Long, ByVal toFormat As Long, _
    ByVal inputPath As LongPtr, ByVal outputPath As LongPtr) As Long
Public Declare PtrSafe Function legacybridge_convert_column Lib "legacybridge.dll" Alias "legacybridge_convert_column" ( _
    ByVal handle As Long, ByVal fromFormat As Long, ByVal toFormat As Long, _
    ByVal dataPtr As LongPtr, ByVal dataLenPtr As LongPtr, ByVal offsetsPtr As LongPtr, _
    ByVal offsetBits As Long, ByVal validityPtr As LongPtr, ByVal first As Long, _
    ByVal count As Long, ByVal options As LongPtr, ByRef column As LegacyBridgeColumn) As Long
Public Declare PtrSafe Sub legacybridge_free_column Lib "legacybridge.dll" Alias "legacybridge_free_column" ( _
    ByRef column As LegacyBridgeColumn)
Public Declare PtrSafe Function legacybridge_batch_start Lib "legacybridge.dll" Alias "legacybridge_batch_start" ( _
    ByVal handle As Long, ByVal fromFormat As Long, ByVal toFormat As Long, _
    ByVal inputFolder As LongPtr, ByVal outputFolder As LongPtr, ByVal options As LongPtr, _
    ByRef job As Long) As Long
Public Declare PtrSafe Function legacybridge_batch_start_list Lib "legacybridge.dll" Alias "legacybridge_batch_start_list" ( _
    ByVal handle As Long, ByVal fromFormat As Long, ByVal toFormat As Long, _
    ByVal inputs As LongPtr, ByVal outputs As LongPtr, ByVal count As Long, _
    ByVal options As LongPtr, ByRef job As Long) As Long
Public Declare PtrSafe Function legacybridge_batch_status Lib "legacybridge.dll" Alias "legacybridge_batch_status" ( _
    ByVal job As Long, ByRef status As LegacyBridgeBatchStatus) As Long
Public Declare PtrSafe Function legacybridge_batch_cancel Lib "legacybridge.dll" Alias "legacybridge_batch_cancel" ( _
    ByVal job As Long) As Long
Public Declare PtrSafe Function legacybridge_batch_wait Lib "legacybridge.dll" Alias "legacybridge_batch_wait" ( _
    ByVal job As Long, ByVal milliseconds As Long) As Long
Public Declare PtrSafe Function legacybridge_batch_result Lib "legacybridge.dll" Alias "legacybridge_batch_result" ( _
    ByVal job As Long, ByVal index As Long, ByRef result As LegacyBridgeBatchResult) As Long
Public Declare PtrSafe Function legacybridge_batch_text Lib "legacybridge.dll" Alias "legacybridge_batch_text" ( _
    ByVal job As Long, ByVal index As Long, ByVal part As Long, ByRef text As LongPtr, _
    ByRef textLen As Long) As Long
Public Declare PtrSafe Function legacybridge_batch_report Lib "legacybridge.dll" Alias "legacybridge_batch_report" ( _
    ByVal job As Long, ByRef json As LongPtr, ByRef jsonLen As Long) As Long
Public Declare PtrSafe Function legacybridge_batch_free Lib "legacybridge.dll" Alias "legacybridge_batch_free" ( _
    ByVal job As Long) As Long
Public Declare PtrSafe Function legacybridge_set_log Lib "legacybridge.dll" Alias "legacybridge_set_log" ( _
    ByVal callback As LongPtr, ByVal level As Long) As Long
Public Declare PtrSafe Function legacybridge_stats Lib "legacybridge.dll" Alias "legacybridge_stats" ( _
    ByRef stats As LegacyBridgeStats) As Long
Public Declare PtrSafe Function legacybridge_report Lib "legacybridge.dll" Alias "legacybridge_report" ( _
    ByVal handle As Long, ByRef json As LongPtr, ByRef jsonLen As Long) As Long
Public Declare PtrSafe Function legacybridge_metrics Lib "legacybridge.dll" Alias "legacybridge_metrics" ( _
    ByRef text As LongPtr, ByRef length As Long) As Long
Private Declare PtrSafe Sub CopyMemory Lib "kernel32" Alias "RtlMoveMemory" ( _
    ByVal target As LongPtr, ByVal source As LongPtr, ByVal bytes As LongPtr)
Private Declare PtrSafe Function LoadLibraryW Lib "kernel32" Alias "LoadLibraryW" (ByVal path As LongPtr) As LongPtr
Private Declare PtrSafe Function lstrlenA Lib "kernel32" Alias "lstrlenA" (ByVal text As LongPtr) As Long
Private Declare PtrSafe Function WideCharToMultiByte Lib "kernel32" Alias "WideCharToMultiByte" (ByVal codePage As Long, _
    ByVal flags As Long, ByVal wide As LongPtr, ByVal wideLen As Long, ByVal bytes As LongPtr, _
    ByVal byteLen As Long, ByVal defaultChar As LongPtr, ByVal usedDefault As LongPtr) As Long
Private Declare PtrSafe Function MultiByteToWideChar Lib "kernel32" Alias "MultiByteToWideChar" (ByVal codePage As Long, _
    ByVal flags As Long, ByVal bytes As LongPtr, ByVal byteLen As Long, ByVal wide As LongPtr, _
    ByVal wideLen As Long) As Long

#Else

' Before Office 2010: pointers are Long.
Public Enum LongPtr
    [_]
End Enum

Public Type LegacyBridgeColumn
    struct_size As Long
    count As Long
    failed As Long
    reserved As Long
    data As LongPtr
    offsets As LongPtr
    statuses As LongPtr
    reports As LongPtr
    report_offsets As LongPtr
    validity As LongPtr
End Type

Public Declare Function legacybridge_abi_version Lib "legacybridge.dll" Alias "legacybridge_abi_version" () As Long
Public Declare Function legacybridge_version Lib "legacybridge.dll" Alias "legacybridge_version" () As LongPtr
Public Declare Function legacybridge_version_number Lib "legacybridge.dll" Alias "legacybridge_version_number" () As Long
Public Declare Function legacybridge_status_text Lib "legacybridge.dll" Alias "legacybridge_status_text" ( _
    ByVal status As Long) As LongPtr
Public Declare Function legacybridge_create Lib "legacybridge.dll" Alias "legacybridge_create" (ByVal options As LongPtr, _
    ByRef handle As Long) As Long
Public Declare Function legacybridge_destroy Lib "legacybridge.dll" Alias "legacybridge_destroy" (ByVal handle As Long) As Long
Public Declare Sub legacybridge_free Lib "legacybridge.dll" Alias "legacybridge_free" (ByVal outputPtr As LongPtr)
Public Declare Function legacybridge_last_error Lib "legacybridge.dll" Alias "legacybridge_last_error" ( _
    ByVal buffer As LongPtr, ByVal capacity As Long) As Long
Public Declare Function legacybridge_last_error_utf16 Lib "legacybridge.dll" Alias "legacybridge_last_error_utf16" ( _
    ByVal buffer As LongPtr, ByVal capacity As Long) As Long
Public Declare Function legacybridge_last_error_json Lib "legacybridge.dll" Alias "legacybridge_last_error_json" ( _
    ByVal buffer As LongPtr, ByVal capacity As Long) As Long
Public Declare Function legacybridge_last_error_json_utf16 Lib "legacybridge.dll" Alias "legacybridge_last_error_json_utf16" ( _
    ByVal buffer As LongPtr, ByVal capacity As Long) As Long
Public Declare Sub legacybridge_clear_error Lib "legacybridge.dll" Alias "legacybridge_clear_error" ()
Public Declare Function legacybridge_startup Lib "legacybridge.dll" Alias "legacybridge_startup" () As Long
Public Declare Function legacybridge_shutdown Lib "legacybridge.dll" Alias "legacybridge_shutdown" () As Long
Public Declare Function legacybridge_convert Lib "legacybridge.dll" Alias "legacybridge_convert" (ByVal handle As Long, _
    ByVal fromFormat As Long, ByVal toFormat As Long, ByVal inputPtr As LongPtr, _
    ByVal inputLen As Long, ByRef outputPtr As LongPtr, ByRef outputLen As Long) As Long
Public Declare Function legacybridge_convert_utf16 Lib "legacybridge.dll" Alias "legacybridge_convert_utf16" ( _
    ByVal handle As Long, ByVal fromFormat As Long, ByVal toFormat As Long, _
    ByVal inputPtr As LongPtr, ByVal inputLen As Long, ByRef outputPtr As LongPtr, _
    ByRef outputLen As Long) As Long
Public Declare Function legacybridge_convert_reporting Lib "legacybridge.dll" Alias "legacybridge_convert_reporting" ( _
    ByVal handle As Long, ByVal fromFormat As Long, ByVal toFormat As Long, _
    ByVal inputPtr As LongPtr, ByVal inputLen As Long, ByRef outputPtr As LongPtr, _
    ByRef outputLen As Long, ByRef reportPtr As LongPtr, ByRef reportLen As Long) As Long
Public Declare Function legacybridge_convert_reporting_utf16 Lib "legacybridge.dll" Alias "legacybridge_convert_reporting_utf16" ( _
    ByVal handle As Long, ByVal fromFormat As Long, ByVal toFormat As Long, _
    ByVal inputPtr As LongPtr, ByVal inputLen As Long, ByRef outputPtr As LongPtr, _
    ByRef outputLen As Long, ByRef reportPtr As LongPtr, ByRef reportLen As Long) As Long
Public Declare Function legacybridge_fill Lib "legacybridge.dll" Alias "legacybridge_fill" (ByVal handle As Long, _
    ByVal fromFormat As Long, ByVal toFormat As Long, ByVal inputPtr As LongPtr, _
    ByVal inputLen As Long, ByVal valuesPtr As LongPtr, ByVal valuesLen As Long, _
    ByRef outputPtr As LongPtr, ByRef outputLen As Long, ByRef reportPtr As LongPtr, _
    ByRef reportLen As Long) As Long
Public Declare Function legacybridge_fill_utf16 Lib "legacybridge.dll" Alias "legacybridge_fill_utf16" (ByVal handle As Long, _
    ByVal fromFormat As Long, ByVal toFormat As Long, ByVal inputPtr As LongPtr, _
    ByVal inputLen As Long, ByVal valuesPtr As LongPtr, ByVal valuesLen As Long, _
    ByRef outputPtr As LongPtr, ByRef outputLen As Long, ByRef reportPtr As LongPtr, _
    ByRef reportLen As Long) As Long
Public Declare Function legacybridge_check Lib "legacybridge.dll" Alias "legacybridge_check" (ByVal handle As Long, _
    ByVal fromFormat As Long, ByVal inputPtr As LongPtr, ByVal inputLen As Long, _
    ByRef jsonPtr As LongPtr, ByRef jsonLen As Long) As Long
Public Declare Function legacybridge_check_utf16 Lib "legacybridge.dll" Alias "legacybridge_check_utf16" (ByVal handle As Long, _
    ByVal fromFormat As Long, ByVal inputPtr As LongPtr, ByVal inputLen As Long, _
    ByRef jsonPtr As LongPtr, ByRef jsonLen As Long) As Long
Public Declare Function legacybridge_cancel Lib "legacybridge.dll" Alias "legacybridge_cancel" (ByVal handle As Long) As Long
Public Declare Function legacybridge_convert_into Lib "legacybridge.dll" Alias "legacybridge_convert_into" (ByVal handle As Long, _
    ByVal fromFormat As Long, ByVal toFormat As Long, ByVal inputPtr As LongPtr, _
    ByVal inputLen As Long, ByVal buffer As LongPtr, ByVal capacity As Long, _
    ByRef needed As Long) As Long
Public Declare Function legacybridge_convert_file Lib "legacybridge.dll" Alias "legacybridge_convert_file" (ByVal handle As Long, _
    ByVal fromFormat As Long, ByVal toFormat As Long, ByVal inputPath As LongPtr, _
    ByVal outputPath As LongPtr) As Long
Public Declare Function legacybridge_convert_file_utf16 Lib "legacybridge.dll" Alias "legacybridge_convert_file_utf16" ( _
    ByVal handle As Long, ByVal fromFormat As Long, ByVal toFormat As Long, _
    ByVal inputPath As LongPtr, ByVal outputPath As LongPtr) As Long
Public Declare Function legacybridge_convert_column Lib "legacybridge.dll" Alias "legacybridge_convert_column" ( _
    ByVal handle As Long, ByVal fromFormat As Long, ByVal toFormat As Long, _
    ByVal dataPtr As LongPtr, ByVal dataLenPtr As LongPtr, ByVal offsetsPtr As LongPtr, _
    ByVal offsetBits As Long, ByVal validityPtr As LongPtr, ByVal first As Long, _
    ByVal count As Long, ByVal options As LongPtr, ByRef column As LegacyBridgeColumn) As Long
Public Declare Sub legacybridge_free_column Lib "legacybridge.dll" Alias "legacybridge_free_column" ( _
    ByRef column As LegacyBridgeColumn)
Public Declare Function legacybridge_batch_start Lib "legacybridge.dll" Alias "legacybridge_batch_start" (ByVal handle As Long, _
    ByVal fromFormat As Long, ByVal toFormat As Long, ByVal inputFolder As LongPtr, _
    ByVal outputFolder As LongPtr, ByVal options As LongPtr, ByRef job As Long) As Long
Public Declare Function legacybridge_batch_start_list Lib "legacybridge.dll" Alias "legacybridge_batch_start_list" ( _
    ByVal handle As Long, ByVal fromFormat As Long, ByVal toFormat As Long, _
    ByVal inputs As LongPtr, ByVal outputs As LongPtr, ByVal count As Long, _
    ByVal options As LongPtr, ByRef job As Long) As Long
Public Declare Function legacybridge_batch_status Lib "legacybridge.dll" Alias "legacybridge_batch_status" (ByVal job As Long, _
    ByRef status As LegacyBridgeBatchStatus) As Long
Public Declare Function legacybridge_batch_cancel Lib "legacybridge.dll" Alias "legacybridge_batch_cancel" ( _
    ByVal job As Long) As Long
Public Declare Function legacybridge_batch_wait Lib "legacybridge.dll" Alias "legacybridge_batch_wait" (ByVal job As Long, _
    ByVal milliseconds As Long) As Long
Public Declare Function legacybridge_batch_result Lib "legacybridge.dll" Alias "legacybridge_batch_result" (ByVal job As Long, _
    ByVal index As Long, ByRef result As LegacyBridgeBatchResult) As Long
Public Declare Function legacybridge_batch_text Lib "legacybridge.dll" Alias "legacybridge_batch_text" (ByVal job As Long, _
    ByVal index As Long, ByVal part As Long, ByRef text As LongPtr, ByRef textLen As Long) As Long
Public Declare Function legacybridge_batch_report Lib "legacybridge.dll" Alias "legacybridge_batch_report" (ByVal job As Long, _
    ByRef json As LongPtr, ByRef jsonLen As Long) As Long
Public Declare Function legacybridge_batch_free Lib "legacybridge.dll" Alias "legacybridge_batch_free" (ByVal job As Long) As Long
Public Declare Function legacybridge_set_log Lib "legacybridge.dll" Alias "legacybridge_set_log" ( _
    ByVal callback As LongPtr, ByVal level As Long) As Long
Public Declare Function legacybridge_stats Lib "legacybridge.dll" Alias "legacybridge_stats" ( _
    ByRef stats As LegacyBridgeStats) As Long
Public Declare Function legacybridge_report Lib "legacybridge.dll" Alias "legacybridge_report" (ByVal handle As Long, _
    ByRef json As LongPtr, ByRef jsonLen As Long) As Long
Public Declare Function legacybridge_metrics Lib "legacybridge.dll" Alias "legacybridge_metrics" (ByRef text As LongPtr, _
    ByRef length As Long) As Long
Private Declare Sub CopyMemory Lib "kernel32" Alias "RtlMoveMemory" (ByVal target As LongPtr, _
    ByVal source As LongPtr, ByVal bytes As LongPtr)
Private Declare Function LoadLibraryW Lib "kernel32" Alias "LoadLibraryW" (ByVal path As LongPtr) As LongPtr
Private Declare Function lstrlenA Lib "kernel32" Alias "lstrlenA" (ByVal text As LongPtr) As Long
Private Declare Function WideCharToMultiByte Lib "kernel32" Alias "WideCharToMultiByte" (ByVal codePage As Long, _
    ByVal flags As Long, ByVal wide As LongPtr, ByVal wideLen As Long, ByVal bytes As LongPtr, _
    ByVal byteLen As Long, ByVal defaultChar As LongPtr, ByVal usedDefault As LongPtr) As Long
Private Declare Function MultiByteToWideChar Lib "kernel32" Alias "MultiByteToWideChar" (ByVal codePage As Long, _
    ByVal flags As Long, ByVal bytes As LongPtr, ByVal byteLen As Long, ByVal wide As LongPtr, _
    ByVal wideLen As Long) As Long

#End If

Private Const CP_UTF8 As Long = 65001
Private mStarted As Boolean

' Loads the DLL from a folder; else it must stand on the PATH. In the folder, or in its folders x64
' and x86, which is for both kinds of Office at once.
Public Sub LbLoad(ByVal folder As String)
    Dim library As LongPtr
    #If Win64 Then
        library = LoadLibraryW(StrPtr(folder & "\x64\legacybridge.dll"))
    #Else
        library = LoadLibraryW(StrPtr(folder & "\x86\legacybridge.dll"))
    #End If
    If library = 0 Then library = LoadLibraryW(StrPtr(folder & "\legacybridge.dll"))
    If library = 0 Then
        Err.Raise 53, "LegacyBridge", "legacybridge.dll was not found in " & folder & _
            ", or is not for this kind of Office (32 or 64 bit)"
    End If
    LbStart
End Sub

' Compares versions, and counts this project as one that uses the library. Every function here calls it.
Public Sub LbStart()
    If mStarted Then Exit Sub
    If legacybridge_abi_version() <> LB_ABI_VERSION Then
        Err.Raise LB_ERROR_BASE, "LegacyBridge", "legacybridge.dll has another version than this module"
    End If
    LbCheck legacybridge_startup()
    mStarted = True
End Sub

' This project has no more use for the library. The last part of a process that says so gives back all that
' the library holds; at the end of the program nobody need say it.
Public Sub LbStop()
    If Not mStarted Then Exit Sub
    mStarted = False
    LbCheck legacybridge_shutdown()
End Sub

' Forgets everything that the library holds in this process: converters, batch jobs, pools; unless other
' parts of the process have said that they use it too, as this module does (legacybridge_startup). Objects
' that live on raise "bad handle"; set them to Nothing first.
Public Sub LbReset()
    LbStart
    LbCheck legacybridge_shutdown()
    LbCheck legacybridge_startup()
End Sub

Public Function LbMarkdownToRtf(ByVal markdown As String) As String
    LbMarkdownToRtf = LbConvert(0, LB_FORMAT_MARKDOWN, LB_FORMAT_RTF, markdown)
End Function

Public Function LbRtfToMarkdown(ByVal rtf As String) As String
    LbRtfToMarkdown = LbConvert(0, LB_FORMAT_RTF, LB_FORMAT_MARKDOWN, rtf)
End Function

Public Function LbRtfToText(ByVal rtf As String) As String
    LbRtfToText = LbConvert(0, LB_FORMAT_RTF, LB_FORMAT_TEXT, rtf)
End Function

' Converts a text. Handle 0 is the built-in converter with default options.
Public Function LbConvert(ByVal handle As Long, ByVal fromFormat As Long, ByVal toFormat As Long, _
    ByVal text As String) As String
    Dim outputPtr As LongPtr, outputLen As Long
    LbStart
    LbCheck legacybridge_convert_utf16(handle, fromFormat, toFormat, StrPtr(text), Len(text), _
        outputPtr, outputLen)
    LbConvert = LbTakeText(outputPtr, outputLen)
End Function

' Converts a text and says in report what this very call could not keep, as JSON; "[]" when nothing
' was lost. report is there also when an error is raised, above all LB_ERROR_LOSS.
Public Function LbConvertReporting(ByVal handle As Long, ByVal fromFormat As Long, _
    ByVal toFormat As Long, ByVal text As String, ByRef report As String) As String
    Dim outputPtr As LongPtr, outputLen As Long, reportPtr As LongPtr, reportLen As Long
    Dim status As Long
    LbStart
    report = ""
    status = legacybridge_convert_reporting_utf16(handle, fromFormat, toFormat, StrPtr(text), _
        Len(text), outputPtr, outputLen, reportPtr, reportLen)
    If reportPtr <> 0 Then report = LbTakeText(reportPtr, reportLen)
    LbCheck status
    LbConvertReporting = LbTakeText(outputPtr, outputLen)
End Function

' Fills a document with values and converts it: {{name}}, and Word's merge fields. values is a JSON object;
' report is what this very call could not keep, also when an error is raised.
Public Function LbFill(ByVal handle As Long, ByVal fromFormat As Long, ByVal toFormat As Long, _
    ByVal text As String, ByVal values As String, Optional ByRef report As String) As String
    Dim outputPtr As LongPtr, outputLen As Long, reportPtr As LongPtr, reportLen As Long
    Dim status As Long
    LbStart
    report = ""
    status = legacybridge_fill_utf16(handle, fromFormat, toFormat, StrPtr(text), Len(text), _
        StrPtr(values), Len(values), outputPtr, outputLen, reportPtr, reportLen)
    If reportPtr <> 0 Then report = LbTakeText(reportPtr, reportLen)
    LbCheck status
    LbFill = LbTakeText(outputPtr, outputLen)
End Function

' LbFill for bytes, as LbConvertBytes has them. source must have been dimensioned.
Public Function LbFillBytes(ByVal handle As Long, ByVal fromFormat As Long, ByVal toFormat As Long, _
    ByRef source() As Byte, ByVal values As String, Optional ByRef report As String) As Byte()
    Dim outputPtr As LongPtr, outputLen As Long, reportPtr As LongPtr, reportLen As Long
    Dim status As Long, size As Long, address As LongPtr, given() As Byte
    LbStart
    report = ""
    given = LbUtf8(values)
    size = UBound(source) - LBound(source) + 1
    If size > 0 Then address = VarPtr(source(LBound(source)))
    status = legacybridge_fill(handle, fromFormat, toFormat, address, size, VarPtr(given(0)), UBound(given), _
        outputPtr, outputLen, reportPtr, reportLen)
    If reportPtr <> 0 Then report = LbTakeUtf8(reportPtr, reportLen)
    LbCheck status
    LbFillBytes = LbTakeBytes(outputPtr, outputLen)
End Function

' A text as a string of JSON, quotes and all, for the values of LbFill; Null is null.
Public Function LbJsonString(ByVal value As Variant) As String
    Dim text As String, code As Long
    If IsNull(value) Then
        LbJsonString = "null"
        Exit Function
    End If
    text = Replace(Replace(CStr(value), "\", "\\"), """", "\""")
    For code = 0 To 31
        text = Replace(text, ChrW$(code), "\u" & Right$("000" & Hex$(code), 4))
    Next
    LbJsonString = """" & text & """"
End Function

' What is wrong with a document, as JSON: valid, format, findings. Offsets are bytes, two for each letter.
Public Function LbFindings(ByVal handle As Long, ByVal fromFormat As Long, ByVal text As String) As String
    Dim outputPtr As LongPtr, outputLen As Long
    LbStart
    LbCheck legacybridge_check_utf16(handle, fromFormat, StrPtr(text), Len(text), outputPtr, outputLen)
    LbFindings = LbTakeText(outputPtr, outputLen)
End Function

' LbFindings for bytes. source must have been dimensioned.
Public Function LbFindingsOfBytes(ByVal handle As Long, ByVal fromFormat As Long, ByRef source() As Byte) As String
    Dim outputPtr As LongPtr, outputLen As Long, size As Long, address As LongPtr
    LbStart
    size = UBound(source) - LBound(source) + 1
    If size > 0 Then address = VarPtr(source(LBound(source)))
    LbCheck legacybridge_check(handle, fromFormat, address, size, outputPtr, outputLen)
    LbFindingsOfBytes = LbTakeUtf8(outputPtr, outputLen)
End Function

' Converts bytes: RTF as it stands in a file or a binary column, Markdown in UTF-8 or in the code
' page that the option CodePage names. source must have been dimensioned.
Public Function LbConvertBytes(ByVal handle As Long, ByVal fromFormat As Long, _
    ByVal toFormat As Long, ByRef source() As Byte) As Byte()
    Dim outputPtr As LongPtr, outputLen As Long, first As Long, size As Long, address As LongPtr
    LbStart
    first = LBound(source)
    size = UBound(source) - first + 1
    If size > 0 Then address = VarPtr(source(first))
    LbCheck legacybridge_convert(handle, fromFormat, toFormat, address, size, outputPtr, outputLen)
    LbConvertBytes = LbTakeBytes(outputPtr, outputLen)
End Function

' Converts many documents in one call, by threads of the library's own. rows is an array of Strings, or of
' Variants that hold Strings, Byte() or Null. Given back is an array of Variants with the same numbers: a
' String for a String, Byte() for Byte(), Null for Null, and Empty where a row failed, which fails no other.
' statuses(i) is 0, LB_ROW_NULL or one of LB_ERROR_...; reports(i) is what row i lost as JSON, or why it
' failed. Strings want a converter without the option CodePage.
Public Function LbConvertColumn(ByVal handle As Long, ByVal fromFormat As Long, ByVal toFormat As Long, _
    ByVal rows As Variant, ByVal workers As Long, ByRef statuses() As Long, _
    ByRef reports() As String) As Variant
    Dim column As LegacyBridgeColumn, data() As Byte, ends() As Long, valid() As Byte
    Dim options() As Byte, bytes() As Byte, text As String, places() As Currency, told() As Currency
    Dim made() As Variant, low As Long, count As Long, i As Long, at As Long, size As Long
    Dim number As Long, message As String
    LbStart
    low = LBound(rows)
    count = UBound(rows) - low + 1
    If count < 1 Then
        LbConvertColumn = Array()
        Exit Function
    End If
    ReDim ends(0 To count)
    ReDim valid(0 To count \ 8)
    For i = 0 To count - 1
        Select Case VarType(rows(low + i))
        Case vbNull, vbEmpty
            size = 0
        Case vbArray + vbByte
            bytes = rows(low + i)
            size = UBound(bytes) - LBound(bytes) + 1
            valid(i \ 8) = valid(i \ 8) Or 2 ^ (i Mod 8)
        Case Else
            ' A mark says that it is UTF-16.
            size = 2 + LenB(CStr(rows(low + i)))
            valid(i \ 8) = valid(i \ 8) Or 2 ^ (i Mod 8)
        End Select
        ends(i + 1) = ends(i) + size
    Next
    ReDim data(0 To ends(count))
    For i = 0 To count - 1
        at = ends(i)
        Select Case VarType(rows(low + i))
        Case vbNull, vbEmpty
        Case vbArray + vbByte
            bytes = rows(low + i)
            size = ends(i + 1) - at
            If size > 0 Then CopyMemory VarPtr(data(at)), VarPtr(bytes(LBound(bytes))), size
        Case Else
            text = CStr(rows(low + i))
            data(at) = 255
            data(at + 1) = 254
            If LenB(text) > 0 Then CopyMemory VarPtr(data(at + 2)), StrPtr(text), LenB(text)
        End Select
    Next
    options = LbUtf8("Reports=Yes;Workers=" & workers)
    column.struct_size = LenB(column)
    LbCheck legacybridge_convert_column(handle, fromFormat, toFormat, VarPtr(data(0)), 0, _
        VarPtr(ends(0)), 32, VarPtr(valid(0)), 0, count, VarPtr(options(0)), column)
    On Error GoTo Failed
    ReDim statuses(low To low + count - 1)
    ReDim reports(low To low + count - 1)
    ReDim made(low To low + count - 1)
    ReDim places(0 To count)
    ReDim told(0 To count)
    CopyMemory VarPtr(statuses(low)), column.statuses, count * 4
    CopyMemory VarPtr(places(0)), column.offsets, (count + 1) * 8
    CopyMemory VarPtr(told(0)), column.report_offsets, (count + 1) * 8
    For i = 0 To count - 1
        at = LbNumber(told(i))
        reports(low + i) = LbUtf8At(column.reports + at, LbNumber(told(i + 1)) - at)
        at = LbNumber(places(i))
        size = LbNumber(places(i + 1)) - at
        If statuses(low + i) = LB_ROW_NULL Then
            made(low + i) = Null
        ElseIf statuses(low + i) = LB_OK Then
            If VarType(rows(low + i)) = vbArray + vbByte Then
                made(low + i) = LbBytesAt(column.data + at, size)
            Else
                made(low + i) = LbUtf8At(column.data + at, size)
            End If
        End If
    Next
    legacybridge_free_column column
    LbConvertColumn = made
    Exit Function
Failed:
    number = Err.Number
    message = Err.Description
    legacybridge_free_column column
    Err.Raise number, "LegacyBridge", message
End Function

' Has the library tell what it does: callback is AddressOf a Sub (ByVal level As Long, ByVal message As
' LongPtr) in a module, which gets its text with LbLogText(message). It is called in this thread, at the
' end of calls. 0: no more.
Public Sub LbSetLog(ByVal callback As LongPtr, ByVal level As Long)
    LbStart
    LbCheck legacybridge_set_log(callback, level)
End Sub

Public Function LbLogText(ByVal message As LongPtr) As String
    LbLogText = LbUtf8At(message, lstrlenA(message))
End Function

' A text in UTF-8 at an address; the length is in bytes.
Public Function LbUtf8At(ByVal address As LongPtr, ByVal length As Long) As String
    Dim size As Long
    If length = 0 Then Exit Function
    size = MultiByteToWideChar(CP_UTF8, 0, address, length, 0, 0)
    LbUtf8At = String$(size, vbNullChar)
    MultiByteToWideChar CP_UTF8, 0, address, length, StrPtr(LbUtf8At), size
End Function

Private Function LbBytesAt(ByVal address As LongPtr, ByVal length As Long) As Byte()
    Dim bytes() As Byte
    If length > 0 Then
        ReDim bytes(0 To length - 1)
        CopyMemory VarPtr(bytes(0)), address, length
    Else
        bytes = ""
    End If
    LbBytesAt = bytes
End Function

' Converts one file to another; for documents of many megabytes.
Public Sub LbConvertFile(ByVal handle As Long, ByVal fromFormat As Long, ByVal toFormat As Long, _
    ByVal inputPath As String, ByVal outputPath As String)
    LbStart
    ' An empty String may have no memory at all; a path must.
    LbCheck legacybridge_convert_file_utf16(handle, fromFormat, toFormat, _
        StrPtr(inputPath & vbNullChar), StrPtr(outputPath & vbNullChar))
End Sub

' What the last conversion on a handle could not keep, as JSON; "[]" when nothing was lost.
Public Function LbReport(ByVal handle As Long) As String
    Dim json As LongPtr, jsonLen As Long
    LbStart
    LbCheck legacybridge_report(handle, json, jsonLen)
    LbReport = LbTakeUtf8(json, jsonLen)
End Function

' The process's figures in the Prometheus text format.
Public Function LbMetrics() As String
    Dim text As LongPtr, length As Long
    LbStart
    LbCheck legacybridge_metrics(text, length)
    LbMetrics = LbTakeUtf8(text, length)
End Function

Public Function LbStats() As LegacyBridgeStats
    Dim stats As LegacyBridgeStats
    LbStart
    stats.struct_size = LenB(stats)
    LbCheck legacybridge_stats(stats)
    LbStats = stats
End Function

' The number in a 64-bit member of a Type.
Public Function LbNumber(ByVal member As Currency) As Double
    LbNumber = CDbl(member) * 10000#
End Function

Public Function LbVersion() As String
    LbStart
    LbVersion = LbStaticText(legacybridge_version())
End Function

' What a status means, in English words.
Public Function LbStatusText(ByVal status As Long) As String
    LbStart
    LbStatusText = LbStaticText(legacybridge_status_text(status))
End Function

Private Function LbStaticText(ByVal address As LongPtr) As String
    Dim bytes() As Byte, size As Long
    size = lstrlenA(address)
    ReDim bytes(0 To size)
    CopyMemory VarPtr(bytes(0)), address, size
    LbStaticText = Left$(StrConv(bytes, vbUnicode), size)
End Function

' The last error of this thread as JSON: status, name, message, offset.
Public Function LbLastErrorJson() As String
    Dim json As String, length As Long
    LbStart
    length = legacybridge_last_error_json_utf16(0, 0)
    json = String$(length + 1, vbNullChar)
    legacybridge_last_error_json_utf16 StrPtr(json), length + 1
    LbLastErrorJson = Left$(json, length)
End Function

' Raises an error if status is one.
Public Sub LbCheck(ByVal status As Long)
    Dim message As String, length As Long
    If status >= 0 Then Exit Sub
    message = String$(600, vbNullChar)
    length = legacybridge_last_error_utf16(StrPtr(message), 600)
    If length > 599 Then length = 599
    If length > 0 Then
        message = Left$(message, length)
    Else
        message = "LegacyBridge: error " & status
    End If
    Err.Raise LB_ERROR_BASE - status, "LegacyBridge", message
End Sub

' An output in UTF-16 becomes a String and goes back to the library, whatever happens.
Public Function LbTakeText(ByVal outputPtr As LongPtr, ByVal length As Long) As String
    Dim number As Long, message As String
    On Error GoTo Failed
    LbTakeText = String$(length, vbNullChar)
    If length > 0 Then CopyMemory StrPtr(LbTakeText), outputPtr, length * 2
    legacybridge_free outputPtr
    Exit Function
Failed:
    number = Err.Number
    message = Err.Description
    legacybridge_free outputPtr
    Err.Raise number, "LegacyBridge", message
End Function

' An output in UTF-8 becomes a String.
Public Function LbTakeUtf8(ByVal outputPtr As LongPtr, ByVal length As Long) As String
    Dim number As Long, message As String, size As Long
    On Error GoTo Failed
    If length > 0 Then
        size = MultiByteToWideChar(CP_UTF8, 0, outputPtr, length, 0, 0)
        LbTakeUtf8 = String$(size, vbNullChar)
        MultiByteToWideChar CP_UTF8, 0, outputPtr, length, StrPtr(LbTakeUtf8), size
    End If
    legacybridge_free outputPtr
    Exit Function
Failed:
    number = Err.Number
    message = Err.Description
    legacybridge_free outputPtr
    Err.Raise number, "LegacyBridge", message
End Function

' An output becomes an array of bytes; one without members if it is empty.
Public Function LbTakeBytes(ByVal outputPtr As LongPtr, ByVal length As Long) As Byte()
    Dim number As Long, message As String, bytes() As Byte
    On Error GoTo Failed
    If length > 0 Then
        ReDim bytes(0 To length - 1)
        CopyMemory VarPtr(bytes(0)), outputPtr, length
    Else
        bytes = ""
    End If
    legacybridge_free outputPtr
    LbTakeBytes = bytes
    Exit Function
Failed:
    number = Err.Number
    message = Err.Description
    legacybridge_free outputPtr
    Err.Raise number, "LegacyBridge", message
End Function

' How many bytes a text has in UTF-8, without the NUL.
Public Function LbUtf8Size(ByRef text As String) As Long
    If Len(text) > 0 Then
        LbUtf8Size = WideCharToMultiByte(CP_UTF8, 0, StrPtr(text), Len(text), 0, 0, 0, 0)
    End If
End Function

' Writes a text in UTF-8 and a NUL from bytes(at) on; what follows the NUL is the result.
Public Function LbPutUtf8(ByRef text As String, ByRef bytes() As Byte, ByVal at As Long) As Long
    Dim size As Long
    size = LbUtf8Size(text)
    If size > 0 Then
        WideCharToMultiByte CP_UTF8, 0, StrPtr(text), Len(text), VarPtr(bytes(at)), size, 0, 0
    End If
    bytes(at + size) = 0
    LbPutUtf8 = at + size + 1
End Function

' A text in UTF-8 with a NUL at its end.
Public Function LbUtf8(ByRef text As String) As Byte()
    Dim bytes() As Byte
    ReDim bytes(0 To LbUtf8Size(text))
    LbPutUtf8 text, bytes, 0
    LbUtf8 = bytes
End Function
