/* An early bound client of the automation server: it calls through the table of functions.
 *
 * com           loads legacybridge.dll from its folder; nothing is registered
 * com created   lets COM create objects: the class is registered, or a manifest names it
 *
 * Writes to a folder com-work where it runs. Prints what fails and a last line with the count; ends
 * with 0 if all is well.
 *
 * Compiled with the header that widl makes of legacybridge.idl, so that the order of the functions
 * is that of the type library; linked with ole32, oleaut32 and uuid.
 */
#define COBJMACROS
#define INITGUID
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "legacybridge_com.h"

typedef ILegacyBridgeConverter Object;
typedef HRESULT (WINAPI *GetClass)(REFCLSID, REFIID, void **);
typedef HRESULT (WINAPI *CanUnload)(void);

static const GUID no_guid;
static LONG checks, failures;

static int check_at(int line, int passed, const char *what) {
    InterlockedIncrement(&checks);
    if (!passed) {
        InterlockedIncrement(&failures);
        printf("FAILED: line %d: %s\n", line, what);
        fflush(stdout);
    }
    return passed;
}
#define CHECK(passed) check_at(__LINE__, (passed) != 0, #passed)

static int same(BSTR found, const WCHAR *expected) {
    int equal = found && !wcscmp(found, expected) && SysStringLen(found) == wcslen(expected);
    if (!equal) printf("[%ls] instead of [%ls]\n", found ? found : L"NULL", expected);
    SysFreeString(found);
    return equal;
}

/* The message that the last failure left in this thread. */
static int told(const WCHAR *part) {
    IErrorInfo *information = NULL;
    BSTR text = NULL, source = NULL;
    GUID guid;
    memset(&guid, 0, sizeof guid);
    int found;
    if (GetErrorInfo(0, &information) != S_OK) return 0;
    IErrorInfo_GetDescription(information, &text);
    IErrorInfo_GetSource(information, &source);
    IErrorInfo_GetGUID(information, &guid);
    IErrorInfo_Release(information);
    found = text && wcsstr(text, part) && source && !wcscmp(source, L"LegacyBridge.Converter")
        && IsEqualGUID(&guid, &IID_ILegacyBridgeConverter);
    if (!found) printf("told [%ls] by [%ls]\n", text ? text : L"", source ? source : L"");
    SysFreeString(text);
    SysFreeString(source);
    return found;
}

/* A document that is a string. */
static VARIANT of(BSTR text) {
    VARIANT document;
    VariantInit(&document);
    V_VT(&document) = VT_BSTR;
    V_BSTR(&document) = text;
    return document;
}

/* Bytes as ADO gives them of a binary column. */
static VARIANT of_bytes(const char *bytes, ULONG length) {
    VARIANT document;
    SAFEARRAY *array = SafeArrayCreateVector(VT_UI1, 0, length);
    VariantInit(&document);
    if (length) memcpy(array->pvData, bytes, length);
    V_VT(&document) = VT_ARRAY | VT_UI1;
    V_ARRAY(&document) = array;
    return document;
}

