/* Files: argv[1] is a folder of our own. */
#define _POSIX_C_SOURCE 200809L
#include "check.h"

#include <sys/stat.h>
#include <unistd.h>

static char folder[400];

static const char *path(const char *name) {
    static char paths[4][600];
    static int next = 0;
    next = (next + 1) % 4;
    sprintf(paths[next], "%s/%s", folder, name);
    return paths[next];
}

static void write_file(const char *name, const char *text) {
    FILE *file = fopen(path(name), "wb");
    fwrite(text, 1, strlen(text), file);
    fclose(file);
}

static const char *read_file(const char *name) {
    static char text[4096];
    size_t length;
    FILE *file = fopen(path(name), "rb");
    if (file == NULL) {
        return "(no file)";
    }
    length = fread(text, 1, sizeof text - 1, file);
    text[length] = 0;
    fclose(file);
    return text;
}

static void wide(const char *text, uint16_t *units) {
    while ((*units++ = (uint8_t)*text++) != 0) {
    }
}

/* Pipes and devices might never end, or never begin: they are no files. */
static void special_files(void) {
    int32_t handle;
    remove(path("pipe"));
    remove(path("link"));
    CHECK(mkfifo(path("pipe"), 0600) == 0);
    CHECK_STATUS(legacybridge_convert_file(0, TEXT, TEXT, path("pipe"), path("kept.txt")),
                 LEGACYBRIDGE_ERROR_IO);
    CHECK(strstr(last_error(), "not a file") != NULL);
    CHECK_STATUS(legacybridge_convert_file(0, TEXT, TEXT, "/dev/zero", path("kept.txt")),
                 LEGACYBRIDGE_ERROR_IO);
    CHECK(symlink(path("pipe"), path("link")) == 0);
    CHECK_STATUS(legacybridge_convert_file(0, TEXT, TEXT, path("link"), path("kept.txt")),
                 LEGACYBRIDGE_ERROR_IO);
    CHECK_STATUS(legacybridge_convert_file(0, TEXT, TEXT, path("in.txt"), path("pipe")),
                 LEGACYBRIDGE_ERROR_IO);
    CHECK_STATUS(legacybridge_create("Template=/dev/zero", &handle),
                 LEGACYBRIDGE_ERROR_BAD_OPTION);
    CHECK(strcmp(read_file("kept.txt"), "kept") == 0);
    /* Names are data: a message has one line, whatever they hold. */
    CHECK_STATUS(legacybridge_convert_file(0, TEXT, TEXT, path("a\nb\x1B[31m"), path("kept.txt")),
                 LEGACYBRIDGE_ERROR_IO);
    CHECK(strstr(last_error(), "a\\nb\\u{1b}[31m") != NULL && strchr(last_error(), '\n') == NULL);
}

/* A process that had the same number may have been killed while it wrote. */
static void temporary_names(void) {
    char name[100];
    struct stat before, after;
    FILE *file;
    int i;
    for (i = 0; i < 200; i++) {
        sprintf(name, ".legacybridge-%ld-%d.tmp", (long)getpid(), i);
        file = fopen(path(name), "w");
        CHECK(file != NULL);
        if (file != NULL) {
            fclose(file);
        }
    }
    CHECK(chmod(path("kept.txt"), 0600) == 0);
    CHECK(stat(path("kept.txt"), &before) == 0);
    CHECK_STATUS(legacybridge_convert_file(0, TEXT, TEXT, path("in.txt"), path("kept.txt")),
                 LEGACYBRIDGE_OK);
    CHECK(stat(path("kept.txt"), &after) == 0);
    CHECK((after.st_mode & 07777) == 0600 && after.st_ino != before.st_ino);
    for (i = 0; i < 200; i++) {
        sprintf(name, ".legacybridge-%ld-%d.tmp", (long)getpid(), i);
        CHECK(remove(path(name)) == 0);
    }
}

