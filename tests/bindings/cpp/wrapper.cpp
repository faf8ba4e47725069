// What include/legacybridge.hpp promises: argv[1] is a folder of our own; with LEGACYBRIDGE_DYNAMIC
// argv[2] is the library, else it is legacybridge.dll.
#include "legacybridge.hpp"
#include "legacybridge.hpp"  // twice on purpose

#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>
#include <type_traits>
#include <vector>

namespace lb = legacybridge;

static int failures = 0;

#define CHECK(condition)                                                \
    do {                                                                \
        if (!(condition)) {                                             \
            std::printf("%s:%d: %s\n", __FILE__, __LINE__, #condition); \
            failures++;                                                 \
        }                                                               \
    } while (0)

static_assert(!std::is_copy_constructible<lb::converter>::value, "converters are not copied");
static_assert(!std::is_copy_assignable<lb::output>::value, "outputs are not copied");
static_assert(!std::is_copy_constructible<lb::batch>::value, "jobs are not copied");
static_assert(std::is_nothrow_move_constructible<lb::converter>::value, "converters can be moved");
static_assert(std::is_nothrow_move_assignable<lb::output>::value, "outputs can be moved");

static legacybridge_stats_t stats_now() {
    legacybridge_stats_t stats;
    CHECK(lb::try_statistics(stats) == LEGACYBRIDGE_OK);
    return stats;
}

static int heard = 0;

static void LEGACYBRIDGE_CALL listener(std::int32_t level, const char *message) {
    CHECK(level == LEGACYBRIDGE_LOG_ERROR && std::string(message).find("Colour") != std::string::npos);
    heard++;
}

static std::string text_of(lb::text_ref text) { return std::string(text.data(), text.size()); }

// Columns, the log, texts of other types.
static void columns() {
    lb::column column;
    const std::int64_t ends[] = {0, 3, 3, 8};
    const std::uint8_t validity[] = {5};
    CHECK(column.size() == 0);
    for (int round = 0; round < 2; round++) {
        CHECK(lb::converter().try_convert_column(lb::format::markdown, lb::format::text, "*a***b**", ends, 3,
                                                 column, "Reports=Yes;Workers=2",
                                                 validity) == LEGACYBRIDGE_OK);
    }
    CHECK(column.size() == 3 && column.failed() == 0);
    CHECK(text_of(column.row(0)) == "a\n" && text_of(column.row(2)) == "b\n");
    CHECK(column.status(1) == LEGACYBRIDGE_ROW_NULL && column.row(1).size() == 0);
    CHECK(text_of(column.report(0)).find("font") != std::string::npos);
    lb::column moved(std::move(column));
    CHECK(column.size() == 0 && moved.size() == 3 && moved.raw().validity[0] == 5);
    column = std::move(moved);
    CHECK(stats_now().outstanding_outputs == 1);
    column.reset();
    CHECK(stats_now().outstanding_outputs == 0 && stats_now().ignored_frees == 0);
    CHECK(lb::set_log(listener, LEGACYBRIDGE_LOG_ERROR) == LEGACYBRIDGE_OK);
    CHECK(lb::converter::try_create("Colour=red", *[] {
              static lb::converter made;
              return &made;
          }()) == LEGACYBRIDGE_ERROR_BAD_OPTION);
    CHECK(lb::set_log(nullptr, 0) == LEGACYBRIDGE_OK && heard == 1);
#ifndef LEGACYBRIDGE_NO_EXCEPTIONS
    lb::column rows =
        lb::converter().convert_column(lb::format::text, lb::format::text, {"a", "", "\xFF"});
    CHECK(rows.failed() == 1 && rows.status(2) == LEGACYBRIDGE_ERROR_BAD_ENCODING);
    CHECK(lb::converter().markdown_to_text("*a*") == "a\n");
    CHECK(lb::converter().markdown_to_text(std::u16string(u"*a*")) == u"a\n");
    CHECK(lb::converter().rtf_to_text(std::u16string(u"{\\rtf1 a}")) == u"a\n");
    CHECK(lb::converter().rtf_to_markdown(lb::converter().markdown_to_rtf(std::u16string(u"*a*"))) ==
          u"*a*\n");
    CHECK(lb::markdown_to_text("*a*") == "a\n" && lb::rtf_to_text("{\\rtf1 a}") == "a\n");
    CHECK(lb::markdown_to_text(u"*a*") == u"a\n" && lb::rtf_to_text(u"{\\rtf1 a}") == u"a\n");
    CHECK(lb::rtf_to_markdown(lb::markdown_to_rtf(u"*\U0001F642*")) == u"*\U0001F642*\n");
    CHECK(lb::converter(std::u16string(u"BodyFont=K\u00E4se \U0001F642")).markdown_to_rtf(u"a").find(
              u"\\u-10179") != std::u16string::npos);
    std::vector<lb::loss> lost;
    CHECK(lb::converter().convert(lb::format::rtf, lb::format::text, u"{\\rtf1 a{\\v b}}", lost)[0] == u'a');
    CHECK(lost.size() == 1 && lost[0].kind == "hidden_text");
    CHECK(lb::converter().fill(lb::format::markdown, lb::format::text, u"{{a}}", u"{\"a\": 1}") == u"1\n");
    CHECK(lb::converter().fill(lb::format::markdown, lb::format::text, "{{a}}", "{\"a\": 1}") == "1\n");
    CHECK(lb::converter().fill(lb::format::markdown, lb::format::text, "a{{b}}", "{}", lost) == "a\n");
    CHECK(lost.size() == 1 && lost[0].kind == "field");
    lost.clear();
    CHECK(lb::converter().fill(lb::format::markdown, lb::format::text, u"a{{b}}", u"{}", lost) == u"a\n");
    CHECK(lost.size() == 1 && lost[0].kind == "field");
    for (int wide = 0; wide < 2; wide++) {
        int status = 0;
        lost.clear();
        try {
            lb::converter strict("Strict=field");
            if (wide) {
                strict.fill(lb::format::markdown, lb::format::text, u"{{b}}", u"{}", lost);
            } else {
                strict.fill(lb::format::markdown, lb::format::text, "{{b}}", "{}", lost);
            }
        } catch (const lb::error &error) {
            status = error.status();
        }
        CHECK(status == LEGACYBRIDGE_ERROR_LOSS && lost.size() == 1);
    }
    CHECK(lb::converter().check(lb::format::rtf, u"{\\rtf1 a").find("open_group") != std::string::npos);
    CHECK(lb::converter().check(lb::format::rtf, "{\\rtf1 a").find("open_group") != std::string::npos);
#ifdef LEGACYBRIDGE_HAS_STRING_VIEW
    CHECK(lb::markdown_to_text(std::u16string_view(u"*a*b", 3)) == u"a\n");
#endif
#ifdef __cpp_lib_char8_t
    CHECK(lb::converter(u8"BodyFont=K\u00E4se").handle() > 0);
    CHECK(lb::converter().markdown_to_text(u8"*\u00e9*") == "\xC3\xA9\n");
    CHECK(lb::converter().markdown_to_text(std::u8string(u8"*a*")) == "a\n");
    CHECK(lb::converter().fill(lb::format::markdown, lb::format::text, u8"{{a}}", u8"{\"a\": \"\u00e9\"}") ==
          "\xC3\xA9\n");
    CHECK(lb::converter().check(lb::format::rtf, u8"{\\rtf1 a").find("open_group") != std::string::npos);
#endif
#endif
}

// UTF-16, without exceptions.
static void units() {
    std::u16string made;
    std::string report;
    lb::converter converter;
    CHECK(converter.try_convert(lb::format::markdown, lb::format::text, u"*a*", made) == LEGACYBRIDGE_OK);
    CHECK(made == u"a\n");
    CHECK(converter.try_convert_reporting(lb::format::rtf, lb::format::text, std::u16string(u"{\\rtf1 a{\\v b}}"),
                                          made, report) == LEGACYBRIDGE_OK);
    CHECK(made.substr(0, 1) == u"a" && report.find("hidden_text") != std::string::npos);
    CHECK(converter.try_fill(lb::format::markdown, lb::format::text, u"{{a}}", u"{\"a\": \"\u00E4\"}", made,
                             report) == LEGACYBRIDGE_OK);
    CHECK(made == u"\u00E4\n" && report == "[]");
    CHECK(converter.try_check(lb::format::rtf, lb::wide_ref<char16_t>(u"{\\rtf1 a"), report) == LEGACYBRIDGE_OK);
    CHECK(report.find("open_group") != std::string::npos);
    made = u"x";
    CHECK(converter.try_convert(lb::format::markdown, lb::format::text, std::u16string(1, char16_t(0xD800)),
                                made) == LEGACYBRIDGE_ERROR_BAD_UTF16);
    CHECK(made.empty());
}

// What is there with and without exceptions.
static void codes() {
    lb::converter made;
    CHECK(lb::converter::try_create("Colour=red", made) == LEGACYBRIDGE_ERROR_BAD_OPTION);
    // What could not be made is none, and not the built-in converter with other options.
    CHECK(made.handle() < 0);
    CHECK(lb::last_error().find("Colour") != std::string::npos);
#ifndef LEGACYBRIDGE_NO_EXCEPTIONS
    CHECK(lb::last_error_json().find("\"name\":\"BAD_OPTION\"") != std::string::npos);
#endif
    lb::output none;
    CHECK(made.try_convert(lb::format::text, lb::format::text, "a", none) ==
          LEGACYBRIDGE_ERROR_BAD_HANDLE);
    CHECK(made.try_cancel() == LEGACYBRIDGE_ERROR_BAD_HANDLE && none.empty());
    lb::clear_error();
    CHECK(lb::last_error().empty());
    CHECK(std::string(lb::status_text(LEGACYBRIDGE_ERROR_LOSS)).size() > 5);
    CHECK(lb::converter::try_create("Target=RichEdit", made) == LEGACYBRIDGE_OK);
    CHECK(made.handle() > 0);
    CHECK(stats_now().live_handles == 1);

    lb::output rtf;
    CHECK(made.try_convert(lb::format::markdown, lb::format::rtf, "# A", rtf) == LEGACYBRIDGE_OK);
    CHECK(std::string(rtf.c_str()).size() == rtf.size());
    CHECK(std::string(rtf.data(), 5) == "{\\rtf");
    CHECK(stats_now().outstanding_outputs == 1);
    // An output that is used again gives back what it held, when it has been read.
    CHECK(made.try_convert(lb::format::rtf, lb::format::markdown,
                           lb::text_ref(rtf.data(), rtf.size()), rtf) == LEGACYBRIDGE_OK);
    CHECK(std::string(rtf.c_str()) == "# A\n");
    CHECK(stats_now().outstanding_outputs == 1);
    CHECK(made.try_convert(lb::format::markdown, lb::format::rtf, "\xFF", rtf) ==
          LEGACYBRIDGE_ERROR_BAD_ENCODING);
    CHECK(rtf.empty() && rtf.c_str()[0] == 0);
    CHECK(stats_now().outstanding_outputs == 0);

    char buffer[8];
    std::size_t needed = 0;
    CHECK(made.try_convert_into(lb::format::markdown, lb::format::text, "0123456789", buffer,
                                sizeof buffer, needed) == LEGACYBRIDGE_ERROR_BUFFER_TOO_SMALL);
    CHECK(needed >= 10);
    CHECK(made.try_convert_into(lb::format::markdown, lb::format::text, "0123", buffer,
                                sizeof buffer, needed) == LEGACYBRIDGE_OK);
    CHECK(std::string(buffer, 4) == "0123");

    lb::converter moved(std::move(made));
    CHECK(made.handle() < 0 && moved.handle() > 0);
    CHECK(made.try_convert(lb::format::text, lb::format::text, "a", none) ==
          LEGACYBRIDGE_ERROR_BAD_HANDLE);
    lb::output report;
    CHECK(moved.try_cancel() == LEGACYBRIDGE_OK);
    CHECK(moved.try_convert_reporting(lb::format::rtf, lb::format::text, "{\\rtf1 a{\\v b}}", none,
                                      report) == LEGACYBRIDGE_OK);
    CHECK(std::string(report.c_str()).find("hidden_text") != std::string::npos);
    moved = lb::converter();
    CHECK(moved.handle() == 0);
    none.reset();
    report.reset();
    CHECK(lb::version_number() == LEGACYBRIDGE_VERSION_NUMBER);
    CHECK(stats_now().live_handles == 0);
    CHECK(lb::fits());
    CHECK(std::string(lb::version()) == LEGACYBRIDGE_VERSION);
}

#ifndef LEGACYBRIDGE_NO_EXCEPTIONS

static std::int32_t status_of(void (*call)()) {
    try {
        call();
    } catch (const lb::error &error) {
        CHECK(error.what()[0] != 0);
        return error.status();
    }
    return LEGACYBRIDGE_OK;
}

static void texts() {
    lb::converter converter("Target=RichEdit;BodyFont=Arial");
    std::string markdown = "# Title\n\nK\xC3\xA4se *text* \xF0\x9F\x99\x82\n";
    std::string rtf = converter.markdown_to_rtf(markdown);
    CHECK(rtf.find("Arial") != std::string::npos);
    CHECK(converter.rtf_to_markdown(rtf) == markdown);
    CHECK(converter.rtf_to_markdown(rtf.c_str()) == markdown);
    CHECK(lb::rtf_to_markdown(lb::markdown_to_rtf(std::vector<std::uint8_t>(
              markdown.begin(), markdown.end()))) == markdown);
    CHECK(converter.convert(lb::format::detect, lb::format::markdown, rtf) == markdown);
    CHECK(converter.markdown_to_rtf("").substr(0, 5) == "{\\rtf");
    CHECK(converter.rtf_to_text("{\\rtf1 a}").substr(0, 1) == "a");
    std::u16string wide = u"K\u00E4se *text* \U0001F642\n";
    CHECK(converter.convert(lb::format::rtf, lb::format::markdown,
                            converter.convert(lb::format::markdown, lb::format::rtf, wide)) == wide);
#ifdef _WIN32
    std::wstring native = L"K\u00E4se *text*\n";
    CHECK(converter.rtf_to_markdown(converter.markdown_to_rtf(native)) == native);
    CHECK(lb::markdown_to_text(L"*a*") == L"a\n" && lb::rtf_to_text(L"{\\rtf1 a}") == L"a\n");
    CHECK(lb::converter(std::wstring(L"BodyFont=Arial")).fill(lb::format::markdown, lb::format::text, L"{{a}}",
                                                              L"{\"a\": 1}") == L"1\n");
    std::vector<lb::loss> lost;
    CHECK(converter.convert(lb::format::rtf, lb::format::text, L"{\\rtf1 a{\\v b}}", lost)[0] == L'a');
    CHECK(lost.size() == 1);
#endif
#ifdef LEGACYBRIDGE_HAS_STRING_VIEW
    std::string_view view(markdown.data(), 7);
    CHECK(converter.rtf_to_markdown(converter.markdown_to_rtf(view)) == "# Title\n");
    lb::output output = converter.convert_to_output(lb::format::markdown, lb::format::rtf, view);
    CHECK(output.view().substr(0, 5) == "{\\rtf");
#endif
}

static void errors() {
    CHECK(status_of([] { lb::converter("Colour=red"); }) == LEGACYBRIDGE_ERROR_BAD_OPTION);
    CHECK(status_of([] { lb::markdown_to_rtf("\xFF"); }) == LEGACYBRIDGE_ERROR_BAD_ENCODING);
    CHECK(status_of([] { lb::converter().convert_file(lb::format::rtf, lb::format::markdown,
                                                      "no such file", "x"); }) ==
          LEGACYBRIDGE_ERROR_IO);
    CHECK(status_of([] { lb::markdown_to_rtf(lb::text_ref("x", std::size_t(-1))); }) ==
          LEGACYBRIDGE_ERROR_BAD_ARGUMENT);
    CHECK(status_of([] { lb::converter().convert(lb::format::markdown, lb::format::rtf,
                                                 std::u16string(1, char16_t(0xD800))); }) ==
          LEGACYBRIDGE_ERROR_BAD_UTF16);
}

static void losses() {
    lb::converter converter("");
    converter.rtf_to_markdown("{\\rtf1 {\\header a}{\\footer b}text}");
    std::vector<lb::loss> losses = converter.losses();
    CHECK(losses.size() == 1 && losses[0].kind == "header_footer" && losses[0].count == 2);
    CHECK(losses.size() == 1 && losses[0].first >= 7 && losses[0].first < 24);
    converter.rtf_to_markdown("{\\rtf1 text}");
    CHECK(converter.report() == "[]" && converter.losses().empty());
}

static std::string contents(const std::string &path) {
    std::ifstream file(path.c_str(), std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
}

static void files(const std::string &folder) {
    std::string markdown = folder + "/in.md", rtf = folder + "/out.rtf", back = folder + "/back.md";
    std::ofstream(markdown.c_str(), std::ios::binary) << "# Title\n";
    lb::converter converter;
    converter.convert_file(lb::format::markdown, lb::format::rtf, markdown, rtf);
    std::u16string rtf16(rtf.begin(), rtf.end()), back16(back.begin(), back.end());
    converter.convert_file(lb::format::rtf, lb::format::markdown, rtf16, back16);
    CHECK(contents(back) == "# Title\n");
#ifdef _WIN32
    converter.convert_file(lb::format::rtf, lb::format::markdown,
                           std::wstring(rtf.begin(), rtf.end()),
                           std::wstring(back.begin(), back.end()));
    CHECK(contents(back) == "# Title\n");
#endif

    std::vector<std::pair<std::string, std::string>> list;
    list.push_back(std::make_pair(markdown, folder + "/listed.rtf"));
    list.push_back(std::make_pair(folder + "/missing.md", folder + "/missing.rtf"));
    lb::batch job(converter, lb::format::markdown, lb::format::rtf, list, "Workers=2;Overwrite=yes");
    CHECK(job.wait());
    legacybridge_batch_status_t status = job.status();
    CHECK(status.state == LEGACYBRIDGE_BATCH_FINISHED);
    CHECK(status.total == 2 && status.converted == 1 && status.failed == 1);
    CHECK(job.result(1).status == LEGACYBRIDGE_ERROR_IO);
    CHECK(job.text(1, lb::batch_part::input) == folder + "/missing.md");
    CHECK(!job.text(1, lb::batch_part::message).empty());
    CHECK(job.report().find("\"state\":\"finished\"") != std::string::npos);
    CHECK(contents(folder + "/listed.rtf") == contents(rtf));

    lb::batch folders(converter, lb::format::markdown, lb::format::text, folder, folder + "/texts");
    folders.cancel();
    CHECK(folders.wait(-1));
    lb::batch wide(converter, lb::format::markdown, lb::format::text,
                   std::u16string(folder.begin(), folder.end()),
                   std::u16string(folder.begin(), folder.end()) + u"/wide-\u00E4", u"Workers=1;Overwrite=Yes");
    CHECK(wide.wait() && wide.status().converted > 0);
#ifdef __cpp_lib_char8_t
    converter.convert_file(lb::format::markdown, lb::format::text,
                           std::u8string(markdown.begin(), markdown.end()),
                           std::u8string(folder.begin(), folder.end()) + u8"/\u00E4.txt");
#endif
    lb::batch other(std::move(folders));
    CHECK(folders.job() == 0 && other.status().state >= LEGACYBRIDGE_BATCH_FINISHED);
}

#endif

int main(int argc, char **argv) {
    std::string folder = argc > 1 ? argv[1] : ".";
#ifdef LEGACYBRIDGE_DYNAMIC
    if (lb::load("no-such-library")) {
        return 3;
    }
    const char *library = argc > 2 ? argv[2] : "legacybridge.dll";
    if (!lb::load(library)) {
        std::printf("%s can't be loaded\n", library);
        return 2;
    }
#endif
    columns();
    units();
    codes();
#ifndef LEGACYBRIDGE_NO_EXCEPTIONS
    texts();
    errors();
    losses();
    files(folder);
    CHECK(lb::metrics().find("legacybridge_memory_bytes") != std::string::npos);
    CHECK(lb::statistics().conversions_done > 0);
#endif
    CHECK(stats_now().live_handles == 0);
    CHECK(stats_now().outstanding_outputs == 0);
    CHECK(stats_now().ignored_frees == 0);
    {
        // Two parts: one that ends leaves the other what it has.
        lb::session part;
        lb::converter made;
        CHECK(lb::converter::try_create("", made) == LEGACYBRIDGE_OK);
        { lb::session other; }
        CHECK(stats_now().live_handles == 1);
        CHECK(lb::try_startup() == LEGACYBRIDGE_OK && lb::try_shutdown() == LEGACYBRIDGE_OK);
        CHECK(stats_now().live_handles == 1);
    }
    CHECK(lb::try_startup() == LEGACYBRIDGE_OK);
    CHECK(lb::try_shutdown() == LEGACYBRIDGE_OK);
    CHECK(stats_now().memory_in_use == 0);
    if (failures != 0) {
        std::printf("%d checks failed\n", failures);
    }
    return failures == 0 ? 0 : 1;
}