static void takes_bytes_and_arrays(Object *converter) {
    static const char rtf[] = "{\\rtf1\\ansi\\ansicpg1251 \\'e4}";
    VARIANT document = of_bytes(rtf, sizeof rtf - 1), made, place, *values;
    BSTR back = NULL;
    LONG index;
    SAFEARRAY *array;
    CHECK(ILegacyBridgeConverter_RtfToText(converter, document, &back) == S_OK);
    CHECK(same(back, L"\x0434\n"));
    /* By reference, as script hosts pass variables. */
    VariantInit(&place);
    V_VT(&place) = VT_BYREF | VT_VARIANT;
    V_VARIANTREF(&place) = &document;
    CHECK(ILegacyBridgeConverter_RtfToText(converter, place, &back) == S_OK);
    CHECK(same(back, L"\x0434\n"));
    /* Null and Empty are the empty string; what is no document is an error. */
    V_VT(&place) = VT_NULL;
    CHECK(ILegacyBridgeConverter_RtfToText(converter, place, &back) == S_OK && same(back, L""));
    V_VT(&place) = VT_EMPTY;
    CHECK(ILegacyBridgeConverter_RtfToText(converter, place, &back) == S_OK && same(back, L""));
    V_VT(&place) = VT_UNKNOWN;
    V_UNKNOWN(&place) = NULL;
    CHECK(ILegacyBridgeConverter_RtfToText(converter, place, &back) == (HRESULT)lbErrorBadArgument);
    CHECK(ILegacyBridgeConverter_ConvertArray(converter, lbRtf, lbText, document, 1, &made)
          == (HRESULT)lbErrorBadArgument);
    CHECK(V_VT(&made) == VT_EMPTY);
    /* Values of all kinds, from 5 on: each gives one of its own. */
    array = SafeArrayCreateVector(VT_VARIANT, 5, 4);
    values = array->pvData;
    values[0] = of(SysAllocString(L"{\\rtf1 a}"));
    values[1] = document;
    V_VT(&values[2]) = VT_NULL;
    V_VT(&values[3]) = VT_UNKNOWN;
    VariantInit(&place);
    V_VT(&place) = VT_ARRAY | VT_VARIANT;
    V_ARRAY(&place) = array;
    CHECK(ILegacyBridgeConverter_ConvertArray(converter, lbRtf, lbText, place, 3, &made) == S_OK);
    if (CHECK(V_VT(&made) == (VT_ARRAY | VT_VARIANT))) {
        CHECK(SafeArrayGetLBound(V_ARRAY(&made), 1, &index) == S_OK && index == 5);
        CHECK(SafeArrayGetUBound(V_ARRAY(&made), 1, &index) == S_OK && index == 8);
        values = V_ARRAY(&made)->pvData;
        CHECK(V_VT(&values[0]) == VT_BSTR && !wcscmp(V_BSTR(&values[0]), L"a\n"));
        CHECK(V_VT(&values[1]) == VT_BSTR && !wcscmp(V_BSTR(&values[1]), L"\x0434\n"));
        CHECK(V_VT(&values[2]) == VT_NULL);
        CHECK(V_VT(&values[3]) == VT_ERROR && V_ERROR(&values[3]) == (SCODE)lbErrorBadArgument);
    }
    CHECK(VariantClear(&made) == S_OK && VariantClear(&place) == S_OK);
    CHECK(ILegacyBridgeConverter_get_ArrayReport(converter, &back) == S_OK);
    CHECK(back && !wcsncmp(back, L"[[],\n[],\n[],\n{\"error\":\"", 23));
    SysFreeString(back);
    /* Strings give strings. */
    array = SafeArrayCreateVector(VT_BSTR, 0, 2);
    ((BSTR *)array->pvData)[0] = SysAllocString(L"*a*");
    VariantInit(&place);
    V_VT(&place) = VT_ARRAY | VT_BSTR;
    V_ARRAY(&place) = array;
    CHECK(ILegacyBridgeConverter_ConvertArray(converter, lbMarkdown, lbText, place, 0, &made) == S_OK);
    if (CHECK(V_VT(&made) == (VT_ARRAY | VT_BSTR))) {
        CHECK(!wcscmp(((BSTR *)V_ARRAY(&made)->pvData)[0], L"a\n"));
        CHECK(SysStringLen(((BSTR *)V_ARRAY(&made)->pvData)[1]) == 0);
    }
    VariantClear(&made);
    VariantClear(&place);
    /* Workers of the library's own: as many documents, each in its place. */
    array = SafeArrayCreateVector(VT_BSTR, 0, 200);
    for (index = 0; index < 200; index++) {
        WCHAR text[20];
        wsprintfW(text, L"*%ld*", index);
        ((BSTR *)array->pvData)[index] = SysAllocString(index == 77 ? L"\xD800" : text);
    }
    V_VT(&place) = VT_ARRAY | VT_BSTR;
    V_ARRAY(&place) = array;
    CHECK(ILegacyBridgeConverter_ConvertArray(converter, lbMarkdown, lbText, place, 65, &made)
          == (HRESULT)lbErrorBadArgument);
    CHECK(ILegacyBridgeConverter_ConvertArray(converter, lbMarkdown, lbText, place, 4, &made) == S_OK);
    if (CHECK(V_VT(&made) == (VT_ARRAY | VT_BSTR))) {
        for (index = 0; index < 200; index++) {
            WCHAR text[20];
            BSTR row = ((BSTR *)V_ARRAY(&made)->pvData)[index];
            wsprintfW(text, L"%ld\n", index);
            CHECK(index == 77 ? SysStringLen(row) == 0 : row && !wcscmp(row, text));
        }
    }
    VariantClear(&made);
    VariantClear(&place);
}

static void converts(Object *converter) {
    static const WCHAR words[] = L"gr\x00FCn \x6F22\x5B57 \xD83D\xDE00";
    BSTR input = SysAllocString(words), rtf = NULL, back = NULL;
    CHECK(ILegacyBridgeConverter_MarkdownToRtf(converter, of(input), &rtf) == S_OK);
    CHECK(rtf && !wcsncmp(rtf, L"{\\rtf1", 6));
    CHECK(ILegacyBridgeConverter_RtfToMarkdown(converter, of(rtf), &back) == S_OK);
    CHECK(same(back, L"gr\x00FCn \x6F22\x5B57 \xD83D\xDE00\n"));
    CHECK(ILegacyBridgeConverter_RtfToText(converter, of(rtf), &back) == S_OK);
    CHECK(same(back, L"gr\x00FCn \x6F22\x5B57 \xD83D\xDE00\n"));
    CHECK(ILegacyBridgeConverter_MarkdownToText(converter, of(input), &back) == S_OK);
    CHECK(same(back, L"gr\x00FCn \x6F22\x5B57 \xD83D\xDE00\n"));
    CHECK(ILegacyBridgeConverter_Convert(converter, lbDetect, lbMarkdown, of(rtf), &back) == S_OK);
    CHECK(same(back, L"gr\x00FCn \x6F22\x5B57 \xD83D\xDE00\n"));
    SysFreeString(rtf);
    SysFreeString(input);
    /* NULL is the empty string, and a NUL inside of one does not end it. */
    CHECK(ILegacyBridgeConverter_RtfToMarkdown(converter, of(NULL), &back) == S_OK);
    CHECK(same(back, L""));
    input = SysAllocStringLen(L"a\0b", 3);
    CHECK(ILegacyBridgeConverter_MarkdownToText(converter, of(input), &back) == S_OK);
    CHECK(back && SysStringLen(back) == 4 && back[0] == 'a' && back[2] == 'b');
    SysFreeString(back);
    SysFreeString(input);
}

