/*
 * LegacyBridge for C++: header only, C++11 and later.
 *
 *     legacybridge::converter converter("Target=RichEdit");
 *     std::string rtf = converter.markdown_to_rtf("# Hello\n\nSome *text*.");
 *
 * Text        std::string holds UTF-8 (or what the option CodePage says), and from C++20 on
 *             std::u8string; std::u16string, and on Windows std::wstring, hold UTF-16. From C++17 on
 *             their views are taken too.
 * Errors      functions throw legacybridge::error, which has the status. Those whose names begin
 *             with try_ throw nothing and return the status; last_error() has the words. Define
 *             LEGACYBRIDGE_NO_EXCEPTIONS to have only these (done by itself where the compiler's
 *             exceptions are off).
 * Ownership   converter, output and batch give back what they hold; they can be moved, not copied.
 * Linking     to the library or its import library. Or define LEGACYBRIDGE_DYNAMIC before including
 *             this header, in every file that does, and call legacybridge::load("...") first: then
 *             nothing is linked.
 * Parts       a legacybridge::session counts this part of a program as one that uses the library.
 * Threads     as in legacybridge.h: one converter may be used by many threads at once.
 */
#ifndef LEGACYBRIDGE_HPP
#define LEGACYBRIDGE_HPP

#include "legacybridge.h"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#if (defined(_MSVC_LANG) && _MSVC_LANG >= 201703L) || __cplusplus >= 201703L
#include <string_view>
#define LEGACYBRIDGE_HAS_STRING_VIEW 1
#endif

#if !defined(LEGACYBRIDGE_NO_EXCEPTIONS) && !defined(__cpp_exceptions) && \
    !defined(__EXCEPTIONS) && !defined(_CPPUNWIND)
#define LEGACYBRIDGE_NO_EXCEPTIONS 1
#endif

#ifdef LEGACYBRIDGE_DYNAMIC
#ifdef _WIN32
#ifndef WIN32_LEAN_AND_MEAN
#define WIN32_LEAN_AND_MEAN
#endif
#ifndef NOMINMAX
#define NOMINMAX
#endif
#include <windows.h>
#else
#include <dlfcn.h>
#endif
#define LEGACYBRIDGE_FUNCTION(name) (::legacybridge::detail::functions().name)
#else
#define LEGACYBRIDGE_FUNCTION(name) (::legacybridge_##name)
#endif

