/* A host with a RichEdit control: Markdown becomes RTF, is streamed into the control as a program
 * would show it, is streamed out again as the control holds it, and becomes Markdown.
 *
 *   richedit                  converts the sample of examples-c with both classes and compares it
 *                             with tests/windows/richedit.md
 *   richedit CLASS in.md      converts a file, without comparing
 *
 * CLASS is RichEdit20A (riched20.dll) or RICHEDIT50W (msftedit.dll). In the folder where it runs it
 * leaves CLASS.md, CLASS.rtf (what the control streamed out) and CLASS.bmp (what its window showed).
 * Exit status 0: all of it worked.
 */
#define WIN32_LEAN_AND_MEAN
#include <windows.h>
#include <richedit.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "legacybridge.h"

#define WIDTH 820
#define HEIGHT 1160

static void fail(const char *what) {
  char why[512] = "";
  legacybridge_last_error((uint8_t *)why, (int32_t)sizeof why);
  fprintf(stderr, "richedit: %s: %s\n", what, why);
  exit(1);
}

/* Bytes on their way into the control, or out of it. */
struct stream {
  char *bytes;
  size_t length, capacity, at;
};

static DWORD CALLBACK give(DWORD_PTR cookie, LPBYTE to, LONG wanted, LONG *given) {
  struct stream *from = (struct stream *)cookie;
  size_t left = from->length - from->at;
  size_t take = left < (size_t)wanted ? left : (size_t)wanted;
  memcpy(to, from->bytes + from->at, take);
  from->at += take;
  *given = (LONG)take;
  return 0;
}

static DWORD CALLBACK take(DWORD_PTR cookie, LPBYTE from, LONG offered, LONG *taken) {
  struct stream *to = (struct stream *)cookie;
  if (to->length + (size_t)offered > to->capacity) {
    size_t capacity = 2 * (to->length + (size_t)offered);
    char *grown = realloc(to->bytes, capacity);
    if (grown == NULL) return 1;
    to->bytes = grown;
    to->capacity = capacity;
  }
  memcpy(to->bytes + to->length, from, (size_t)offered);
  to->length += (size_t)offered;
  *taken = offered;
  return 0;
}

static void read_file(const char *path, struct stream *into) {
  FILE *file = fopen(path, "rb");
  size_t got;
  char part[4096];
  LONG taken;
  if (file == NULL) fail(path);
  while ((got = fread(part, 1, sizeof part, file)) > 0) {
    if (take((DWORD_PTR)into, (LPBYTE)part, (LONG)got, &taken) != 0) fail("no memory");
  }
  fclose(file);
}

static void write_file(const char *path, const char *bytes, size_t length) {
  FILE *file = fopen(path, "wb");
  if (file == NULL || fwrite(bytes, 1, length, file) != length || fclose(file) != 0) fail(path);
}

/* Handles what waits in the queue, so that the control paints itself. */
static void pump(void) {
  MSG message;
  while (PeekMessageW(&message, NULL, 0, 0, PM_REMOVE)) {
    TranslateMessage(&message);
    DispatchMessageW(&message);
  }
}

static void take_picture(HWND window, const char *path) {
  BITMAPINFOHEADER header = {0};
  BITMAPFILEHEADER file_header = {0};
  HDC screen = GetDC(window), memory = CreateCompatibleDC(screen);
  HBITMAP bitmap = CreateCompatibleBitmap(screen, WIDTH, HEIGHT);
  DWORD size = WIDTH * HEIGHT * 4;
  struct stream picture = {0};
  LONG taken;
  char *bits = malloc(size);
  if (bits == NULL) fail("no memory");
  SelectObject(memory, bitmap);
  BitBlt(memory, 0, 0, WIDTH, HEIGHT, screen, 0, 0, SRCCOPY);
  header.biSize = sizeof header;
  header.biWidth = WIDTH;
  header.biHeight = HEIGHT;
  header.biPlanes = 1;
  header.biBitCount = 32;
  GetDIBits(memory, bitmap, 0, HEIGHT, bits, (BITMAPINFO *)&header, DIB_RGB_COLORS);
  file_header.bfType = 0x4d42;
  file_header.bfOffBits = sizeof file_header + sizeof header;
  file_header.bfSize = file_header.bfOffBits + size;
  take((DWORD_PTR)&picture, (LPBYTE)&file_header, sizeof file_header, &taken);
  take((DWORD_PTR)&picture, (LPBYTE)&header, sizeof header, &taken);
  take((DWORD_PTR)&picture, (LPBYTE)bits, (LONG)size, &taken);
  write_file(path, picture.bytes, picture.length);
  free(picture.bytes);
  free(bits);
  DeleteObject(bitmap);
  DeleteDC(memory);
  ReleaseDC(window, screen);
}