/* The JSON of a check that found nothing, and whether it says what kind was found first. */
static int finds(BSTR json, const WCHAR *format, const WCHAR *kind) {
    WCHAR part[80];
    int found;
    swprintf(part, 80, kind ? L"\"findings\":[{\"kind\":\"%ls\"" : L"\"findings\":[]", kind);
    found = json && wcsstr(json, part) && !wcsncmp(json, kind ? L"{\"valid\":false" : L"{\"valid\":true", 13);
    swprintf(part, 80, L"\"format\":\"%ls\"", format);
    found = found && wcsstr(json, part);
    if (!found) printf("[%ls]\n", json ? json : L"NULL");
    SysFreeString(json);
    return found;
}

static void fills_and_checks(Object *converter) {
    static const char rtf[] = "{\\rtf1\\ansi\\ansicpg1251 \\'e4 \\{\\{a\\}\\}}", open[] = "{\\rtf1 \\'zz{\\b x";
    VARIANT document = of_bytes(rtf, sizeof rtf - 1), place;
    BSTR values = SysAllocString(L"{\"a\":\"\xD83D\xDE00 *x*\"}"), text = SysAllocString(L"Dear {{a}}, {{b}}"), back = NULL;
    CHECK(ILegacyBridgeConverter_Fill(converter, lbMarkdown, lbText, of(text), values, &back) == S_OK);
    CHECK(same(back, L"Dear \xD83D\xDE00 *x*, \n"));
    /* A name without a value is a loss of this call. */
    CHECK(ILegacyBridgeConverter_get_LastReport(converter, &back) == S_OK && wcsstr(back, L"\"field\""));
    SysFreeString(back);
    /* Bytes count by the code pages of the RTF, the values are letters. */
    CHECK(ILegacyBridgeConverter_Fill(converter, lbRtf, lbText, document, values, &back) == S_OK);
    CHECK(same(back, L"\x0434 \xD83D\xDE00 *x*\n"));
    VariantInit(&place);
    V_VT(&place) = VT_BYREF | VT_VARIANT;
    V_VARIANTREF(&place) = &document;
    CHECK(ILegacyBridgeConverter_Fill(converter, lbDetect, lbMarkdown, place, values, &back) == S_OK);
    CHECK(same(back, L"\x0434 \xD83D\xDE00 \\*x\\*\n"));
    VariantInit(&place);
    V_VT(&place) = VT_NULL;
    CHECK(ILegacyBridgeConverter_Fill(converter, lbRtf, lbText, place, values, &back) == S_OK && same(back, L""));
    /* Values that are none. */
    CHECK(ILegacyBridgeConverter_Fill(converter, lbMarkdown, lbText, of(text), NULL, &back) == (HRESULT)lbErrorBadArgument);
    CHECK(back == NULL && told(L"values"));
    CHECK(ILegacyBridgeConverter_Fill(converter, lbMarkdown, lbText, of(text), text, &back) == (HRESULT)lbErrorBadArgument);
    CHECK(ILegacyBridgeConverter_Fill(converter, lbMarkdown, lbDetect, of(text), values, &back) == (HRESULT)lbErrorBadArgument);
    values[0] = 0xD800;
    CHECK(ILegacyBridgeConverter_Fill(converter, lbMarkdown, lbText, of(text), values, &back) == (HRESULT)lbErrorBadUtf16);
    CHECK(ILegacyBridgeConverter_Fill(converter, lbMarkdown, lbText, of(text), values, NULL) == (HRESULT)lbErrorNullPointer);
    /* What is wrong with a document: of bytes and of a string. */
    CHECK(ILegacyBridgeConverter_Check(converter, lbRtf, document, &back) == S_OK && finds(back, L"rtf", NULL));
    CHECK(VariantClear(&document) == S_OK);
    document = of_bytes(open, sizeof open - 1);
    CHECK(ILegacyBridgeConverter_Check(converter, lbDetect, document, &back) == S_OK && finds(back, L"rtf", L"bad_hex"));
    CHECK(VariantClear(&document) == S_OK);
    CHECK(ILegacyBridgeConverter_Check(converter, lbMarkdown, of(text), &back) == S_OK && finds(back, L"markdown", NULL));
    SysFreeString(text);
    text = SysAllocString(L"# a\n\n### b\n");
    CHECK(ILegacyBridgeConverter_Check(converter, lbMarkdown, of(text), &back) == S_OK);
    CHECK(finds(back, L"markdown", L"skipped_level"));
    CHECK(ILegacyBridgeConverter_Check(converter, lbMarkdown, place, &back) == S_OK && finds(back, L"markdown", NULL));
    CHECK(ILegacyBridgeConverter_Check(converter, 9, of(text), &back) == (HRESULT)lbErrorBadArgument && back == NULL);
    V_VT(&place) = VT_UNKNOWN;
    V_UNKNOWN(&place) = NULL;
    CHECK(ILegacyBridgeConverter_Check(converter, lbRtf, place, &back) == (HRESULT)lbErrorBadArgument);
    CHECK(ILegacyBridgeConverter_Check(converter, lbMarkdown, of(text), NULL) == (HRESULT)lbErrorNullPointer);
    SysFreeString(text);
    SysFreeString(values);
}