namespace legacybridge {

/** What a text is. `detect` is for inputs only. */
enum class format : std::int32_t {
    detect = LEGACYBRIDGE_FORMAT_DETECT,
    markdown = LEGACYBRIDGE_FORMAT_MARKDOWN,
    rtf = LEGACYBRIDGE_FORMAT_RTF,
    text = LEGACYBRIDGE_FORMAT_TEXT,
    html = LEGACYBRIDGE_FORMAT_HTML,
    csv = LEGACYBRIDGE_FORMAT_CSV,
    json = LEGACYBRIDGE_FORMAT_JSON
};

#ifdef LEGACYBRIDGE_DYNAMIC
namespace detail {

#define LEGACYBRIDGE_FUNCTIONS(X)                                                             \
    X(abi_version) X(version) X(version_number) X(status_text) X(create) X(destroy) X(free)   \
    X(last_error) X(last_error_utf16) X(last_error_json) X(last_error_json_utf16)             \
    X(clear_error) X(startup) X(shutdown) X(convert) X(convert_utf16) X(convert_reporting)    \
    X(convert_reporting_utf16) X(cancel) X(convert_into) X(convert_file)                      \
    X(convert_file_utf16) X(convert_column) X(free_column) X(batch_start)                     \
    X(batch_start_list) X(batch_status) X(batch_cancel) X(batch_wait) X(batch_result)         \
    X(batch_text) X(batch_report) X(batch_free) X(set_log) X(stats)                           \
    X(report) X(metrics) X(fill) X(fill_utf16) X(check) X(check_utf16)

struct function_table {
#define LEGACYBRIDGE_MEMBER(name) ::legacybridge_##name##_fn name;
    LEGACYBRIDGE_FUNCTIONS(LEGACYBRIDGE_MEMBER)
#undef LEGACYBRIDGE_MEMBER
};

inline function_table &functions() noexcept {
    static function_table table = function_table();
    return table;
}

template <class Function>
bool find_function(void *library, const char *name, Function &function) noexcept {
    static_assert(sizeof(Function) == sizeof(void *), "a pointer to a function");
#ifdef _WIN32
    FARPROC found = GetProcAddress(static_cast<HMODULE>(library), name);
#else
    void *found = dlsym(library, name);
#endif
    std::memcpy(&function, &found, sizeof function);
    return found != nullptr;
}

inline bool fill(void *library) noexcept {
    function_table table = function_table();
    bool all = library != nullptr;
#define LEGACYBRIDGE_FIND(name) all = all && find_function(library, "legacybridge_" #name, table.name);
    LEGACYBRIDGE_FUNCTIONS(LEGACYBRIDGE_FIND)
#undef LEGACYBRIDGE_FIND
    if (all && table.abi_version() == LEGACYBRIDGE_ABI_VERSION) {
        functions() = table;
        return true;
    }
    return false;
}

}  // namespace detail

/**
 * Loads the library; call it once, before anything else. False if it can't be found, lacks a
 * function or has another ABI version. The library stays loaded until the process ends.
 */
inline bool load(const char *path) noexcept {
#ifdef _WIN32
    return detail::fill(LoadLibraryA(path));
#else
    return detail::fill(dlopen(path, RTLD_NOW | RTLD_LOCAL));
#endif
}

#ifdef _WIN32
/** `load` with a path in UTF-16. */
inline bool load(const wchar_t *path) noexcept {
    return detail::fill(LoadLibraryW(path));
}
#endif
#endif  // LEGACYBRIDGE_DYNAMIC

/**
 * A text that is only looked at: made from a literal, a std::string, a std::string_view, or a
 * pointer and a length. It must not outlive what it was made from.
 */
class text_ref {
public:
    text_ref(const char *text) noexcept : data_(text), size_(text ? std::strlen(text) : 0) {}
    text_ref(const char *data, std::size_t size) noexcept : data_(data), size_(size) {}
    text_ref(const std::string &text) noexcept : data_(text.data()), size_(text.size()) {}
    text_ref(const std::vector<std::uint8_t> &bytes) noexcept
        : data_(reinterpret_cast<const char *>(bytes.data())), size_(bytes.size()) {}
#ifdef LEGACYBRIDGE_HAS_STRING_VIEW
    text_ref(std::string_view text) noexcept : data_(text.data()), size_(text.size()) {}
#endif
#ifdef __cpp_lib_char8_t
    text_ref(const char8_t *text) noexcept : text_ref(reinterpret_cast<const char *>(text)) {}
    text_ref(std::u8string_view text) noexcept
        : data_(reinterpret_cast<const char *>(text.data())), size_(text.size()) {}
    text_ref(const std::u8string &text) noexcept : text_ref(std::u8string_view(text)) {}
#endif
    const char *data() const noexcept { return data_; }
    std::size_t size() const noexcept { return size_; }

private:
    const char *data_;
    std::size_t size_;
};

/** A text in UTF-16 that is only looked at; units of char16_t, on Windows of wchar_t too. */
template <class Unit>
class wide_ref {
public:
    static_assert(sizeof(Unit) == 2, "UTF-16");
    wide_ref(const Unit *text) noexcept
        : data_(text), size_(text ? std::char_traits<Unit>::length(text) : 0) {}
    wide_ref(const Unit *data, std::size_t size) noexcept : data_(data), size_(size) {}
    wide_ref(const std::basic_string<Unit> &text) noexcept
        : data_(text.data()), size_(text.size()) {}
#ifdef LEGACYBRIDGE_HAS_STRING_VIEW
    wide_ref(std::basic_string_view<Unit> text) noexcept
        : data_(text.data()), size_(text.size()) {}
#endif
    const Unit *data() const noexcept { return data_; }
    std::size_t size() const noexcept { return size_; }

private:
    const Unit *data_;
    std::size_t size_;
};

namespace detail {

/** What is longer than an int32_t can say gets a length that the library refuses, in words. */
inline std::int32_t length(std::size_t size) noexcept {
    return size > 0x7FFFFFFFu ? INT32_MIN : static_cast<std::int32_t>(size);
}

inline std::int32_t number(format value) noexcept {
    return static_cast<std::int32_t>(value);
}

}  // namespace detail

/** An output of the library, given back when this goes. It ends with a NUL. */
class output {
public:
    output() noexcept : data_(nullptr), size_(0) {}
    output(output &&other) noexcept : data_(other.data_), size_(other.size_) { other.forget(); }
    output &operator=(output &&other) noexcept {
        if (this != &other) {
            reset();
            data_ = other.data_;
            size_ = other.size_;
            other.forget();
        }
        return *this;
    }
    output(const output &) = delete;
    output &operator=(const output &) = delete;
    ~output() { reset(); }

    const char *data() const noexcept {
        return data_ != nullptr ? reinterpret_cast<const char *>(data_) : "";
    }
    const char *c_str() const noexcept { return data(); }
    std::size_t size() const noexcept { return static_cast<std::size_t>(size_); }
    bool empty() const noexcept { return size_ == 0; }
    std::string str() const { return std::string(data(), size()); }
#ifdef LEGACYBRIDGE_HAS_STRING_VIEW
    std::string_view view() const noexcept { return std::string_view(data(), size()); }
#endif

    /** Gives the output back now. */
    void reset() noexcept {
        if (data_ != nullptr) {
            LEGACYBRIDGE_FUNCTION(free)(data_);
            forget();
        }
    }

    /** For calls of the C functions: where they put pointer and length. What was held goes. */
    std::uint8_t **pointer() noexcept {
        reset();
        return &data_;
    }
    std::int32_t *length() noexcept { return &size_; }

private:
    void forget() noexcept {
        data_ = nullptr;
        size_ = 0;
    }

    std::uint8_t *data_;
    std::int32_t size_;
};

/** A column of documents that was converted, given back when this goes. */
class column {
public:
    column() noexcept : made_() {}
    column(column &&other) noexcept : made_(other.made_) { other.forget(); }
    column &operator=(column &&other) noexcept {
        if (this != &other) {
            reset();
            made_ = other.made_;
            other.forget();
        }
        return *this;
    }
    column(const column &) = delete;
    column &operator=(const column &) = delete;
    ~column() { reset(); }

    /** Number of rows, and of those that failed. */
    std::size_t size() const noexcept { return static_cast<std::size_t>(made_.count); }
    std::size_t failed() const noexcept { return static_cast<std::size_t>(made_.failed); }
    /** LEGACYBRIDGE_OK, LEGACYBRIDGE_ROW_NULL, or the row's error. */
    std::int32_t status(std::size_t row) const noexcept { return made_.statuses[row]; }
    /** What a row became; empty where it was NULL or failed. */
    text_ref row(std::size_t row) const noexcept { return part(made_.data, made_.offsets, row); }
    /** The report of a row as JSON; empty where none were asked for. */
    text_ref report(std::size_t row) const noexcept {
        return made_.reports != nullptr ? part(made_.reports, made_.report_offsets, row)
                                        : text_ref("", 0);
    }
    /** The structure, for Arrow's arrays and for calls of the C functions. */
    const legacybridge_column_t &raw() const noexcept { return made_; }

