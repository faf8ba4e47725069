/*
 * A host with its own floating point environment: Delphi before 12 unmasks invalid operation, division
 * by zero and overflow, VB6 and MSVC set other precisions. No call may raise an exception there, and
 * none may change the control words, leave the x87 stack in use or the direction flag set.
 */
#include "host.h"

struct environment {
    uint16_t control;
    uint32_t vector;
};

static const struct environment HOSTS[] = {
    {0x1332, 0x1900}, /* Delphi up to 11 */
    {0x133F, 0x1F80}, /* the same with all masked, for OpenGL and the like */
    {0x1372, 0x1900}, /* Delphi's extended precision */
    {0x027F, 0x1F80}, /* MSVC, VB6 */
    {0x0360, 0x1000}, /* everything that can be unmasked but inexact and denormal */
    {0x0C7F, 0x7F80}, /* rounding towards zero */
};

static void enter(const struct environment *environment) {
    __asm__ volatile("fninit\n\tfldcw %0\n\tldmxcsr %1" ::"m"(environment->control), "m"(environment->vector));
}

static void unchanged(const struct environment *environment, const char *call) {
    struct {
        uint32_t words[7];
    } x87;
    uint32_t vector;
    size_t flags;
    __asm__ volatile("fnstenv %0\n\tstmxcsr %1" : "=m"(x87), "=m"(vector));
    __asm__ volatile("pushf\n\tpop %0" : "=r"(flags));
    __asm__ volatile("fldcw %0" ::"m"(environment->control)); /* fnstenv has masked all */
    if ((x87.words[0] & 0x1F3F) != (environment->control & 0x1F3Fu)) {
        printf("%s changed the x87 control word to %04lX\n", call, (unsigned long)x87.words[0] & 0xFFFF);
        failures++;
    }
    if ((vector & 0xFFC0) != environment->vector) {
        printf("%s changed MXCSR to %04lX\n", call, (unsigned long)vector);
        failures++;
    }
    if ((x87.words[2] & 0xFFFF) != 0xFFFF) {
        printf("%s left the x87 stack in use: %04lX\n", call, (unsigned long)x87.words[2] & 0xFFFF);
        failures++;
    }
    CHECK((flags & 0x400) == 0);
}

/* A bitmap of 2 by 2 pixels in RTF, scaled by a third: what a reader might divide for. */
static const char PICTURE[] =
    "{\\rtf1\\ansi\\deff0{\\fonttbl{\\f0 Arial;}}\\pard\\fs21\\expnd-3 a{\\pict\\dibitmap0\\picw2\\pich2"
    "\\picwgoal30\\pichgoal30\\picscalex33\\picscaley0 "
    "28000000020000000200000001001800000000001000000000000000000000000000000000000000"
    "0000FF00FF000000FF0000FFFFFF0000}\\par\\trowd\\cellx0\\cellx0\\intbl x\\cell y\\cell\\row}";
static const char MARKDOWN_TEXT[] =
    "# T\n\n1e999 **1.5** ![p](data:image/gif;base64,R0lGODlhAQABAAAAACw=){width=0}\n\n"
    "|a|b|\n|-|-:|\n|1|2|\n\n999999999999. x\n";

static void calls(const struct environment *environment) {
    uint8_t *output = NULL, *text = NULL;
    int32_t handle = 0, length = 0, text_length = 0;
    legacybridge_stats_t stats;
    enter(environment);
    CHECK_STATUS(legacybridge_create("BodySize=10.5;MaxInput=0.5MB", &handle), LEGACYBRIDGE_ERROR_BAD_OPTION);
    unchanged(environment, "create with a bad size");
    CHECK_STATUS(legacybridge_create("BodySize=10.5", &handle), LEGACYBRIDGE_OK);
    unchanged(environment, "create");
    CHECK_STATUS(legacybridge_convert(handle, MARKDOWN, RTF, BYTES(MARKDOWN_TEXT), -1, &output, &length),
                 LEGACYBRIDGE_OK);
    unchanged(environment, "convert to RTF");
    CHECK_STATUS(legacybridge_convert(handle, RTF, MARKDOWN, output, length, &text, &text_length),
                 LEGACYBRIDGE_OK);
    unchanged(environment, "convert to Markdown");
    legacybridge_free(output);
    legacybridge_free(text);
    CHECK_STATUS(legacybridge_convert(handle, RTF, MARKDOWN, BYTES(PICTURE), -1, &output, &length),
                 LEGACYBRIDGE_OK);
    unchanged(environment, "convert a picture");
    CHECK(strstr((char *)output, "data:image/") != NULL);
    legacybridge_free(output);
    CHECK_STATUS(legacybridge_convert(handle, MARKDOWN, RTF, BYTES("\xFF"), 1, &output, &length),
                 LEGACYBRIDGE_ERROR_BAD_ENCODING);
    unchanged(environment, "convert what is not UTF-8");
    CHECK_STATUS(legacybridge_metrics(&text, &text_length), LEGACYBRIDGE_OK);
    unchanged(environment, "metrics");
    legacybridge_free(text);
    stats.struct_size = sizeof stats;
    CHECK_STATUS(legacybridge_stats(&stats), LEGACYBRIDGE_OK);
    CHECK_STATUS(legacybridge_destroy(handle), LEGACYBRIDGE_OK);
    CHECK_STATUS(legacybridge_shutdown(), LEGACYBRIDGE_OK);
    unchanged(environment, "shutdown");
}

/* Whether exceptions are raised here at all: without that the test would show nothing. */
static void *resume[5];

static LONG CALLBACK caught(EXCEPTION_POINTERS *exception) {
    (void)exception;
    __builtin_longjmp(resume, 1);
}

static void exceptions_are_raised(void) {
    PVOID handler = AddVectoredExceptionHandler(1, caught);
    if (__builtin_setjmp(resume) == 0) {
        volatile float zero = 0.0f, result;
        enter(&HOSTS[0]);
        __asm__ volatile("movss %1, %%xmm0\n\tdivss %2, %%xmm0\n\tmovss %%xmm0, %0"
                         : "=m"(result)
                         : "m"((float){1.0f}), "m"(zero)
                        : "memory");
        __asm__ volatile("fninit");
        printf("a division by zero passed unseen\n");
        failures++;
    }
    RemoveVectoredExceptionHandler(handler);
}

int main(void) {
    size_t n;
    struct environment own;
    __asm__ volatile("fnstcw %0\n\tstmxcsr %1" : "=m"(own.control), "=m"(own.vector));
    exceptions_are_raised();
    for (n = 0; n < sizeof HOSTS / sizeof HOSTS[0]; n++) {
        calls(&HOSTS[n]);
    }
    enter(&own); /* printf is not ours to test */
    return finish();
}