static void fails(Object *converter) {
    BSTR text = SysAllocString(L"Colour=red"), result = (BSTR)1;
    ISupportErrorInfo *support = NULL;
    CHECK(ILegacyBridgeConverter_put_Options(converter, text) == (HRESULT)lbErrorBadOption);
    CHECK(told(L"unknown option \"Colour\""));
    CHECK(ILegacyBridgeConverter_Convert(converter, 9, lbRtf, of(text), &result) == (HRESULT)lbErrorBadArgument);
    CHECK(result == NULL);
    CHECK(told(L"9 is not a format"));
    CHECK(ILegacyBridgeConverter_RtfToText(converter, of(text), NULL) == (HRESULT)lbErrorNullPointer);
    CHECK(ILegacyBridgeConverter_BatchFree(converter, -1) == (HRESULT)lbErrorBadHandle);
    CHECK(told(L"job -1"));
    SysFreeString(text);
    CHECK(ILegacyBridgeConverter_QueryInterface(converter, &IID_ISupportErrorInfo, (void **)&support) == S_OK);
    if (support) {
        IUnknown *one = NULL, *two = NULL;
        CHECK(ISupportErrorInfo_InterfaceSupportsErrorInfo(support, &IID_ILegacyBridgeConverter) == S_OK);
        CHECK(ISupportErrorInfo_InterfaceSupportsErrorInfo(support, &IID_IUnknown) == S_FALSE);
        CHECK(ISupportErrorInfo_QueryInterface(support, &IID_IUnknown, (void **)&one) == S_OK);
        CHECK(ILegacyBridgeConverter_QueryInterface(converter, &IID_IUnknown, (void **)&two) == S_OK);
        CHECK(one == two);
        if (one) IUnknown_Release(one);
        if (two) IUnknown_Release(two);
        ISupportErrorInfo_Release(support);
    }
    result = (BSTR)1;
    CHECK(ILegacyBridgeConverter_QueryInterface(converter, &IID_IStream, (void **)&result) == E_NOINTERFACE);
    CHECK(result == NULL);
}

static void has_properties(Object *converter) {
    BSTR text = SysAllocString(L"BodyFont=Georgia"), result = NULL;
    double number = -1;
    LONG count = -1;
    CHECK(ILegacyBridgeConverter_put_Options(converter, text) == S_OK);
    CHECK(ILegacyBridgeConverter_get_Options(converter, &result) == S_OK);
    CHECK(same(result, L"BodyFont=Georgia"));
    CHECK(ILegacyBridgeConverter_put_Options(converter, NULL) == S_OK);
    /* What was converted last held a NUL. */
    CHECK(ILegacyBridgeConverter_get_LastReport(converter, &result) == S_OK);
    CHECK(same(result, L"[{\"kind\":\"undecodable_byte\",\"count\":1,\"first\":2}]"));
    CHECK(ILegacyBridgeConverter_get_Version(converter, &result) == S_OK && wcschr(result, '.'));
    SysFreeString(result);
    SysFreeString(text);
    CHECK(ILegacyBridgeConverter_get_MemoryBytes(converter, &number) == S_OK && number > 0);
    CHECK(ILegacyBridgeConverter_get_MemoryPeakBytes(converter, &number) == S_OK && number > 0);
    CHECK(ILegacyBridgeConverter_get_MemoryLimitBytes(converter, &number) == S_OK && number >= 0);
    CHECK(ILegacyBridgeConverter_get_ActiveConversions(converter, &count) == S_OK && count == 0);
    CHECK(ILegacyBridgeConverter_get_ConversionsDone(converter, &number) == S_OK && number >= 5);
    CHECK(ILegacyBridgeConverter_get_ConversionsFailed(converter, &number) == S_OK && number >= 0);
    CHECK(ILegacyBridgeConverter_get_ConversionsRefused(converter, &number) == S_OK && number == 0);
    CHECK(ILegacyBridgeConverter_get_BytesIn(converter, &number) == S_OK && number > 0);
    CHECK(ILegacyBridgeConverter_get_BytesOut(converter, &number) == S_OK && number > 0);
    CHECK(ILegacyBridgeConverter_get_Metrics(converter, &result) == S_OK);
    CHECK(result && wcsstr(result, L"legacybridge_memory_bytes "));
    SysFreeString(result);
}