    /** Gives the column back now. */
    void reset() noexcept {
        if (made_.data != nullptr) {
            LEGACYBRIDGE_FUNCTION(free_column)(&made_);
        }
        forget();
    }

    /** For calls of the C functions: what was held goes, and `struct_size` is set. */
    legacybridge_column_t *pointer() noexcept {
        reset();
        made_.struct_size = static_cast<std::int32_t>(sizeof made_);
        return &made_;
    }

private:
    void forget() noexcept { made_ = legacybridge_column_t(); }
    static text_ref part(const std::uint8_t *data, const std::int64_t *offsets,
                         std::size_t row) noexcept {
        return text_ref(reinterpret_cast<const char *>(data) + offsets[row],
                        static_cast<std::size_t>(offsets[row + 1] - offsets[row]));
    }

    legacybridge_column_t made_;
};

/** Has `callback` told what the library says; NULL: no more. See `legacybridge_set_log`. */
inline std::int32_t set_log(legacybridge_log_t callback, std::int32_t level) noexcept {
    return LEGACYBRIDGE_FUNCTION(set_log)(callback, level);
}

/** What went wrong in the last call that failed in this thread, in UTF-8. */
inline std::string last_error() {
    char message[520];
    if (LEGACYBRIDGE_FUNCTION(last_error)(message, static_cast<std::int32_t>(sizeof message)) < 0) {
        return std::string();
    }
    return std::string(message);
}

/** The same as JSON: status, name, message, offset; status 0 if no call has failed. */
inline std::string last_error_json() {
    std::string json(static_cast<std::size_t>(LEGACYBRIDGE_FUNCTION(last_error_json)(nullptr, 0)) + 1,
                     '\0');
    LEGACYBRIDGE_FUNCTION(last_error_json)(&json[0], static_cast<std::int32_t>(json.size()));
    json.resize(json.size() - 1);
    return json;
}

/** Forgets what went wrong in this thread. */
inline void clear_error() noexcept {
    LEGACYBRIDGE_FUNCTION(clear_error)();
}

/** What a status means, in English words. */
inline const char *status_text(std::int32_t status) noexcept {
    return LEGACYBRIDGE_FUNCTION(status_text)(status);
}

/** What could not be kept. */
struct loss {
    /** One of the kinds that `legacybridge_report` lists. */
    std::string kind;
    /** How often. */
    long long count;
    /** Where the first one stands, in bytes from the start of the input; -1 if unknown. */
    long long first;
};

#ifndef LEGACYBRIDGE_NO_EXCEPTIONS

/** A call that failed: what() has the library's message, status() its LEGACYBRIDGE_ERROR_ number. */
class error : public std::runtime_error {
public:
    error(std::int32_t status, const std::string &message)
        : std::runtime_error(message), status_(status) {}
    std::int32_t status() const noexcept { return status_; }

private:
    std::int32_t status_;
};

namespace detail {

inline void check(std::int32_t status) {
    if (status < 0) {
        throw error(status, last_error());
    }
}

}  // namespace detail
#endif

namespace detail {

/** The text between two quotes, or the number, behind `"key":`; the library writes no escapes here. */
inline std::string json_value(const std::string &json, const char *key, std::size_t from,
                              std::size_t until) {
    std::string name = std::string("\"") + key + "\":";
    std::size_t at = json.find(name, from);
    if (at == std::string::npos || at >= until) {
        return std::string();
    }
    at += name.size();
    bool quoted = json[at] == '"';
    std::size_t start = quoted ? at + 1 : at;
    std::size_t end = json.find_first_of(quoted ? "\"" : ",}", start);
    return json.substr(start, end - start);
}

inline long long json_number(const std::string &digits) {
    long long value = 0;
    for (std::size_t i = 0; i < digits.size(); i++) {
        if (digits[i] < '0' || digits[i] > '9') {
            return -1;
        }
        value = value * 10 + (digits[i] - '0');
    }
    return digits.empty() ? -1 : value;
}

/** Reads the array that `legacybridge_report` describes. */
inline std::vector<loss> losses_of(const std::string &json) {
    std::vector<loss> losses;
    std::size_t at = 0;
    while ((at = json.find('{', at)) != std::string::npos) {
        std::size_t end = json.find('}', at);
        if (end == std::string::npos) {
            break;
        }
        loss one;
        one.kind = json_value(json, "kind", at, end);
        one.count = json_number(json_value(json, "count", at, end));
        one.first = json_number(json_value(json, "first", at, end));
        losses.push_back(one);
        at = end;
    }
    return losses;
}

/** An output in UTF-16, as another type of string. */
class output16 {
public:
    output16() noexcept : data_(nullptr), size_(0) {}
    output16(const output16 &) = delete;
    output16 &operator=(const output16 &) = delete;
    ~output16() { LEGACYBRIDGE_FUNCTION(free)(data_); }

    template <class String>
    String as() const {
        static_assert(sizeof(typename String::value_type) == 2, "strings of UTF-16");
        String text(static_cast<std::size_t>(size_), typename String::value_type());
        if (size_ > 0) {
            std::memcpy(&text[0], data_, text.size() * 2);
        }
        return text;
    }

