/* Files: argv[1] is a folder of our own. */
#include "check.h"

#include <sys/stat.h>

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
    return finish();
}