static BSTR in_work(const WCHAR *name) {
    WCHAR path[MAX_PATH];
    GetFullPathNameW(L"com-work", MAX_PATH, path, NULL);
    wcscat(path, name);
    return SysAllocString(path);
}

/* So many files that a job with one worker takes a while. */
static void write_inputs(int count) {
    static const char line[] = "# Title\r\n\r\nSome *text* and [a link](http://example.com/).\r\n\r\n";
    WCHAR name[64];
    int index, lines;
    BSTR folder = in_work(L"\\in");
    CreateDirectoryW(L"com-work", NULL);
    CreateDirectoryW(folder, NULL);
    SysFreeString(folder);
    for (index = 0; index < count; index++) {
        FILE *file;
        swprintf(name, 64, L"com-work\\in\\%d.md", index);
        file = _wfopen(name, L"wb");
        if (!CHECK(file != NULL)) return;
        for (lines = 0; lines < 4000; lines++) fwrite(line, 1, sizeof line - 1, file);
        fclose(file);
    }
}

static LONG start_batch(Object *converter) {
    BSTR input = in_work(L"\\in"), output = in_work(L"\\out");
    BSTR options = SysAllocString(L"Overwrite=Yes;Workers=2");
    LONG job = 0;
    CHECK(ILegacyBridgeConverter_BatchStart(converter, lbMarkdown, lbRtf, input, output, options, &job) == S_OK);
    CHECK(job > 0);
    SysFreeString(input);
    SysFreeString(output);
    SysFreeString(options);
    return job;
}

static void runs_batches(Object *converter, int count) {
    LONG job = start_batch(converter), number = -1;
    LegacyBridgeBatchState state = 0;
    VARIANT_BOOL over = 7;
    BSTR text = NULL;
    CHECK(ILegacyBridgeConverter_BatchWait(converter, job, 0, &over) == S_OK && over == VARIANT_FALSE);
    CHECK(ILegacyBridgeConverter_BatchWait(converter, job, -2, &over) == (HRESULT)lbErrorBadArgument);
    CHECK(ILegacyBridgeConverter_BatchWait(converter, job, -1, &over) == S_OK && over == VARIANT_TRUE);
    CHECK(ILegacyBridgeConverter_BatchState(converter, job, &state) == S_OK && state == lbFinished);
    CHECK(ILegacyBridgeConverter_BatchTotal(converter, job, &number) == S_OK && number == count);
    CHECK(ILegacyBridgeConverter_BatchDone(converter, job, &number) == S_OK && number == count);
    CHECK(ILegacyBridgeConverter_BatchConverted(converter, job, &number) == S_OK && number == count);
    CHECK(ILegacyBridgeConverter_BatchFailed(converter, job, &number) == S_OK && number == 0);
    CHECK(ILegacyBridgeConverter_BatchSkipped(converter, job, &number) == S_OK && number == 0);
    CHECK(ILegacyBridgeConverter_BatchReport(converter, job, &text) == S_OK && wcsstr(text, L"\"finished\""));
    SysFreeString(text);
    CHECK(ILegacyBridgeConverter_BatchFree(converter, job) == S_OK);
    job = start_batch(converter);
    CHECK(ILegacyBridgeConverter_BatchCancel(converter, job) == S_OK);
    CHECK(ILegacyBridgeConverter_BatchFree(converter, job) == S_OK);
}