    std::uint16_t **pointer() noexcept { return &data_; }
    std::int32_t *length() noexcept { return &size_; }

private:
    std::uint16_t *data_;
    std::int32_t size_;
};

template <class Unit>
const std::uint16_t *units(const Unit *text) noexcept {
    static_assert(sizeof(Unit) == 2, "UTF-16");
    return reinterpret_cast<const std::uint16_t *>(text);
}

/** The text that another argument's type decides about: arguments of this type convert. */
template <class Unit>
struct wide {
    typedef typename std::enable_if<sizeof(Unit) == 2, wide_ref<Unit>>::type ref;
};

/** UTF-16 as UTF-8, for options and names; half a pair becomes what the library refuses. */
template <class Unit>
std::string utf8(const std::basic_string<Unit> &text) {
    std::string bytes;
    for (std::size_t i = 0; i < text.size(); i++) {
        unsigned long c = static_cast<std::uint16_t>(text[i]);
        if (c >= 0xD800 && c < 0xDC00 && i + 1 < text.size() &&
            (static_cast<std::uint16_t>(text[i + 1]) & 0xFC00) == 0xDC00) {
            c = 0x10000 + ((c - 0xD800) << 10) + (static_cast<std::uint16_t>(text[++i]) - 0xDC00);
        }
        const int more = c < 0x80 ? 0 : c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
        const unsigned char first[] = {0, 0xC0, 0xE0, 0xF0};
        bytes += static_cast<char>(first[more] | (c >> (6 * more)));
        for (int rest = more; rest-- > 0;) {
            bytes += static_cast<char>(0x80 | ((c >> (6 * rest)) & 0x3F));
        }
    }
    return bytes;
}

}  // namespace detail

/**
 * A converter. One made without options is the library's own with default options. One that was
 * moved from, reset, or could not be made is none: its calls fail with BAD_HANDLE.
 */
class converter {
public:
    /** The built-in converter: costs nothing, can't fail. */
    converter() noexcept : handle_(0) {}
    converter(converter &&other) noexcept : handle_(other.handle_) { other.handle_ = none; }
    converter &operator=(converter &&other) noexcept {
        if (this != &other) {
            reset();
            handle_ = other.handle_;
            other.handle_ = none;
        }
        return *this;
    }
    converter(const converter &) = delete;
    converter &operator=(const converter &) = delete;
    ~converter() { reset(); }

    /** Destroys the converter now; what is left is none. */
    void reset() noexcept {
        if (handle_ > 0) {
            LEGACYBRIDGE_FUNCTION(destroy)(handle_);
        }
        handle_ = none;
    }

    /** The handle, for calls of the C functions. */
    std::int32_t handle() const noexcept { return handle_; }

    /** Makes a converter with options, such as "Target=RichEdit;BodyFont=Arial". */
    static std::int32_t try_create(const char *options, converter &made) noexcept {
        std::int32_t handle = none;
        std::int32_t status = LEGACYBRIDGE_FUNCTION(create)(options, &handle);
        made.reset();
        made.handle_ = handle;
        return status;
    }

    /** Converts a document. On failure `result` is empty. */
    std::int32_t try_convert(format from, format to, text_ref input, output &result) const noexcept {
        // The input may be a look at what `result` holds.
        output made;
        std::int32_t status = LEGACYBRIDGE_FUNCTION(convert)(
            handle_, detail::number(from), detail::number(to), input.data(),
            detail::length(input.size()), made.pointer(), made.length());
        result = std::move(made);
        return status;
    }

    /** Converts a document; `report` is that of this very call, as JSON, also on failure. */
    std::int32_t try_convert_reporting(format from, format to, text_ref input, output &result,
                                       output &report) const noexcept {
        output made, told;
        std::int32_t status = LEGACYBRIDGE_FUNCTION(convert_reporting)(
            handle_, detail::number(from), detail::number(to), input.data(),
            detail::length(input.size()), made.pointer(), made.length(), told.pointer(),
            told.length());
        result = std::move(made);
        report = std::move(told);
        return status;
    }

    /** Converts a text in UTF-16: `result` says of which units. */
    template <class Unit>
    std::int32_t try_convert(format from, format to, typename detail::wide<Unit>::ref input,
                             std::basic_string<Unit> &result) const {
        detail::output16 made;
        std::int32_t status = LEGACYBRIDGE_FUNCTION(convert_utf16)(
            handle_, detail::number(from), detail::number(to), detail::units(input.data()),
            detail::length(input.size()), made.pointer(), made.length());
        result = made.as<std::basic_string<Unit>>();
        return status;
    }

    /** The same with the report of this very call as JSON, which is ASCII, also on failure. */
    template <class Unit>
    std::int32_t try_convert_reporting(format from, format to,
                                       typename detail::wide<Unit>::ref input,
                                       std::basic_string<Unit> &result, std::string &report) const {
        detail::output16 made, told;
        std::int32_t status = LEGACYBRIDGE_FUNCTION(convert_reporting_utf16)(
            handle_, detail::number(from), detail::number(to), detail::units(input.data()),
            detail::length(input.size()), made.pointer(), made.length(), told.pointer(),
            told.length());
        result = made.as<std::basic_string<Unit>>();
        report = detail::utf8(told.as<std::u16string>());
        return status;
    }

    /** `try_fill` with texts in UTF-16. */
    template <class Unit>
    std::int32_t try_fill(format from, format to, typename detail::wide<Unit>::ref input,
                          typename detail::wide<Unit>::ref values, std::basic_string<Unit> &result,
                          std::string &report) const {
        detail::output16 made, told;
        std::int32_t status = LEGACYBRIDGE_FUNCTION(fill_utf16)(
            handle_, detail::number(from), detail::number(to), detail::units(input.data()),
            detail::length(input.size()), detail::units(values.data()),
            detail::length(values.size()), made.pointer(), made.length(), told.pointer(),
            told.length());
        result = made.as<std::basic_string<Unit>>();
        report = detail::utf8(told.as<std::u16string>());
        return status;
    }