int main(int argc, char **argv) {
    uint16_t in[600], out[600];
    int32_t handle;
    unused();
    if (argc != 2 || strlen(argv[1]) >= sizeof folder) {
        return 2;
    }
    strcpy(folder, argv[1]);

    write_file("in.txt", "one\r\ntwo");
    CHECK_STATUS(legacybridge_convert_file(0, TEXT, TEXT, path("in.txt"), path("out.txt")), 0);
    CHECK(strcmp(read_file("out.txt"), "one\ntwo\n") == 0);
    /* Over itself, and over a file with other permissions, which stay. */
    CHECK_STATUS(legacybridge_convert_file(0, TEXT, TEXT, path("in.txt"), path("in.txt")), 0);
    CHECK(strcmp(read_file("in.txt"), "one\ntwo\n") == 0);
    CHECK(chmod(path("out.txt"), 0640) == 0);
    CHECK_STATUS(legacybridge_convert_file(0, TEXT, RTF, path("in.txt"), path("out.txt")), 0);
    CHECK(strncmp(read_file("out.txt"), "{\\rtf1", 6) == 0);
    {
        struct stat status;
        CHECK(stat(path("out.txt"), &status) == 0 && (status.st_mode & 0777) == 0640);
    }
    wide(path("in.txt"), in);
    wide(path("w\xFC.txt"), out);
    CHECK_STATUS(legacybridge_convert_file_utf16(0, TEXT, TEXT, in, out), 0);
    CHECK(strcmp(read_file("w\xC3\xBC.txt"), "one\ntwo\n") == 0);

    /* Failures leave what was there. */
    write_file("bad.txt", "a\xFF");
    write_file("kept.txt", "kept");
    CHECK_STATUS(legacybridge_convert_file(0, TEXT, TEXT, path("bad.txt"), path("kept.txt")),
                 LEGACYBRIDGE_ERROR_BAD_ENCODING);
    CHECK(strcmp(read_file("kept.txt"), "kept") == 0);
    CHECK_STATUS(legacybridge_convert_file(0, TEXT, TEXT, path("missing.txt"), path("kept.txt")),
                 LEGACYBRIDGE_ERROR_IO);
    CHECK(strstr(last_error(), "missing.txt") != NULL);
    CHECK_STATUS(legacybridge_convert_file(0, TEXT, TEXT, path("in.txt"), path("no/such/folder")),
                 LEGACYBRIDGE_ERROR_IO);
    CHECK_STATUS(legacybridge_convert_file(0, TEXT, TEXT, path("in.txt"), folder),
                 LEGACYBRIDGE_ERROR_IO);
    CHECK_STATUS(legacybridge_convert_file(0, TEXT, TEXT, folder, path("kept.txt")),
                 LEGACYBRIDGE_ERROR_IO);
    CHECK_STATUS(legacybridge_convert_file(0, TEXT, TEXT, "", ""), LEGACYBRIDGE_ERROR_IO);
    CHECK_STATUS(legacybridge_convert_file(0, TEXT, TEXT, "\xFF", "x"),
                 LEGACYBRIDGE_ERROR_BAD_ENCODING);
    CHECK_STATUS(legacybridge_convert_file(0, 9, TEXT, path("in.txt"), path("kept.txt")),
                 LEGACYBRIDGE_ERROR_BAD_ARGUMENT);
    in[0] = 0xD800;
    CHECK_STATUS(legacybridge_convert_file_utf16(0, TEXT, TEXT, in, out),
                 LEGACYBRIDGE_ERROR_BAD_UTF16);
    CHECK_STATUS(legacybridge_create("MaxInput=4", &handle), LEGACYBRIDGE_OK);
    CHECK_STATUS(legacybridge_convert_file(handle, TEXT, TEXT, path("in.txt"), path("kept.txt")),
                 LEGACYBRIDGE_ERROR_LIMIT_REACHED);
    CHECK(strcmp(read_file("kept.txt"), "kept") == 0);
    CHECK(stats_now().outstanding_outputs == 0);
    special_files();
    temporary_names();
    return finish();
}
