/* What a program in C does with an artefact: convert FILE.rtf > FILE.md, by the installed header and library. */
#include <legacybridge.h>
#include <stdio.h>

static unsigned char input[1 << 16];

int main(int count, char **words) {
    FILE *file = count == 2 ? fopen(words[1], "rb") : NULL;
    uint8_t *text = NULL;
    int32_t length = 0, status;
    size_t size;
    if (file == NULL) return 2;
    size = fread(input, 1, sizeof input, file);
    fclose(file);
    if (legacybridge_version_number() != LEGACYBRIDGE_VERSION_NUMBER) return 3;
    status = legacybridge_convert(0, LEGACYBRIDGE_FORMAT_RTF, LEGACYBRIDGE_FORMAT_MARKDOWN, input, (int32_t)size, &text, &length);
    if (status != LEGACYBRIDGE_OK) return 4;
    fwrite(text, 1, (size_t)length, stdout);
    legacybridge_free(text);
    return legacybridge_shutdown() == LEGACYBRIDGE_OK ? 0 : 5;
}