    /** `try_check` of a text in UTF-16. */
    template <class Unit>
    std::int32_t try_check(format from, wide_ref<Unit> input, std::string &json) const {
        detail::output16 made;
        std::int32_t status = LEGACYBRIDGE_FUNCTION(check_utf16)(
            handle_, detail::number(from), detail::units(input.data()),
            detail::length(input.size()), made.pointer(), made.length());
        json = detail::utf8(made.as<std::u16string>());
        return status;
    }

    /** Fills a document with the values of a JSON object and converts it. */
    std::int32_t try_fill(format from, format to, text_ref input, text_ref values, output &result,
                          output &report) const noexcept {
        output made, told;
        std::int32_t status = LEGACYBRIDGE_FUNCTION(fill)(
            handle_, detail::number(from), detail::number(to), input.data(),
            detail::length(input.size()), values.data(), detail::length(values.size()),
            made.pointer(), made.length(), told.pointer(), told.length());
        result = std::move(made);
        report = std::move(told);
        return status;
    }

    /** What is wrong with a document, as JSON. */
    std::int32_t try_check(format from, text_ref input, output &json) const noexcept {
        output made;
        std::int32_t status = LEGACYBRIDGE_FUNCTION(check)(
            handle_, detail::number(from), input.data(), detail::length(input.size()),
            made.pointer(), made.length());
        json = std::move(made);
        return status;
    }

    /**
     * Converts `count` documents, which stand one behind the other at `data` and end at `ends`:
     * there are `count` + 1 offsets. `validity` is Arrow's bitmap, or NULL.
     */
    std::int32_t try_convert_column(format from, format to, const void *data,
                                    const std::int64_t *ends, std::size_t count, column &made,
                                    const char *options = nullptr,
                                    const std::uint8_t *validity = nullptr) const noexcept {
        return LEGACYBRIDGE_FUNCTION(convert_column)(
            handle_, detail::number(from), detail::number(to), data, nullptr, ends, 64, validity, 0,
            detail::length(count), options, made.pointer());
    }

    /** Ends the conversions that run or wait with this converter now, in whatever threads. */
    std::int32_t try_cancel() const noexcept { return LEGACYBRIDGE_FUNCTION(cancel)(handle_); }

    /** Converts into a buffer of the caller's; `needed` is the length without the NUL. */
    std::int32_t try_convert_into(format from, format to, text_ref input, char *buffer,
                                  std::size_t capacity, std::size_t &needed) const noexcept {
        std::int32_t length = 0;
        std::int32_t status = LEGACYBRIDGE_FUNCTION(convert_into)(
            handle_, detail::number(from), detail::number(to), input.data(),
            detail::length(input.size()), buffer,
            capacity > 0x7FFFFFFFu ? 0x7FFFFFFF : static_cast<std::int32_t>(capacity), &length);
        needed = static_cast<std::size_t>(length);
        return status;
    }

    /** Converts a file; paths are UTF-8. */
    std::int32_t try_convert_file(format from, format to, const char *input_path,
                                  const char *output_path) const noexcept {
        return LEGACYBRIDGE_FUNCTION(convert_file)(handle_, detail::number(from),
                                                   detail::number(to), input_path, output_path);
    }

    /** Converts a file; paths are UTF-16. */
    std::int32_t try_convert_file(format from, format to, const char16_t *input_path,
                                  const char16_t *output_path) const noexcept {
        return LEGACYBRIDGE_FUNCTION(convert_file_utf16)(handle_, detail::number(from),
                                                         detail::number(to),
                                                         detail::units(input_path),
                                                         detail::units(output_path));
    }

#ifdef _WIN32
    /** Converts a file; paths as Windows has them. */
    std::int32_t try_convert_file(format from, format to, const wchar_t *input_path,
                                  const wchar_t *output_path) const noexcept {
        return LEGACYBRIDGE_FUNCTION(convert_file_utf16)(handle_, detail::number(from),
                                                         detail::number(to),
                                                         detail::units(input_path),
                                                         detail::units(output_path));
    }
#endif

    /** What the last conversion could not keep, as JSON. */
    std::int32_t try_report(output &json) const noexcept {
        std::uint8_t **pointer = json.pointer();
        return LEGACYBRIDGE_FUNCTION(report)(handle_, pointer, json.length());
    }

#ifndef LEGACYBRIDGE_NO_EXCEPTIONS
    explicit converter(const std::string &options) : handle_(none) {
        detail::check(try_create(options.c_str(), *this));
    }
    explicit converter(const char *options) : handle_(none) {
        detail::check(try_create(options, *this));
    }
#ifdef __cpp_lib_char8_t
    explicit converter(const std::u8string &options)
        : converter(reinterpret_cast<const char *>(options.c_str())) {}
#endif