/* The same by name: what script hosts do, and what a C++ host does without the type library. */
static void is_called_by_name(Object *converter) {
    IDispatch *dispatch = NULL;
    ITypeInfo *description = NULL;
    WCHAR *name = L"RTFTOTEXT";
    DISPID number = 0;
    DISPPARAMS arguments = {0};
    VARIANT argument, result;
    EXCEPINFO exception;
    UINT count = 0;
    CHECK(ILegacyBridgeConverter_QueryInterface(converter, &IID_IDispatch, (void **)&dispatch) == S_OK);
    if (!dispatch) return;
    CHECK(IDispatch_GetTypeInfoCount(dispatch, &count) == S_OK && count == 1);
    CHECK(IDispatch_GetTypeInfo(dispatch, 0, 0, &description) == S_OK && description);
    if (description) {
        TYPEATTR *attributes = NULL;
        CHECK(ITypeInfo_GetTypeAttr(description, &attributes) == S_OK);
        if (attributes) {
            CHECK(IsEqualGUID(&attributes->guid, &IID_ILegacyBridgeConverter));
            ITypeInfo_ReleaseTypeAttr(description, attributes);
        }
        ITypeInfo_Release(description);
    }
    CHECK(IDispatch_GetTypeInfo(dispatch, 1, 0, &description) == DISP_E_BADINDEX);
    CHECK(IDispatch_GetIDsOfNames(dispatch, &no_guid, &name, 1, 0, &number) == S_OK && number == 3);
    VariantInit(&argument);
    VariantInit(&result);
    V_VT(&argument) = VT_BSTR;
    V_BSTR(&argument) = SysAllocString(L"{\\rtf1 words}");
    arguments.rgvarg = &argument;
    arguments.cArgs = 1;
    CHECK(IDispatch_Invoke(dispatch, number, &no_guid, 0, DISPATCH_METHOD, &arguments, &result, NULL, NULL) == S_OK);
    CHECK(V_VT(&result) == VT_BSTR && same(V_BSTR(&result), L"words\n"));
    VariantClear(&argument);
    VariantInit(&result);
    memset(&exception, 0, sizeof exception);
    V_VT(&argument) = VT_I4;
    V_I4(&argument) = 99;
    CHECK(IDispatch_Invoke(dispatch, 48, &no_guid, 0, DISPATCH_METHOD, &arguments, &result, &exception, NULL) == DISP_E_EXCEPTION);
    CHECK(exception.scode == (HRESULT)lbErrorBadHandle);
    CHECK(exception.bstrDescription && wcsstr(exception.bstrDescription, L"job 99"));
    SysFreeString(exception.bstrDescription);
    SysFreeString(exception.bstrSource);
    SysFreeString(exception.bstrHelpFile);
    IDispatch_Release(dispatch);
}

static DWORD WINAPI convert_often(void *converter) {
    int index;
    HRESULT status = CoInitializeEx(NULL, COINIT_MULTITHREADED);
    for (index = 0; index < 100; index++) {
        BSTR input = SysAllocString(L"# Some *text*"), rtf = NULL, back = NULL;
        HRESULT there = ILegacyBridgeConverter_MarkdownToRtf((Object *)converter, of(input), &rtf);
        HRESULT again = ILegacyBridgeConverter_RtfToMarkdown((Object *)converter, of(rtf), &back);
        if (there != S_OK || again != S_OK || wcscmp(back, L"# Some *text*\n")) {
            CHECK(!"a conversion in another thread");
        }
        SysFreeString(input);
        SysFreeString(rtf);
        SysFreeString(back);
    }
    if (SUCCEEDED(status)) CoUninitialize();
    return 0;
}

static Object *expected;

/* Another apartment gets the object's own address: the marshaler is free-threaded. */
static DWORD WINAPI unmarshal(void *stream) {
    Object *converter = NULL;
    CHECK(CoInitializeEx(NULL, COINIT_MULTITHREADED) == S_OK);
    CHECK(CoGetInterfaceAndReleaseStream(stream, &IID_ILegacyBridgeConverter, (void **)&converter) == S_OK);
    CHECK(converter == expected);
    if (converter) {
        converts(converter);
        ILegacyBridgeConverter_Release(converter);
    }
    CoUninitialize();
    return 0;
}

static void crosses_threads(Object *converter) {
    HANDLE threads[4], one;
    IStream *stream = NULL;
    int index;
    expected = converter;
    CHECK(CoMarshalInterThreadInterfaceInStream(&IID_ILegacyBridgeConverter, (IUnknown *)converter, &stream) == S_OK);
    if (stream) {
        one = CreateThread(NULL, 0, unmarshal, stream, 0, NULL);
        WaitForSingleObject(one, INFINITE);
        CloseHandle(one);
    }
    for (index = 0; index < 4; index++) threads[index] = CreateThread(NULL, 0, convert_often, converter, 0, NULL);
    WaitForMultipleObjects(4, threads, TRUE, INFINITE);
    for (index = 0; index < 4; index++) CloseHandle(threads[index]);
}

/* What the process has taken for itself. The system's own counters stand still under Wine. */
static SIZE_T private_bytes(void) {
    MEMORY_BASIC_INFORMATION region;
    char *address = NULL;
    SIZE_T sum = 0;
    while (VirtualQuery(address, &region, sizeof region)) {
        if (region.State == MEM_COMMIT && region.Type == MEM_PRIVATE) sum += region.RegionSize;
        address = (char *)region.BaseAddress + region.RegionSize;
        if (!address) break;
    }
    return sum;
}

/* Whether that figure follows what a process takes. */
static void can_measure(void) {
    SIZE_T before = private_bytes();
    volatile char *block = malloc(8 << 20);
    int index;
    for (index = 0; block && index < 8 << 20; index += 4096) block[index] = 1;
    CHECK(private_bytes() - before >= 8 << 20);
    free((void *)block);
}

static HRESULT create(Object **converter) {
    return CoCreateInstance(&CLSID_Converter, NULL, CLSCTX_INPROC_SERVER, &IID_ILegacyBridgeConverter, (void **)converter);
}

