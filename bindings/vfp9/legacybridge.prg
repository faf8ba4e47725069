* LegacyBridge for Visual FoxPro 9: RTF, Markdown and plain text into each other.
*
*     SET PROCEDURE TO legacybridge ADDITIVE
*     loBridge = CREATEOBJECT("LegacyBridge", "Target=RichEdit")
*     lcRtf = loBridge.MarkdownToRtf("# Hello")
*
* Text      strings of FoxPro hold bytes of the system's code page. The option CodePage=0, which this
*           class sets unless you name another, makes the library read and write that code page;
*           what it can't hold becomes "?". CodePage=65001 makes it UTF-8:
*           lcUtf8 = STRCONV(lcText, 9), lcText = STRCONV(lcUtf8, 11).
* Errors    raised with ERROR 1098 (MESSAGE() has the library's message); nStatus has its number. Where
*           ON ERROR lets the program go on, what failed gives .F.: REPLACE refuses it, and no memo is lost.
* Null      .NULL. gives .NULL.
* Limits    a string holds 16,777,184 bytes: larger documents go from file to file, ConvertFile.
* Where     legacybridge.dll (32 bit) beside the EXE, or in a folder of the PATH. If it stands
*           elsewhere call LegacyBridgeLoad("C:\Folder\legacybridge.dll") first.

#DEFINE LB_ABI_VERSION 2

#DEFINE LB_FORMAT_DETECT 0
#DEFINE LB_FORMAT_MARKDOWN 1
#DEFINE LB_FORMAT_RTF 2
#DEFINE LB_FORMAT_TEXT 3
#DEFINE LB_FORMAT_HTML 4
#DEFINE LB_FORMAT_CSV 5
#DEFINE LB_FORMAT_JSON 6

#DEFINE LB_OK 0
#DEFINE LB_ERROR_NULL_POINTER -1
#DEFINE LB_ERROR_BAD_HANDLE -2
#DEFINE LB_ERROR_BAD_OPTION -3
#DEFINE LB_ERROR_BAD_ARGUMENT -4
#DEFINE LB_ERROR_BAD_ENCODING -5
#DEFINE LB_ERROR_BAD_UTF16 -6
#DEFINE LB_ERROR_LIMIT_REACHED -7
#DEFINE LB_ERROR_MEMORY_LIMIT -8
#DEFINE LB_ERROR_BUSY -9
#DEFINE LB_ERROR_BUFFER_TOO_SMALL -10
#DEFINE LB_ERROR_IO -11
#DEFINE LB_ERROR_CANCELLED -12
#DEFINE LB_ERROR_INTERNAL -13
#DEFINE LB_ERROR_LOSS -14
#DEFINE LB_ERROR_TIMEOUT -15

#DEFINE LB_ROW_NULL 1
#DEFINE LB_LOG_ERROR 1
#DEFINE LB_LOG_WARNING 2
#DEFINE LB_LOG_INFORMATION 3
#DEFINE LB_LOG_TRACE 4
#DEFINE LB_BATCH_FILE_WAITING 1
#DEFINE LB_BATCH_FILE_CONVERTING 2
#DEFINE LB_BATCH_FILE_SKIPPED 3

#DEFINE LB_BATCH_LISTING 1
#DEFINE LB_BATCH_RUNNING 2
#DEFINE LB_BATCH_CANCELLING 3
#DEFINE LB_BATCH_FINISHED 4
#DEFINE LB_BATCH_CANCELLED 5

#DEFINE LB_BATCH_INPUT 1
#DEFINE LB_BATCH_OUTPUT 2
#DEFINE LB_BATCH_MESSAGE 3
#DEFINE LB_BATCH_LOSSES 4

* Sizes of the structures of legacybridge.h, and the longest string.
#DEFINE LB_STATS_SIZE 360
#DEFINE LB_BATCH_STATUS_SIZE 56
#DEFINE LB_BATCH_RESULT_SIZE 32
#DEFINE LB_LONGEST_STRING 16777184

RETURN LegacyBridgeDeclare()

* Loads the DLL from a path of its own; later declarations find it by its name.
FUNCTION LegacyBridgeLoad(tcPath)
    DECLARE INTEGER LoadLibrary IN kernel32 STRING path
    IF LoadLibrary(FULLPATH(m.tcPath)) = 0
        ERROR "legacybridge.dll can't be loaded from " + m.tcPath
        RETURN .F.
    ENDIF
    RETURN LegacyBridgeDeclare()
ENDFUNC

* Declares the library's functions, and counts this program as one that uses it. Not UTF-16: FoxPro has no
* such strings.
FUNCTION LegacyBridgeDeclare()
    DECLARE INTEGER legacybridge_abi_version IN legacybridge.dll
    DECLARE STRING legacybridge_version IN legacybridge.dll
    DECLARE INTEGER legacybridge_version_number IN legacybridge.dll
    DECLARE STRING legacybridge_status_text IN legacybridge.dll INTEGER status
    DECLARE INTEGER legacybridge_create IN legacybridge.dll STRING options, INTEGER @handle
    DECLARE INTEGER legacybridge_destroy IN legacybridge.dll INTEGER handle
    DECLARE legacybridge_free IN legacybridge.dll INTEGER output
    DECLARE INTEGER legacybridge_last_error IN legacybridge.dll STRING @buffer, INTEGER capacity
    DECLARE INTEGER legacybridge_last_error_json IN legacybridge.dll ;
        STRING @buffer, INTEGER capacity
    DECLARE legacybridge_clear_error IN legacybridge.dll
    DECLARE INTEGER legacybridge_startup IN legacybridge.dll
    DECLARE INTEGER legacybridge_shutdown IN legacybridge.dll
    DECLARE INTEGER legacybridge_convert IN legacybridge.dll ;
        INTEGER handle, INTEGER from_format, INTEGER to_format, STRING input, INTEGER input_len, ;
        INTEGER @output, INTEGER @output_len
    DECLARE INTEGER legacybridge_convert_reporting IN legacybridge.dll ;
        INTEGER handle, INTEGER from_format, INTEGER to_format, STRING input, INTEGER input_len, ;
        INTEGER @output, INTEGER @output_len, INTEGER @report, INTEGER @report_len
    DECLARE INTEGER legacybridge_fill IN legacybridge.dll ;
        INTEGER handle, INTEGER from_format, INTEGER to_format, STRING input, INTEGER input_len, ;
        STRING values, INTEGER values_len, ;
        INTEGER @output, INTEGER @output_len, INTEGER @report, INTEGER @report_len
    DECLARE INTEGER legacybridge_check IN legacybridge.dll ;
        INTEGER handle, INTEGER from_format, STRING input, INTEGER input_len, ;
        INTEGER @json, INTEGER @json_len
    DECLARE INTEGER legacybridge_cancel IN legacybridge.dll INTEGER handle
    DECLARE INTEGER legacybridge_convert_into IN legacybridge.dll ;
        INTEGER handle, INTEGER from_format, INTEGER to_format, STRING input, INTEGER input_len, ;
        STRING @buffer, INTEGER capacity, INTEGER @needed
    DECLARE INTEGER legacybridge_convert_file IN legacybridge.dll ;
        INTEGER handle, INTEGER from_format, INTEGER to_format, STRING input_path, ;
        STRING output_path
    DECLARE INTEGER legacybridge_convert_column IN legacybridge.dll ;
        INTEGER handle, INTEGER from_format, INTEGER to_format, STRING data, STRING data_len, ;
        STRING offsets, INTEGER offset_bits, STRING validity, INTEGER first, INTEGER count, ;
        STRING options, STRING @column
    DECLARE legacybridge_free_column IN legacybridge.dll STRING @column
    DECLARE INTEGER legacybridge_batch_start IN legacybridge.dll ;
        INTEGER handle, INTEGER from_format, INTEGER to_format, STRING input_folder, ;
        STRING output_folder, STRING options, INTEGER @job
    DECLARE INTEGER legacybridge_batch_status IN legacybridge.dll INTEGER job, STRING @status
    DECLARE INTEGER legacybridge_batch_cancel IN legacybridge.dll INTEGER job
    DECLARE INTEGER legacybridge_batch_wait IN legacybridge.dll INTEGER job, INTEGER milliseconds
    DECLARE INTEGER legacybridge_batch_result IN legacybridge.dll ;
        INTEGER job, INTEGER index, STRING @result
    DECLARE INTEGER legacybridge_batch_text IN legacybridge.dll ;
        INTEGER job, INTEGER index, INTEGER part, INTEGER @text, INTEGER @text_len
    DECLARE INTEGER legacybridge_batch_report IN legacybridge.dll ;
        INTEGER job, INTEGER @json, INTEGER @json_len
    DECLARE INTEGER legacybridge_batch_free IN legacybridge.dll INTEGER job
    DECLARE INTEGER legacybridge_stats IN legacybridge.dll STRING @stats
    DECLARE INTEGER legacybridge_report IN legacybridge.dll ;
        INTEGER handle, INTEGER @json, INTEGER @json_len
    DECLARE INTEGER legacybridge_metrics IN legacybridge.dll INTEGER @text, INTEGER @len
    IF legacybridge_abi_version() <> LB_ABI_VERSION
        ERROR "legacybridge.dll has another version than legacybridge.prg"
        RETURN .F.
    ENDIF
    IF TYPE("glLegacyBridgeStarted") <> "L"
        PUBLIC glLegacyBridgeStarted
    ENDIF
    IF !glLegacyBridgeStarted
        glLegacyBridgeStarted = (legacybridge_startup() = LB_OK)
    ENDIF
    RETURN glLegacyBridgeStarted
ENDFUNC

* This program has no more use for the library: the last part of a process that says so gives back all that
* the library holds, and objects from before convert nothing then. At the end of the program it need not be
* called.
FUNCTION LegacyBridgeShutdown()
    IF TYPE("glLegacyBridgeStarted") <> "L" OR !glLegacyBridgeStarted
        RETURN .F.
    ENDIF
    glLegacyBridgeStarted = .F.
    RETURN legacybridge_shutdown() = LB_OK
ENDFUNC

* The last error of the library, in the system's code page.
FUNCTION LegacyBridgeLastError()
    LOCAL lcBuffer, lnLength
    lcBuffer = REPLICATE(CHR(0), 600)
    lnLength = legacybridge_last_error(@lcBuffer, 600)
    RETURN STRCONV(LEFT(m.lcBuffer, MIN(MAX(m.lnLength, 0), 599)), 11)
ENDFUNC

* The last error as JSON: status, name, message, offset.
FUNCTION LegacyBridgeLastErrorJson()
    LOCAL lcBuffer, lnLength
    lcBuffer = REPLICATE(CHR(0), 3500)
    lnLength = legacybridge_last_error_json(@lcBuffer, 3500)
    RETURN LEFT(m.lcBuffer, m.lnLength)
ENDFUNC

* An output becomes a string and goes back to the library; .F. if it is too long.
FUNCTION LegacyBridgeTake(tnOutput, tnLength)
    LOCAL lcText
    IF m.tnLength > LB_LONGEST_STRING
        legacybridge_free(m.tnOutput)
        ERROR "The result is longer than a string can be (16 MB): use ConvertFile"
        RETURN .F.
    ENDIF
    lcText = ""
    IF m.tnLength > 0
        lcText = SYS(2600, m.tnOutput, m.tnLength)
    ENDIF
    legacybridge_free(m.tnOutput)
    RETURN m.lcText
ENDFUNC

* A text as a string of JSON, quotes and all, for the values of Fill; .NULL. is null.
FUNCTION LegacyBridgeJsonString(tcText)
    LOCAL lcText, lnCode
    IF ISNULL(m.tcText)
        RETURN "null"
    ENDIF
    * In UTF-8, where no byte of a letter is a backslash or a quote.
    lcText = STRCONV(m.tcText, 9)
    lcText = STRTRAN(STRTRAN(m.lcText, "\", "\\"), '"', '\"')
    FOR lnCode = 0 TO 31
        lcText = STRTRAN(m.lcText, CHR(m.lnCode), "\u" + RIGHT(TRANSFORM(m.lnCode, "@0"), 4))
    ENDFOR
    RETURN '"' + STRCONV(m.lcText, 11) + '"'
ENDFUNC

* A number of 32 or 64 bits in a structure; offsets count from 0.
FUNCTION LegacyBridgeInteger(tcStructure, tnOffset)
    RETURN CTOBIN(SUBSTR(m.tcStructure, m.tnOffset + 1, 4), "4RS")
ENDFUNC

FUNCTION LegacyBridgeInteger64(tcStructure, tnOffset)
    LOCAL lnLow, lnHigh
    lnLow = LegacyBridgeInteger(m.tcStructure, m.tnOffset)
    lnHigh = LegacyBridgeInteger(m.tcStructure, m.tnOffset + 4)
    IF m.lnLow < 0
        lnLow = m.lnLow + 4294967296
    ENDIF
    RETURN m.lnHigh * 4294967296 + m.lnLow
ENDFUNC

* An empty structure: its size, and zeros.
FUNCTION LegacyBridgeStructure(tnSize)
    RETURN BINTOC(m.tnSize, "4RS") + REPLICATE(CHR(0), m.tnSize - 4)
ENDFUNC

* An error of ours: the status stays readable in the object.
DEFINE CLASS LegacyBridgeBase AS Custom
    nStatus = 0

    PROTECTED FUNCTION Check(tnStatus)
        THIS.nStatus = m.tnStatus
        IF m.tnStatus < 0
            ERROR LegacyBridgeLastError()
        ENDIF
        RETURN m.tnStatus >= 0
    ENDFUNC
ENDDEFINE

* A converter. Without options it has defaults and the system's code page.
DEFINE CLASS LegacyBridge AS LegacyBridgeBase
    * -1 is no converter: one that could not be made, or is closed, converts nothing.
    nHandle = -1
    * What the last ConvertReporting could not keep, as JSON.
    cReport = "[]"
    * Which records the last ConvertMemos could not convert, and what others lost: a line for each.
    cFailures = ""
    cLosses = ""

    PROCEDURE Init(tcOptions)
        LOCAL lcOptions, lnHandle
        IF !LegacyBridgeDeclare()
            RETURN .F.
        ENDIF
        lcOptions = "CodePage=0"
        IF VARTYPE(m.tcOptions) = "C"
            * A key that is given twice counts as given last: yours.
            lcOptions = m.lcOptions + ";" + STRCONV(m.tcOptions, 9)
        ENDIF
        lnHandle = -1
        IF !THIS.Check(legacybridge_create(m.lcOptions, @lnHandle))
            RETURN .F.
        ENDIF
        THIS.nHandle = m.lnHandle
    ENDPROC

    PROCEDURE Destroy()
        IF THIS.nHandle > 0
            legacybridge_destroy(THIS.nHandle)
        ENDIF
        THIS.nHandle = -1
    ENDPROC

    FUNCTION Convert(tnFrom, tnTo, tcText)
        LOCAL lnOutput, lnLength
        IF ISNULL(m.tcText)
            RETURN .NULL.
        ENDIF
        STORE 0 TO lnOutput, lnLength
        IF !THIS.Check(legacybridge_convert(THIS.nHandle, m.tnFrom, m.tnTo, m.tcText, ;
                LEN(m.tcText), @lnOutput, @lnLength))
            RETURN .F.
        ENDIF
        RETURN LegacyBridgeTake(m.lnOutput, m.lnLength)
    ENDFUNC

    * Convert, and in cReport what this very call could not keep; also when an error is raised.
    FUNCTION ConvertReporting(tnFrom, tnTo, tcText)
        LOCAL lnOutput, lnLength, lnReport, lnReportLength, lnStatus
        THIS.cReport = "[]"
        IF ISNULL(m.tcText)
            RETURN .NULL.
        ENDIF
        STORE 0 TO lnOutput, lnLength, lnReport, lnReportLength
        lnStatus = legacybridge_convert_reporting(THIS.nHandle, m.tnFrom, m.tnTo, m.tcText, ;
            LEN(m.tcText), @lnOutput, @lnLength, @lnReport, @lnReportLength)
        RETURN THIS.TakeReporting(m.lnStatus, m.lnOutput, m.lnLength, m.lnReport, m.lnReportLength)
    ENDFUNC

    * Fills a document with the values of a JSON object and converts it: {{name}}, and Word's merge fields.
    * tcValues is in the system's code page, as options are. cReport as in ConvertReporting.
    FUNCTION Fill(tnFrom, tnTo, tcText, tcValues)
        LOCAL lnOutput, lnLength, lnReport, lnReportLength, lnStatus, lcValues
        THIS.cReport = "[]"
        IF ISNULL(m.tcText) OR ISNULL(m.tcValues)
            RETURN .NULL.
        ENDIF
        STORE 0 TO lnOutput, lnLength, lnReport, lnReportLength
        lcValues = STRCONV(m.tcValues, 9)
        lnStatus = legacybridge_fill(THIS.nHandle, m.tnFrom, m.tnTo, m.tcText, LEN(m.tcText), ;
            m.lcValues, LEN(m.lcValues), @lnOutput, @lnLength, @lnReport, @lnReportLength)
        RETURN THIS.TakeReporting(m.lnStatus, m.lnOutput, m.lnLength, m.lnReport, m.lnReportLength)
    ENDFUNC

    * What a call that reports has given: its report goes to cReport, also where it failed.
    PROTECTED FUNCTION TakeReporting(tnStatus, tnOutput, tnLength, tnReport, tnReportLength)
        THIS.cReport = ""
        IF m.tnReport <> 0
            THIS.cReport = LegacyBridgeTake(m.tnReport, m.tnReportLength)
        ENDIF
        IF !THIS.Check(m.tnStatus)
            RETURN .F.
        ENDIF
        RETURN LegacyBridgeTake(m.tnOutput, m.tnLength)
    ENDFUNC

    * What is wrong with a document, as JSON: valid, format, findings.
    FUNCTION Findings(tnFrom, tcText)
        LOCAL lnJson, lnLength
        IF ISNULL(m.tcText)
            RETURN .NULL.
        ENDIF
        STORE 0 TO lnJson, lnLength
        IF !THIS.Check(legacybridge_check(THIS.nHandle, m.tnFrom, m.tcText, LEN(m.tcText), ;
                @lnJson, @lnLength))
            RETURN .F.
        ENDIF
        RETURN LegacyBridgeTake(m.lnJson, m.lnLength)
    ENDFUNC

    FUNCTION MarkdownToRtf(tcMarkdown)
        RETURN THIS.Convert(LB_FORMAT_MARKDOWN, LB_FORMAT_RTF, m.tcMarkdown)
    ENDFUNC

    FUNCTION RtfToMarkdown(tcRtf)
        RETURN THIS.Convert(LB_FORMAT_RTF, LB_FORMAT_MARKDOWN, m.tcRtf)
    ENDFUNC

    FUNCTION RtfToText(tcRtf)
        RETURN THIS.Convert(LB_FORMAT_RTF, LB_FORMAT_TEXT, m.tcRtf)
    ENDFUNC

    * For documents of any size.
    FUNCTION ConvertFile(tnFrom, tnTo, tcInput, tcOutput)
        RETURN THIS.Check(legacybridge_convert_file(THIS.nHandle, m.tnFrom, m.tnTo, ;
            STRCONV(FULLPATH(m.tcInput), 9), STRCONV(FULLPATH(m.tcOutput), 9)))
    ENDFUNC

    * What the last conversion could not keep, as JSON; "[]" when nothing was lost.
    FUNCTION Report()
        LOCAL lnJson, lnLength
        STORE 0 TO lnJson, lnLength
        IF !THIS.Check(legacybridge_report(THIS.nHandle, @lnJson, @lnLength))
            RETURN .F.
        ENDIF
        RETURN LegacyBridgeTake(m.lnJson, m.lnLength)
    ENDFUNC

    * Converts a memo field of every record of a table that is in use. Records that fail are left as
    * they are; returns how many. cFailures names them, each on a line with the reason, and cLosses those
    * of which something could not be kept, as JSON. tcTarget may be the same field.
    *
    *     ? loBridge.ConvertMemos("letters", "body", "body_md", 2, 1)
    FUNCTION ConvertMemos(tcAlias, tcSource, tcTarget, tnFrom, tnTo)
        LOCAL lnFailed, lcResult, loError, lnArea, lcRecord
        lnFailed = 0
        lnArea = SELECT()
        STORE "" TO THIS.cFailures, THIS.cLosses
        SELECT (m.tcAlias)
        SCAN
            IF EMPTY(NVL(EVALUATE(m.tcSource), ""))
                LOOP
            ENDIF
            lcRecord = TRANSFORM(RECNO()) + ": "
            TRY
                lcResult = THIS.ConvertReporting(m.tnFrom, m.tnTo, EVALUATE(m.tcSource))
                REPLACE (m.tcTarget) WITH m.lcResult
                IF !(THIS.cReport == "[]")
                    THIS.cLosses = THIS.cLosses + m.lcRecord + THIS.cReport + CHR(13) + CHR(10)
                ENDIF
            CATCH TO loError
                lnFailed = m.lnFailed + 1
                THIS.cFailures = THIS.cFailures + m.lcRecord + m.loError.Message + CHR(13) + CHR(10)
            ENDTRY
        ENDSCAN
        SELECT (m.lnArea)
        RETURN m.lnFailed
    ENDFUNC

    * What the library holds and has done, as an object.
    FUNCTION Stats()
        LOCAL lcStats, loStats
        lcStats = LegacyBridgeStructure(LB_STATS_SIZE)
        IF !THIS.Check(legacybridge_stats(@lcStats))
            RETURN .F.
        ENDIF
        loStats = CREATEOBJECT("Empty")
        ADDPROPERTY(m.loStats, "active_conversions", LegacyBridgeInteger(m.lcStats, 4))
        ADDPROPERTY(m.loStats, "live_handles", LegacyBridgeInteger(m.lcStats, 8))
        ADDPROPERTY(m.loStats, "outstanding_outputs", LegacyBridgeInteger(m.lcStats, 12))
        ADDPROPERTY(m.loStats, "memory_in_use", LegacyBridgeInteger64(m.lcStats, 16))
        ADDPROPERTY(m.loStats, "memory_peak", LegacyBridgeInteger64(m.lcStats, 24))
        ADDPROPERTY(m.loStats, "memory_limit", LegacyBridgeInteger64(m.lcStats, 32))
        ADDPROPERTY(m.loStats, "conversions_done", LegacyBridgeInteger64(m.lcStats, 48))
        ADDPROPERTY(m.loStats, "conversions_failed", LegacyBridgeInteger64(m.lcStats, 56))
        ADDPROPERTY(m.loStats, "conversions_refused", LegacyBridgeInteger64(m.lcStats, 64))
        ADDPROPERTY(m.loStats, "bytes_in", LegacyBridgeInteger64(m.lcStats, 80))
        ADDPROPERTY(m.loStats, "bytes_out", LegacyBridgeInteger64(m.lcStats, 88))
        RETURN m.loStats
    ENDFUNC

    FUNCTION Metrics()
        LOCAL lnText, lnLength
        STORE 0 TO lnText, lnLength
        IF !THIS.Check(legacybridge_metrics(@lnText, @lnLength))
            RETURN .F.
        ENDIF
        RETURN LegacyBridgeTake(m.lnText, m.lnLength)
    ENDFUNC
ENDDEFINE

* A job that converts the files of a folder in threads of the library's own.
*
*     loBatch = CREATEOBJECT("LegacyBridgeBatch", loBridge, 2, 1, "C:\Letters", "C:\Markdown")
*     DO WHILE !loBatch.Wait(100)
*         DOEVENTS
*     ENDDO
*     ? loBatch.Report()
DEFINE CLASS LegacyBridgeBatch AS LegacyBridgeBase
    nJob = 0

    PROCEDURE Init(toBridge, tnFrom, tnTo, tcInput, tcOutput, tcOptions)
        LOCAL lnJob, lcOptions
        lcOptions = IIF(VARTYPE(m.tcOptions) = "C", STRCONV(m.tcOptions, 9), "")
        lnJob = 0
        IF !THIS.Check(legacybridge_batch_start(m.toBridge.nHandle, m.tnFrom, m.tnTo, ;
                STRCONV(FULLPATH(m.tcInput), 9), STRCONV(FULLPATH(m.tcOutput), 9), m.lcOptions, @lnJob))
            RETURN .F.
        ENDIF
        THIS.nJob = m.lnJob
    ENDPROC

    PROCEDURE Destroy()
        IF THIS.nJob <> 0
            legacybridge_batch_free(THIS.nJob)
            THIS.nJob = 0
        ENDIF
    ENDPROC

    * .T. when the job is over.
    FUNCTION Wait(tnMilliseconds)
        LOCAL lnStatus
        lnStatus = legacybridge_batch_wait(THIS.nJob, m.tnMilliseconds)
        IF m.lnStatus = LB_ERROR_BUSY
            RETURN .F.
        ENDIF
        * A job that can't be waited for is over too: nobody waits for it for ever.
        IF m.lnStatus <> LB_ERROR_CANCELLED
            THIS.Check(m.lnStatus)
        ENDIF
        RETURN .T.
    ENDFUNC

    FUNCTION Cancel()
        RETURN THIS.Check(legacybridge_batch_cancel(THIS.nJob))
    ENDFUNC

    * How far the job is, as an object.
    FUNCTION Status()
        LOCAL lcStatus, loStatus
        lcStatus = LegacyBridgeStructure(LB_BATCH_STATUS_SIZE)
        IF !THIS.Check(legacybridge_batch_status(THIS.nJob, @lcStatus))
            RETURN .F.
        ENDIF
        loStatus = CREATEOBJECT("Empty")
        ADDPROPERTY(m.loStatus, "state", LegacyBridgeInteger(m.lcStatus, 4))
        ADDPROPERTY(m.loStatus, "total", LegacyBridgeInteger(m.lcStatus, 8))
        ADDPROPERTY(m.loStatus, "done", LegacyBridgeInteger(m.lcStatus, 12))
        ADDPROPERTY(m.loStatus, "converted", LegacyBridgeInteger(m.lcStatus, 16))
        ADDPROPERTY(m.loStatus, "failed", LegacyBridgeInteger(m.lcStatus, 20))
        ADDPROPERTY(m.loStatus, "skipped", LegacyBridgeInteger(m.lcStatus, 24))
        RETURN m.loStatus
    ENDFUNC

    * 0 converted, negative an error, else LB_BATCH_FILE_...; files count from 0.
    FUNCTION FileStatus(tnIndex)
        LOCAL lcResult
        lcResult = LegacyBridgeStructure(LB_BATCH_RESULT_SIZE)
        IF !THIS.Check(legacybridge_batch_result(THIS.nJob, m.tnIndex, @lcResult))
            RETURN .F.
        ENDIF
        RETURN LegacyBridgeInteger(m.lcResult, 4)
    ENDFUNC

    * One of LB_BATCH_INPUT, _OUTPUT, _MESSAGE, _LOSSES, in the system's code page.
    FUNCTION FileText(tnIndex, tnPart)
        LOCAL lnText, lnLength, luText
        STORE 0 TO lnText, lnLength
        IF !THIS.Check(legacybridge_batch_text(THIS.nJob, m.tnIndex, m.tnPart, @lnText, @lnLength))
            RETURN .F.
        ENDIF
        luText = LegacyBridgeTake(m.lnText, m.lnLength)
        IF VARTYPE(m.luText) <> "C"
            RETURN .F.
        ENDIF
        RETURN STRCONV(m.luText, 11)
    ENDFUNC

    FUNCTION Report()
        LOCAL lnJson, lnLength
        STORE 0 TO lnJson, lnLength
        IF !THIS.Check(legacybridge_batch_report(THIS.nJob, @lnJson, @lnLength))
            RETURN .F.
        ENDIF
        RETURN LegacyBridgeTake(m.lnJson, m.lnLength)
    ENDFUNC
ENDDEFINE