    output convert_to_output(format from, format to, text_ref input) const {
        output result;
        detail::check(try_convert(from, to, input, result));
        return result;
    }
    std::string convert(format from, format to, text_ref input) const {
        return convert_to_output(from, to, input).str();
    }
    /** `convert`, and what this very call could not keep. */
    std::string convert(format from, format to, text_ref input, std::vector<loss> &losses) const {
        output result, report;
        std::int32_t status = try_convert_reporting(from, to, input, result, report);
        losses = detail::losses_of(report.str());
        detail::check(status);
        return result.str();
    }
    void cancel() const { detail::check(try_cancel()); }
    /** Converts documents; rows that fail have their status in the column, and no exception. */
    column convert_column(format from, format to, const std::vector<std::string> &rows,
                          const char *options = nullptr) const {
        std::string data;
        std::vector<std::int64_t> ends(1, 0);
        for (std::size_t row = 0; row < rows.size(); row++) {
            data += rows[row];
            ends.push_back(static_cast<std::int64_t>(data.size()));
        }
        column made;
        detail::check(try_convert_column(from, to, data.data(), ends.data(), rows.size(), made, options));
        return made;
    }
    std::string markdown_to_rtf(text_ref markdown) const {
        return convert(format::markdown, format::rtf, markdown);
    }
    std::string rtf_to_markdown(text_ref rtf) const {
        return convert(format::rtf, format::markdown, rtf);
    }
    std::string rtf_to_text(text_ref rtf) const { return convert(format::rtf, format::text, rtf); }
    std::string markdown_to_text(text_ref markdown) const {
        return convert(format::markdown, format::text, markdown);
    }
    void convert_file(format from, format to, const std::string &input_path,
                      const std::string &output_path) const {
        detail::check(try_convert_file(from, to, input_path.c_str(), output_path.c_str()));
    }
    /** A template filled with the values of a JSON object. */
    std::string fill(format from, format to, text_ref input, text_ref values) const {
        output result, report;
        detail::check(try_fill(from, to, input, values, result, report));
        return result.str();
    }
    /** `fill`, and what this very call could not keep. */
    std::string fill(format from, format to, text_ref input, text_ref values,
                     std::vector<loss> &losses) const {
        output result, report;
        std::int32_t status = try_fill(from, to, input, values, result, report);
        losses = detail::losses_of(report.str());
        detail::check(status);
        return result.str();
    }
    /** What is wrong with a document, as JSON. */
    std::string check(format from, text_ref input) const {
        output json;
        detail::check(try_check(from, input, json));
        return json.str();
    }
#ifdef __cpp_lib_char8_t
    void convert_file(format from, format to, const std::u8string &input_path,
                      const std::u8string &output_path) const {
        detail::check(try_convert_file(from, to, reinterpret_cast<const char *>(input_path.c_str()),
                                       reinterpret_cast<const char *>(output_path.c_str())));
    }
#endif
    // The same in UTF-16: a text gives a text of its own type.
#define LEGACYBRIDGE_WIDE(Unit)                                                                     \
    explicit converter(const std::basic_string<Unit> &options) : handle_(none) {                    \
        detail::check(try_create(detail::utf8(options).c_str(), *this));                            \
    }                                                                                               \
    std::basic_string<Unit> convert(format from, format to, wide_ref<Unit> input) const {           \
        std::basic_string<Unit> made;                                                               \
        detail::check(try_convert(from, to, input, made));                                          \
        return made;                                                                                \
    }                                                                                               \
    std::basic_string<Unit> convert(format from, format to, wide_ref<Unit> input,                   \
                                    std::vector<loss> &losses) const {                              \
        std::basic_string<Unit> made;                                                               \
        std::string report;                                                                         \
        std::int32_t status = try_convert_reporting(from, to, input, made, report);                 \
        losses = detail::losses_of(report);                                                         \
        detail::check(status);                                                                      \
        return made;                                                                                \
    }                                                                                               \
    std::basic_string<Unit> fill(format from, format to, wide_ref<Unit> input,                      \
                                 wide_ref<Unit> values) const {                                     \
        std::basic_string<Unit> made;                                                               \
        std::string report;                                                                         \
        detail::check(try_fill(from, to, input, values, made, report));                             \
        return made;                                                                                \
    }                                                                                               \
    std::basic_string<Unit> fill(format from, format to, wide_ref<Unit> input,                      \
                                 wide_ref<Unit> values, std::vector<loss> &losses) const {          \
        std::basic_string<Unit> made;                                                               \
        std::string report;                                                                         \
        std::int32_t status = try_fill(from, to, input, values, made, report);                      \
        losses = detail::losses_of(report);                                                         \
        detail::check(status);                                                                      \
        return made;                                                                                \
    }                                                                                               \
    std::string check(format from, wide_ref<Unit> input) const {                                    \
        std::string json;                                                                           \
        detail::check(try_check(from, input, json));                                                \
        return json;                                                                                \
    }                                                                                               \
    std::basic_string<Unit> markdown_to_rtf(wide_ref<Unit> markdown) const {                        \
        return convert(format::markdown, format::rtf, markdown);                                    \
    }                                                                                               \
    std::basic_string<Unit> rtf_to_markdown(wide_ref<Unit> rtf) const {                             \
        return convert(format::rtf, format::markdown, rtf);                                         \
    }                                                                                               \
    std::basic_string<Unit> rtf_to_text(wide_ref<Unit> rtf) const {                                 \
        return convert(format::rtf, format::text, rtf);                                             \
    }                                                                                               \
    std::basic_string<Unit> markdown_to_text(wide_ref<Unit> markdown) const {                       \
        return convert(format::markdown, format::text, markdown);                                   \
    }                                                                                               \
    void convert_file(format from, format to, const std::basic_string<Unit> &input_path,            \
                      const std::basic_string<Unit> &output_path) const {                           \
        detail::check(try_convert_file(from, to, input_path.c_str(), output_path.c_str()));         \
    }
    LEGACYBRIDGE_WIDE(char16_t)
#ifdef _WIN32
    LEGACYBRIDGE_WIDE(wchar_t)
#endif
#undef LEGACYBRIDGE_WIDE
    std::string report() const {
        output json;
        detail::check(try_report(json));
        return json.str();
    }
    std::vector<loss> losses() const { return detail::losses_of(report()); }
#endif

private:
    /** What no function takes. */
    static constexpr std::int32_t none = -1;