/* Takes Markdown through a control and back; leaves CLASS.md, CLASS.rtf and CLASS.bmp. */
static void trip(const char *class_name, const struct stream *source, struct stream *back) {
  struct stream rtf = {0}, held = {0};
  EDITSTREAM edit = {0};
  uint8_t *output = NULL;
  int32_t length = 0, handle = 0;
  const char *library = strcmp(class_name, "RICHEDIT50W") == 0 ? "msftedit.dll" : "riched20.dll";
  char path[80];
  WCHAR wide[64];
  LONG taken;
  HWND window;

  if (legacybridge_create("Target=RichEdit", &handle) != LEGACYBRIDGE_OK) fail("create");
  if (legacybridge_convert(handle, LEGACYBRIDGE_FORMAT_MARKDOWN, LEGACYBRIDGE_FORMAT_RTF,
                           (const uint8_t *)source->bytes, (int32_t)source->length, &output,
                           &length) != LEGACYBRIDGE_OK)
    fail("Markdown to RTF");
  rtf.bytes = (char *)output;
  rtf.length = (size_t)length;

  if (LoadLibraryA(library) == NULL) fail(library);
  MultiByteToWideChar(CP_ACP, 0, class_name, -1, wide, 64);
  window = CreateWindowExW(0, wide, L"", WS_POPUP | WS_VISIBLE | ES_MULTILINE | ES_READONLY, 0, 0,
                           WIDTH, HEIGHT, NULL, NULL, GetModuleHandleW(NULL), NULL);
  if (window == NULL) fail("CreateWindow");
  SendMessageW(window, EM_EXLIMITTEXT, 0, 0x7ffffffe);
  edit.dwCookie = (DWORD_PTR)&rtf;
  edit.pfnCallback = give;
  SendMessageW(window, EM_STREAMIN, SF_RTF, (LPARAM)&edit);
  if (edit.dwError != 0 || rtf.at != rtf.length) fail("EM_STREAMIN did not take all of it");
  legacybridge_free(output);
  pump();
  UpdateWindow(window);
  pump();
  snprintf(path, sizeof path, "%s.bmp", class_name);
  take_picture(window, path);

  edit.dwCookie = (DWORD_PTR)&held;
  edit.pfnCallback = take;
  SendMessageW(window, EM_STREAMOUT, SF_RTF, (LPARAM)&edit);
  if (edit.dwError != 0 || held.length == 0) fail("EM_STREAMOUT gave nothing");
  snprintf(path, sizeof path, "%s.rtf", class_name);
  write_file(path, held.bytes, held.length);
  DestroyWindow(window);

  if (legacybridge_convert(handle, LEGACYBRIDGE_FORMAT_RTF, LEGACYBRIDGE_FORMAT_MARKDOWN,
                           (const uint8_t *)held.bytes, (int32_t)held.length, &output,
                           &length) != LEGACYBRIDGE_OK)
    fail("RTF to Markdown");
  back->length = 0;
  if (take((DWORD_PTR)back, (LPBYTE)output, (LONG)length, &taken) != 0) fail("no memory");
  snprintf(path, sizeof path, "%s.md", class_name);
  write_file(path, back->bytes, back->length);
  legacybridge_free(output);
  if (legacybridge_destroy(handle) != LEGACYBRIDGE_OK) fail("destroy");
  free(held.bytes);
}

int main(int count, char **arguments) {
  static const char *const classes[] = {"RichEdit20A", "RICHEDIT50W"};
  struct stream source = {0}, expected = {0}, back = {0};
  int which, bad = 0;

  if (count == 3) {
    read_file(arguments[2], &source);
    trip(arguments[1], &source, &back);
    return 0;
  }
  read_file("Z:\\project\\examples-c\\sample.md", &source);
  read_file("Z:\\project\\tests\\windows\\richedit.md", &expected);
  for (which = 0; which < 2; which++) {
    trip(classes[which], &source, &back);
    if (back.length == expected.length && memcmp(back.bytes, expected.bytes, back.length) == 0) continue;
    printf("%s gave back other Markdown than tests/windows/richedit.md:\n%.*s\n", classes[which],
           (int)back.length, back.bytes);
    bad = 1;
  }
  free(source.bytes);
  free(expected.bytes);
  free(back.bytes);
  if (legacybridge_shutdown() != LEGACYBRIDGE_OK) fail("shutdown");
  return bad;
}