/* An object of the apartment that all free threads share. */
static DWORD WINAPI create_elsewhere(void *nothing) {
    Object *converter = NULL;
    (void)nothing;
    CHECK(CoInitializeEx(NULL, COINIT_MULTITHREADED) == S_OK);
    if (CHECK(create(&converter) == S_OK)) {
        converts(converter);
        fails(converter);
        ILegacyBridgeConverter_Release(converter);
    }
    CoUninitialize();
    return 0;
}

static void is_made_and_dropped(Object *witness) {
    double before = 0, after = 0;
    SIZE_T heap = 0;
    int index;
    for (index = 0; index < 1100; index++) {
        Object *converter = NULL;
        if (index == 100) {
            heap = private_bytes();
            ILegacyBridgeConverter_get_MemoryBytes(witness, &before);
        }
        if (!CHECK(create(&converter) == S_OK)) return;
        if (index % 3) {
            BSTR text = NULL;
            CHECK(ILegacyBridgeConverter_MarkdownToText(converter, of(NULL), &text) == S_OK);
            SysFreeString(text);
        }
        CHECK(ILegacyBridgeConverter_Release(converter) == 0);
    }
    ILegacyBridgeConverter_get_MemoryBytes(witness, &after);
    printf("1000 objects: the library's memory %+.0f bytes, the process's %+ld\n", after - before,
           (long)(private_bytes() - heap));
    CHECK(after - before < 1024);
    CHECK((long)(private_bytes() - heap) < 256 * 1024);
}

static void use(Object *converter) {
    converts(converter);
    takes_bytes_and_arrays(converter);
    fills_and_checks(converter);
    converts(converter);
    fails(converter);
    has_properties(converter);
    is_called_by_name(converter);
    crosses_threads(converter);
}

static void created(void) {
    Object *converter = NULL;
    HANDLE thread;
    CLSID class;
    HRESULT status;
    /* With a manifest the system makes up a class of its own for the name. */
    CHECK(CLSIDFromProgID(L"LegacyBridge.Converter", &class) == S_OK);
    CHECK(CoCreateInstance(&class, NULL, CLSCTX_INPROC_SERVER, &IID_ILegacyBridgeConverter, (void **)&converter) == S_OK);
    if (converter) ILegacyBridgeConverter_Release(converter);
    converter = NULL;
    status = create(&converter);
    if (!CHECK(converter != NULL)) {
        printf("CoCreateInstance: 0x%08lx\n", (unsigned long)status);
        return;
    }
    thread = CreateThread(NULL, 0, create_elsewhere, NULL, 0, NULL);
    WaitForSingleObject(thread, INFINITE);
    CloseHandle(thread);
    use(converter);
    write_inputs(12);
    runs_batches(converter, 12);
    is_made_and_dropped(converter);
    ILegacyBridgeConverter_Release(converter);
    CoFreeUnusedLibrariesEx(0, 0);
    /* A job that nobody waits for or frees, and COM unloads what it can: no crash. */
    if (CHECK(create(&converter) == S_OK)) {
        start_batch(converter);
        ILegacyBridgeConverter_Release(converter);
    }
}

/* What the loader does for a host; `rounds` beyond the first must not make the process grow. */
static void loaded(const char *path) {
    SIZE_T heap = 0;
    DWORD handles = 0, now = 0;
    int round, rounds = 60;
    for (round = 0; round < rounds; round++) {
        HMODULE library = LoadLibraryA(path);
        GetClass get_class = (GetClass)(void (*)(void))GetProcAddress(library, "DllGetClassObject");
        CanUnload can_unload = (CanUnload)(void (*)(void))GetProcAddress(library, "DllCanUnloadNow");
        IClassFactory *factory = NULL;
        Object *converter = NULL;
        IUnknown *none = (IUnknown *)1;
        if (!CHECK(get_class && can_unload)) return;
        if (round == 10) {
            heap = private_bytes();
            GetProcessHandleCount(GetCurrentProcess(), &handles);
        }
        CHECK(can_unload() == S_OK);
        CHECK(get_class(&IID_IUnknown, &IID_IClassFactory, (void **)&none) == CLASS_E_CLASSNOTAVAILABLE);
        CHECK(get_class(&CLSID_Converter, &IID_IStream, (void **)&none) == E_NOINTERFACE);
        CHECK(get_class(&CLSID_Converter, &IID_IClassFactory, (void **)&factory) == S_OK);
        CHECK(can_unload() == S_FALSE);
        CHECK(IClassFactory_CreateInstance(factory, (IUnknown *)factory, &IID_IUnknown, (void **)&none) == CLASS_E_NOAGGREGATION);
        CHECK(IClassFactory_CreateInstance(factory, NULL, &IID_IStream, (void **)&none) == E_NOINTERFACE);
        CHECK(none == NULL);
        CHECK(IClassFactory_CreateInstance(factory, NULL, &IID_ILegacyBridgeConverter, (void **)&converter) == S_OK);
        CHECK(IClassFactory_LockServer(factory, TRUE) == S_OK);
        IClassFactory_Release(factory);
        CHECK(can_unload() == S_FALSE);
        if (converter) {
            converts(converter);
            is_called_by_name(converter);
            if (round == 0) use(converter);
            CHECK(ILegacyBridgeConverter_Release(converter) == 0);
        }
        CHECK(can_unload() == S_FALSE);
        CHECK(get_class(&CLSID_Converter, &IID_IClassFactory, (void **)&factory) == S_OK);
        IClassFactory_LockServer(factory, FALSE);
        IClassFactory_Release(factory);
        CHECK(can_unload() == S_OK);
        FreeLibrary(library);
        CHECK(GetModuleHandleA("legacybridge.dll") == NULL);
    }
    GetProcessHandleCount(GetCurrentProcess(), &now);
    printf("%d loads: the process's memory %+ld bytes, handles %+ld\n", rounds - 10,
           (long)(private_bytes() - heap), (long)now - (long)handles);
    CHECK((long)(private_bytes() - heap) < 256 * 1024);
    CHECK(now <= handles + 1);
}