    std::int32_t handle_;
};

/** Which text of a file of a batch job: see `legacybridge_batch_text`. */
enum class batch_part : std::int32_t {
    input = LEGACYBRIDGE_BATCH_INPUT,
    output = LEGACYBRIDGE_BATCH_OUTPUT,
    message = LEGACYBRIDGE_BATCH_MESSAGE,
    losses = LEGACYBRIDGE_BATCH_LOSSES
};

/** A batch job. When this goes the job is cancelled and its threads have ended. */
class batch {
public:
    batch() noexcept : job_(0) {}
    batch(batch &&other) noexcept : job_(other.job_) { other.job_ = 0; }
    batch &operator=(batch &&other) noexcept {
        if (this != &other) {
            reset();
            job_ = other.job_;
            other.job_ = 0;
        }
        return *this;
    }
    batch(const batch &) = delete;
    batch &operator=(const batch &) = delete;
    ~batch() { reset(); }

    /** Gives the job back now. */
    void reset() noexcept {
        if (job_ != 0) {
            LEGACYBRIDGE_FUNCTION(batch_free)(job_);
            job_ = 0;
        }
    }

    /** The job's handle, for calls of the C functions; 0 if there is none. */
    std::int32_t job() const noexcept { return job_; }

    /** Starts a job that converts the files of a folder. */
    static std::int32_t try_start(const converter &with, format from, format to,
                                  const char *input_folder, const char *output_folder,
                                  const char *options, batch &made) noexcept {
        std::int32_t job = 0;
        std::int32_t status = LEGACYBRIDGE_FUNCTION(batch_start)(
            with.handle(), detail::number(from), detail::number(to), input_folder, output_folder,
            options, &job);
        return made.take(status, job);
    }

    /** Starts a job that converts a list of files. */
    static std::int32_t try_start_list(const converter &with, format from, format to,
                                       const char *const *inputs, const char *const *outputs,
                                       std::size_t count, const char *options,
                                       batch &made) noexcept {
        std::int32_t job = 0;
        std::int32_t status = LEGACYBRIDGE_FUNCTION(batch_start_list)(
            with.handle(), detail::number(from), detail::number(to), inputs, outputs,
            detail::length(count), options, &job);
        return made.take(status, job);
    }

    /** How far the job is; `struct_size` is set here. */
    std::int32_t try_status(legacybridge_batch_status_t &status) const noexcept {
        std::memset(&status, 0, sizeof status);
        status.struct_size = static_cast<std::int32_t>(sizeof status);
        return LEGACYBRIDGE_FUNCTION(batch_status)(job_, &status);
    }

    /** What has become of one file; `struct_size` is set here. */
    std::int32_t try_result(std::int32_t index, legacybridge_batch_result_t &result) const noexcept {
        std::memset(&result, 0, sizeof result);
        result.struct_size = static_cast<std::int32_t>(sizeof result);
        return LEGACYBRIDGE_FUNCTION(batch_result)(job_, index, &result);
    }

    /** One text of one file; index -1 is the file that was begun last. */
    std::int32_t try_text(std::int32_t index, batch_part part, output &text) const noexcept {
        std::uint8_t **pointer = text.pointer();
        return LEGACYBRIDGE_FUNCTION(batch_text)(job_, index, static_cast<std::int32_t>(part),
                                                 pointer, text.length());
    }

    /** The report of the job as JSON. */
    std::int32_t try_report(output &json) const noexcept {
        std::uint8_t **pointer = json.pointer();
        return LEGACYBRIDGE_FUNCTION(batch_report)(job_, pointer, json.length());
    }

    /** OK: finished. CANCELLED: over because it was cancelled. BUSY: not over yet. */
    std::int32_t try_wait(std::int32_t milliseconds) const noexcept {
        return LEGACYBRIDGE_FUNCTION(batch_wait)(job_, milliseconds);
    }

    /** Asks the job to begin no further document. */
    std::int32_t try_cancel() const noexcept { return LEGACYBRIDGE_FUNCTION(batch_cancel)(job_); }

#ifndef LEGACYBRIDGE_NO_EXCEPTIONS
    batch(const converter &with, format from, format to, const std::string &input_folder,
          const std::string &output_folder, const std::string &options = std::string())
        : job_(0) {
        detail::check(try_start(with, from, to, input_folder.c_str(), output_folder.c_str(),
                                options.c_str(), *this));
    }

    // Folders and options in UTF-16.
#define LEGACYBRIDGE_WIDE(String)                                                           \
    batch(const converter &with, format from, format to, const String &input_folder,        \
          const String &output_folder, const String &options = String())                    \
        : job_(0) {                                                                         \
        detail::check(try_start(with, from, to, detail::utf8(input_folder).c_str(),         \
                                detail::utf8(output_folder).c_str(),                        \
                                detail::utf8(options).c_str(), *this));                     \
    }
    LEGACYBRIDGE_WIDE(std::u16string)
#ifdef _WIN32
    LEGACYBRIDGE_WIDE(std::wstring)
#endif
#undef LEGACYBRIDGE_WIDE

    /** Each pair is an input and its output. */
    batch(const converter &with, format from, format to,
          const std::vector<std::pair<std::string, std::string>> &files,
          const std::string &options = std::string())
        : job_(0) {
        std::vector<const char *> inputs, outputs;
        for (std::size_t i = 0; i < files.size(); i++) {
            inputs.push_back(files[i].first.c_str());
            outputs.push_back(files[i].second.c_str());
        }
        detail::check(try_start_list(with, from, to, inputs.data(), outputs.data(), files.size(),
                                     options.c_str(), *this));
    }

