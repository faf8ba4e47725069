/* Converts a line of RTF to Markdown and looks at what came. */
#include <legacybridge.h>
#include <stdio.h>
#include <string.h>

int main(void) {
    uint8_t *text = NULL;
    int32_t length = 0;
    int32_t status = legacybridge_convert(0, LEGACYBRIDGE_FORMAT_RTF, LEGACYBRIDGE_FORMAT_MARKDOWN,
                                          "{\\rtf1 Some \\b bold\\b0  words.\\par}", -1, &text, &length);
    int right = status == LEGACYBRIDGE_OK && strcmp((const char *)text, "Some **bold** words.\n") == 0;
    printf("legacybridge %s: %s", legacybridge_version(), text ? (const char *)text : "nothing\n");
    legacybridge_free(text);
    return right ? 0 : 1;
}