/* While a job runs the library can't go, whatever is released. */
static void stays_for_jobs(const char *path) {
    HMODULE library = LoadLibraryA(path);
    GetClass get_class = (GetClass)(void (*)(void))GetProcAddress(library, "DllGetClassObject");
    CanUnload can_unload = (CanUnload)(void (*)(void))GetProcAddress(library, "DllCanUnloadNow");
    IClassFactory *factory = NULL;
    Object *converter = NULL;
    int waits = 0;
    if (!CHECK(get_class(&CLSID_Converter, &IID_IClassFactory, (void **)&factory) == S_OK)) return;
    IClassFactory_CreateInstance(factory, NULL, &IID_ILegacyBridgeConverter, (void **)&converter);
    IClassFactory_Release(factory);
    if (!CHECK(converter != NULL)) return;
    write_inputs(12);
    start_batch(converter);
    ILegacyBridgeConverter_Release(converter);
    CHECK(can_unload() == S_FALSE);
    /* Even this leaves the code where its threads run. */
    FreeLibrary(library);
    CHECK(GetModuleHandleA("legacybridge.dll") == library);
    CHECK(LoadLibraryA(path) == library);
    while (can_unload() == S_FALSE && waits++ < 600) Sleep(100);
    CHECK(can_unload() == S_OK);
    FreeLibrary(library);
    CHECK(GetModuleHandleA("legacybridge.dll") == NULL);
}

/* The server is a part of the process beside others: what ends one leaves the rest what it has. */
static void counts_itself(const char *path) {
    typedef LONG(__stdcall * Call)(void);
    typedef LONG(__stdcall * Make)(const char *, LONG *);
    typedef LONG(__stdcall * Destroy)(LONG);
    HMODULE library = LoadLibraryA(path);
    GetClass get_class = (GetClass)(void (*)(void))GetProcAddress(library, "DllGetClassObject");
    CanUnload can_unload = (CanUnload)(void (*)(void))GetProcAddress(library, "DllCanUnloadNow");
    Call startup = (Call)(void (*)(void))GetProcAddress(library, "legacybridge_startup");
    Call shutdown = (Call)(void (*)(void))GetProcAddress(library, "legacybridge_shutdown");
    Make make = (Make)(void (*)(void))GetProcAddress(library, "legacybridge_create");
    Destroy destroy = (Destroy)(void (*)(void))GetProcAddress(library, "legacybridge_destroy");
    IClassFactory *factory = NULL;
    Object *converter = NULL;
    LONG handle = -1;
    if (!CHECK(get_class(&CLSID_Converter, &IID_IClassFactory, (void **)&factory) == S_OK)) return;
    IClassFactory_CreateInstance(factory, NULL, &IID_ILegacyBridgeConverter, (void **)&converter);
    IClassFactory_Release(factory);
    if (!CHECK(converter != NULL)) return;
    /* A part that comes and goes ends nothing. */
    CHECK(make("Images=Skip", &handle) == 0);
    CHECK(startup() == 0 && shutdown() == 0);
    CHECK(destroy(handle) == 0);
    /* The server goes, and who never counted itself keeps what it has. */
    CHECK(make("Images=Skip", &handle) == 0);
    ILegacyBridgeConverter_Release(converter);
    CHECK(can_unload() == S_OK);
    CHECK(destroy(handle) == 0);
    /* It has counted back: the one part that is left is the last. */
    CHECK(startup() == 0 && make("Images=Skip", &handle) == 0 && shutdown() == 0);
    CHECK(destroy(handle) != 0);
    FreeLibrary(library);
}

int main(int count, char **arguments) {
    CHECK(CoInitializeEx(NULL, COINIT_APARTMENTTHREADED) == S_OK);
    can_measure();
    if (count > 1 && !strcmp(arguments[1], "created")) {
        created();
    } else {
        loaded("legacybridge.dll");
        stays_for_jobs("legacybridge.dll");
        counts_itself("legacybridge.dll");
    }
    CoUninitialize();
    printf("com: %ld checks, %ld failed\n", checks, failures);
    fflush(stdout);
    return failures != 0;
}