    legacybridge_batch_status_t status() const {
        legacybridge_batch_status_t status;
        detail::check(try_status(status));
        return status;
    }
    legacybridge_batch_result_t result(std::int32_t index) const {
        legacybridge_batch_result_t result;
        detail::check(try_result(index, result));
        return result;
    }
    std::string text(std::int32_t index, batch_part part) const {
        output text;
        detail::check(try_text(index, part, text));
        return text.str();
    }
    std::string report() const {
        output json;
        detail::check(try_report(json));
        return json.str();
    }

    /** Waits, -1 as long as it takes. True when the job is over, finished or cancelled. */
    bool wait(std::int32_t milliseconds = -1) const {
        std::int32_t status = try_wait(milliseconds);
        if (status == LEGACYBRIDGE_ERROR_BUSY) {
            return false;
        }
        if (status != LEGACYBRIDGE_ERROR_CANCELLED) {
            detail::check(status);
        }
        return true;
    }
    void cancel() const { detail::check(try_cancel()); }
#endif

private:
    std::int32_t take(std::int32_t status, std::int32_t job) noexcept {
        if (status == LEGACYBRIDGE_OK) {
            reset();
            job_ = job;
        }
        return status;
    }

    std::int32_t job_;
};

/** The library's version, such as "0.1.0". */
inline const char *version() noexcept {
    return LEGACYBRIDGE_FUNCTION(version)();
}

/** Whether the library is one that this header fits. */
inline bool fits() noexcept {
    return LEGACYBRIDGE_FUNCTION(abi_version)() == LEGACYBRIDGE_ABI_VERSION;
}

/** What the library holds and has done; `struct_size` is set here. */
inline std::int32_t try_statistics(legacybridge_stats_t &stats) noexcept {
    std::memset(&stats, 0, sizeof stats);
    stats.struct_size = static_cast<std::int32_t>(sizeof stats);
    return LEGACYBRIDGE_FUNCTION(stats)(&stats);
}

/** The figures in the Prometheus text format. */
inline std::int32_t try_metrics(output &text) noexcept {
    std::uint8_t **pointer = text.pointer();
    return LEGACYBRIDGE_FUNCTION(metrics)(pointer, text.length());
}

/** The version as one number that can be compared: LEGACYBRIDGE_VERSION_NUMBER of the library. */
inline std::int32_t version_number() noexcept {
    return LEGACYBRIDGE_FUNCTION(version_number)();
}

/** Counts one more part of a host: see `legacybridge_startup`. */
inline std::int32_t try_startup() noexcept {
    return LEGACYBRIDGE_FUNCTION(startup)();
}

/**
 * Gives back everything that the library holds, outputs, converters and jobs included; objects of
 * before do nothing more when they go. Call it before the library is unloaded.
 */
inline std::int32_t try_shutdown() noexcept {
    return LEGACYBRIDGE_FUNCTION(shutdown)();
}

#ifndef LEGACYBRIDGE_NO_EXCEPTIONS
inline legacybridge_stats_t statistics() {
    legacybridge_stats_t stats;
    detail::check(try_statistics(stats));
    return stats;
}
inline std::string metrics() {
    output text;
    detail::check(try_metrics(text));
    return text.str();
}
inline void startup() {
    detail::check(try_startup());
}
inline void shutdown() {
    detail::check(try_shutdown());
}
/** `converter::markdown_to_rtf` with default options. */
inline std::string markdown_to_rtf(text_ref markdown) {
    return converter().markdown_to_rtf(markdown);
}
/** `converter::rtf_to_markdown` with default options. */
inline std::string rtf_to_markdown(text_ref rtf) {
    return converter().rtf_to_markdown(rtf);
}
/** `converter::rtf_to_text` with default options. */
inline std::string rtf_to_text(text_ref rtf) {
    return converter().rtf_to_text(rtf);
}
/** `converter::markdown_to_text` with default options. */
inline std::string markdown_to_text(text_ref markdown) {
    return converter().markdown_to_text(markdown);
}
// The same in UTF-16.
#define LEGACYBRIDGE_WIDE(Unit)                                               \
    inline std::basic_string<Unit> markdown_to_rtf(wide_ref<Unit> markdown) { \
        return converter().markdown_to_rtf(markdown);                         \
    }                                                                         \
    inline std::basic_string<Unit> rtf_to_markdown(wide_ref<Unit> rtf) {      \
        return converter().rtf_to_markdown(rtf);                              \
    }                                                                         \
    inline std::basic_string<Unit> rtf_to_text(wide_ref<Unit> rtf) {          \
        return converter().rtf_to_text(rtf);                                  \
    }                                                                         \
    inline std::basic_string<Unit> markdown_to_text(wide_ref<Unit> markdown) {\
        return converter().markdown_to_text(markdown);                        \
    }
LEGACYBRIDGE_WIDE(char16_t)
#ifdef _WIN32
LEGACYBRIDGE_WIDE(wchar_t)
#endif
#undef LEGACYBRIDGE_WIDE
#endif

/**
 * Counts this part of a program as one that uses the library, for as long as it lives: the last part
 * to go gives back what the library holds. Not for the static objects of a DLL of Windows, which go when
 * threads can't be joined.
 */
class session {
public:
    session() noexcept : counted_(try_startup() == LEGACYBRIDGE_OK) {}
    session(const session &) = delete;
    session &operator=(const session &) = delete;
    ~session() {
        if (counted_) {
            try_shutdown();
        }
    }

private:
    bool counted_;
};

}  // namespace legacybridge

#endif  // LEGACYBRIDGE_HPP
