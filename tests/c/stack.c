/* Everything in threads with little stack. In: the stack in KB, and a folder of documents; each is converted
 * to every format under several options, and every other function is called once. Out: nothing, or what
 * failed; a stack that is too small ends the program by a signal, after the name of the document. */
#define _POSIX_C_SOURCE 200809L
#include "check.h"

#include <dirent.h>
#include <pthread.h>
#include <unistd.h>

static const char *const options[] = {
    NULL,
    "Target=RichEdit;Comments=Keep;Headers=Keep;Changes=Markup",
    "Target=Word;Math=Yes;SuperSub=Yes;FrontMatter=Yes;DefinitionLists=Yes;HeadingAttributes=Yes;"
    "SmartPunctuation=Yes",
    "Wrap=40;MaxNesting=3;MaxColumns=4;LineEnds=CRLF;CodePage=1252"};
enum { OPTIONS = sizeof options / sizeof options[0] };

static char path[1200];
static uint8_t *bytes;
static int32_t length;
static long outputs;

static void *convert(void *unused_argument) {
    size_t set;
    (void)unused_argument;
    for (set = 0; set < OPTIONS; set++) {
        int32_t to, handle;
        CHECK_STATUS(legacybridge_create(options[set], &handle), LEGACYBRIDGE_OK);
        for (to = MARKDOWN; to <= TEXT; to++) {
            uint8_t *output, *report;
            int32_t output_length, report_length;
            int32_t status = legacybridge_convert_reporting(handle, LEGACYBRIDGE_FORMAT_DETECT, to, bytes, length,
                                                            &output, &output_length, &report, &report_length);
            outputs += status == LEGACYBRIDGE_OK;
            if (status != LEGACYBRIDGE_OK && status != LEGACYBRIDGE_ERROR_BAD_ENCODING) {
                printf("%s to %d with %s: %d, %s\n", path, (int)to, options[set] ? options[set] : "defaults",
                       (int)status, last_error());
                failures++;
            }
            legacybridge_free(output);
            legacybridge_free(report);
        }
        CHECK_STATUS(legacybridge_destroy(handle), LEGACYBRIDGE_OK);
    }
    return NULL;
}

static void *call_the_rest(void *folder) {
    uint16_t units[] = {'*', 'a', '*', 0}, *wide, *wide_report;
    uint8_t *text, *json, buffer[700];
    int32_t job, size, report_size;
    legacybridge_batch_status_t status;
    legacybridge_column_t column;
    static const int32_t places[] = {0, 3, 5};
    char in[1300], out[1300];
    const char *inputs[1], *results[1];
    FILE *file;
    CHECK_STATUS(legacybridge_startup(), LEGACYBRIDGE_OK);
    CHECK_STATUS(legacybridge_convert_reporting_utf16(0, MARKDOWN, RTF, units, -1, &wide, &size, &wide_report,
                                                      &report_size), LEGACYBRIDGE_OK);
    legacybridge_free(wide);
    legacybridge_free(wide_report);
    CHECK_STATUS(legacybridge_convert_into(0, MARKDOWN, TEXT, "a *b*", -1, buffer, sizeof buffer, &size),
                 LEGACYBRIDGE_OK);
    CHECK_STATUS(legacybridge_convert(-5, MARKDOWN, TEXT, "a", -1, &text, &size), LEGACYBRIDGE_ERROR_BAD_HANDLE);
    CHECK(legacybridge_last_error_json(buffer, sizeof buffer) > 0);
    column.struct_size = sizeof column;
    CHECK_STATUS(legacybridge_convert_column(0, MARKDOWN, TEXT, "a *b*", NULL, places, 32, NULL, 0, 2,
                                             "Workers=2;Reports=Yes", &column),
                 LEGACYBRIDGE_OK);
    CHECK(column.failed == 0);
    legacybridge_free_column(&column);
    CHECK_STATUS(legacybridge_metrics(&text, &size), LEGACYBRIDGE_OK);
    legacybridge_free(text);
    CHECK_STATUS(legacybridge_report(0, &json, &size), LEGACYBRIDGE_OK);
    legacybridge_free(json);
    sprintf(in, "%s.md", (const char *)folder);
    sprintf(out, "%s.rtf", (const char *)folder);
    file = fopen(in, "w");
    CHECK(file != NULL && fputs("# Title\n\n*text*\n", file) >= 0 && fclose(file) == 0);
    CHECK_STATUS(legacybridge_convert_file(0, MARKDOWN, RTF, in, out), LEGACYBRIDGE_OK);
    inputs[0] = in, results[0] = out;
    CHECK_STATUS(legacybridge_batch_start_list(0, MARKDOWN, RTF, inputs, results, 1, "Overwrite=Yes", &job),
                 LEGACYBRIDGE_OK);
    CHECK_STATUS(legacybridge_batch_wait(job, -1), LEGACYBRIDGE_OK);
    status.struct_size = sizeof status;
    CHECK_STATUS(legacybridge_batch_status(job, &status), LEGACYBRIDGE_OK);
    CHECK(status.converted == 1);
    CHECK_STATUS(legacybridge_batch_report(job, &json, &size), LEGACYBRIDGE_OK);
    legacybridge_free(json);
    CHECK_STATUS(legacybridge_batch_free(job), LEGACYBRIDGE_OK);
    remove(in);
    remove(out);
    CHECK_STATUS(legacybridge_shutdown(), LEGACYBRIDGE_OK);
    return NULL;
}

static void in_a_thread(void *(*body)(void *), void *argument, size_t stack) {
    pthread_attr_t attributes;
    pthread_t thread;
    CHECK(pthread_attr_init(&attributes) == 0 && pthread_attr_setstacksize(&attributes, stack) == 0);
    if (pthread_create(&thread, &attributes, body, argument) != 0) {
        printf("no thread with a stack of %ld bytes\n", (long)stack);
        exit(2);
    }
    pthread_join(thread, NULL);
    pthread_attr_destroy(&attributes);
}

int main(int argc, char **argv) {
    size_t stack = argc == 3 ? (size_t)atol(argv[1]) * 1024 : 0;
    DIR *folder = argc == 3 ? opendir(argv[2]) : NULL;
    struct dirent *entry;
    long documents = 0;
    unused();
    setvbuf(stdout, NULL, _IONBF, 0);
    if (folder == NULL) {
        printf("stack KB FOLDER\n");
        return 2;
    }
    in_a_thread(call_the_rest, argv[2], stack);
    while ((entry = readdir(folder)) != NULL) {
        FILE *file;
        long size;
        if (entry->d_name[0] == '.') {
            continue;
        }
        sprintf(path, "%.900s/%.250s", argv[2], entry->d_name);
        file = fopen(path, "rb");
        CHECK(file != NULL && fseek(file, 0, SEEK_END) == 0);
        size = ftell(file);
        rewind(file);
        bytes = malloc((size_t)size + 1);
        CHECK(bytes != NULL && fread(bytes, 1, (size_t)size, file) == (size_t)size);
        fclose(file);
        length = (int32_t)size;
        printf("%s\n", entry->d_name);
        in_a_thread(convert, NULL, stack);
        /* Also as the first conversion of a process, which makes what is kept for the next. */
        shut_down();
        free(bytes);
        documents++;
    }
    closedir(folder);
    printf("%ld documents, %ld outputs\n", documents, outputs);
    CHECK(outputs > 0);
    return finish();
}
