/* The version resource, as Explorer and installers read it. */
#include "host.h"

#include <winver.h>

int main(void) {
    DWORD unused, size = GetFileVersionInfoSizeA("legacybridge.dll", &unused);
    void *data = malloc(size + 1);
    VS_FIXEDFILEINFO *fixed = NULL;
    char *text = NULL, *version = NULL;
    UINT length = 0;
    CHECK(size > 0 && GetFileVersionInfoA("legacybridge.dll", 0, size, data));
    if (failures == 0) {
        CHECK(VerQueryValueA(data, "\\", (void **)&fixed, &length));
        CHECK(fixed->dwFileVersionMS == MAKELONG(LEGACYBRIDGE_VERSION_MINOR, LEGACYBRIDGE_VERSION_MAJOR));
        CHECK(fixed->dwFileVersionLS == MAKELONG(0, LEGACYBRIDGE_VERSION_PATCH));
        CHECK(fixed->dwFileType == VFT_DLL);
        CHECK(VerQueryValueA(data, "\\StringFileInfo\\040904B0\\ProductName", (void **)&text, &length));
        CHECK(strcmp(text, "LegacyBridge") == 0);
        CHECK(VerQueryValueA(data, "\\StringFileInfo\\040904B0\\FileVersion", (void **)&version, &length));
        CHECK(strcmp(version, LEGACYBRIDGE_VERSION) == 0);
    }
    return finish();
}
