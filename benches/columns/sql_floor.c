/*
 * What the conversions of sql.sh cost without a database: a loop over legacybridge_convert.
 *
 * In     sql_floor DOCUMENTS ROWS: the file of sql_documents.py, and how many rows
 * Out    CPU microseconds for a row
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "legacybridge.h"

enum { MOST = 4096 };

int main(int count, char **arguments)
{
    static char *documents[MOST];
    static int32_t lengths[MOST];
    int number = 0, row, rows;
    long long bytes = 0;
    clock_t before;
    FILE *file;
    if (count != 3 || (file = fopen(arguments[1], "rb")) == NULL)
        return 2;
    while (number < MOST && fread(&lengths[number], 4, 1, file) == 1) {
        documents[number] = malloc((size_t)lengths[number]);
        if (documents[number] == NULL ||
            fread(documents[number], 1, (size_t)lengths[number], file) != (size_t)lengths[number])
            return 2;
        number++;
    }
    fclose(file);
    rows = atoi(arguments[2]);
    before = clock();
    for (row = 0; row < rows; row++) {
        uint8_t *output;
        int32_t length;
        if (legacybridge_convert(0, LEGACYBRIDGE_FORMAT_RTF, LEGACYBRIDGE_FORMAT_MARKDOWN,
                                 documents[row % number], lengths[row % number], &output, &length) == LEGACYBRIDGE_OK)
            bytes += length;
        legacybridge_free(output);
    }
    printf("%.2f %lld\n", (double)(clock() - before) / CLOCKS_PER_SEC * 1e6 / rows, bytes);
    return 0;
}
