/* Standard output as bytes: compiled beside convert.c for Windows, where the C library would make CRLF of LF. */
#include <fcntl.h>
#include <io.h>

static void __attribute__((constructor)) binary(void) { _setmode(1, _O_BINARY); }
