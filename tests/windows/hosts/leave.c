/*
 * A host that ends without giving anything back, with a batch running: by returning from main, by
 * ExitProcess from another thread, by TerminateProcess. None may hang. The program runs itself as the
 * child, so that a hang is seen and ended.
 */
#include "host.h"

static DWORD WINAPI leave(void *unused) {
    (void)unused;
    ExitProcess(7);
}

/* Makes handles and outputs, starts a batch of big documents, and leaves it running. */
static void make_a_mess(const char *folder) {
    char options[] = "Workers=4;Overwrite=Yes", to[MAX_PATH + 4];
    int32_t handle = 0, job = 0, length = 0, n;
    uint8_t *output = NULL;
    legacybridge_batch_status_t status;
    snprintf(to, sizeof to, "%s-to", folder);
    for (n = 0; n < 10; n++) {
        CHECK_STATUS(legacybridge_create("BodyFont=Arial", &handle), LEGACYBRIDGE_OK);
        CHECK_STATUS(legacybridge_convert(handle, MARKDOWN, RTF, BYTES("# a"), -1, &output, &length),
                     LEGACYBRIDGE_OK);
    }
    CHECK_STATUS(legacybridge_batch_start(handle, MARKDOWN, RTF, folder, to, options, &job), LEGACYBRIDGE_OK);
    CHECK_STATUS(legacybridge_batch_wait(job, 100), LEGACYBRIDGE_ERROR_BUSY);
    status.struct_size = sizeof status;
    CHECK_STATUS(legacybridge_batch_status(job, &status), LEGACYBRIDGE_OK);
    CHECK(status.state == LEGACYBRIDGE_BATCH_RUNNING);
}

static int child(const char *how, const char *folder) {
    make_a_mess(folder);
    if (failures != 0) {
        return 99;
    }
    if (strcmp(how, "thread") == 0) {
        CreateThread(NULL, 0, leave, NULL, 0, NULL);
        Sleep(INFINITE);
    } else if (strcmp(how, "terminate") == 0) {
        TerminateProcess(GetCurrentProcess(), 7);
    } else if (strcmp(how, "waiting") == 0) {
        /* the main thread waits in the library while another ends the process */
        int32_t job;
        CreateThread(NULL, 0, leave, NULL, 0, NULL);
        for (job = 0;; job++) {
            legacybridge_shutdown();
        }
    }
    return 7;
}

int main(int count, char **words) {
    static const char *const ways[] = {"return", "thread", "terminate", "waiting"};
    char program[MAX_PATH], command[3 * MAX_PATH], folder[MAX_PATH], temporary[MAX_PATH], name[MAX_PATH + 20];
    size_t way;
    int n;
    if (count == 3) {
        return child(words[1], words[2]);
    }
    GetTempPathA(sizeof temporary, temporary);
    snprintf(folder, sizeof folder, "%sleave-%lu", temporary, GetCurrentProcessId());
    CHECK(CreateDirectoryA(folder, NULL));
    for (n = 0; n < 12; n++) {
        FILE *file;
        int line;
        snprintf(name, sizeof name, "%s\\%d.md", folder, n);
        file = fopen(name, "wb");
        for (line = 0; line < 100000; line++) {
            fprintf(file, "- item **%d** with *text* and [a link](http://example.com/%d)\n", line, line);
        }
        fclose(file);
    }
    GetModuleFileNameA(NULL, program, sizeof program);
    for (way = 0; way < sizeof ways / sizeof ways[0]; way++) {
        STARTUPINFOA startup = {0};
        PROCESS_INFORMATION process;
        DWORD begun, status = 0;
        startup.cb = sizeof startup;
        snprintf(command, sizeof command, "\"%s\" %s \"%s\"", program, ways[way], folder);
        CHECK(CreateProcessA(program, command, NULL, NULL, TRUE, 0, NULL, NULL, &startup, &process));
        begun = GetTickCount();
        if (WaitForSingleObject(process.hProcess, 40000) != WAIT_OBJECT_0) {
            printf("%s: the process hangs\n", ways[way]);
            failures++;
            TerminateProcess(process.hProcess, 1);
        }
        GetExitCodeProcess(process.hProcess, &status);
        printf("%s: ended with %lu after %lu ms\n", ways[way], status, GetTickCount() - begun);
        CHECK(status == 7);
        CloseHandle(process.hProcess);
        CloseHandle(process.hThread);
    }
    return finish();
}
