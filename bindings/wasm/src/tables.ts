// The tables of the library. Made by `UPDATE=1 cargo test --test bindings javascript::`; what is changed
// by hand is lost.

/** The library's version. */
export const version = "0.1.0";

/** What a document can be in; `detect` finds out. */
export type Format =
  | "markdown"
  | "rtf"
  | "text"
  | "csv"
  | "html"
  | "json"
  | "detect";

/** What an output can be in. */
export type OutputFormat =
  | "markdown"
  | "rtf"
  | "text"
  | "csv"
  | "html"
  | "json";

/** What a format is. */
export interface FormatRow {
  readonly name: Format;
  /** Its number in the C interface. */
  readonly number: number;
  /** Extensions of its files, the usual one first. */
  readonly extensions: readonly string[];
  /** Whether outputs can have it. */
  readonly isOutput: boolean;
}

/** Every format. */
export const formats: readonly FormatRow[] = [
  { name: "markdown", number: 1, extensions: ["md", "markdown", "mdown", "mkd"], isOutput: true },
  { name: "rtf", number: 2, extensions: ["rtf"], isOutput: true },
  { name: "text", number: 3, extensions: ["txt", "text"], isOutput: true },
  { name: "csv", number: 5, extensions: ["csv", "tsv"], isOutput: true },
  { name: "html", number: 4, extensions: ["html", "htm", "xhtml"], isOutput: true },
  { name: "json", number: 6, extensions: ["json"], isOutput: true },
  { name: "detect", number: 0, extensions: [], isOutput: false },
];

/** Kinds of what can't be kept. */
export type LossKind =
  | "header_footer"
  | "object"
  | "shape"
  | "picture"
  | "picture_file"
  | "remote_picture"
  | "unsafe_link"
  | "color"
  | "font"
  | "hidden_text"
  | "comment"
  | "deleted_text"
  | "change_author"
  | "field"
  | "note"
  | "metadata"
  | "heading_attributes"
  | "list_style"
  | "list_depth"
  | "table"
  | "merged_cells"
  | "html"
  | "math"
  | "control_character"
  | "undecodable_byte"
  | "repaired_brace"
  | "flattened_nesting"
  | "limit_reached"
  | "not_rtf"
  | "not_table"
  | "guarded_cell"
  | "other"
  | "alignment"
  | "page_break"
  | "picture_size"
  | "caption"
  | "direction"
  | "column_width"
  | "spacing";

/** What was lost of one kind. */
export interface Loss {
  readonly kind: LossKind;
  readonly count: number;
  /** Where first: bytes of a Uint8Array, UTF-16 units of a string; `null` where no place is known. */
  readonly first: number | null;
}

/** What a kind of loss is. */
export interface LossRow {
  readonly kind: LossKind;
  /** `Content`: a reader would miss it; `Layout`: how it looks on paper. */
  readonly class: "Content" | "Layout";
  /** What its count is the number of. */
  readonly counts: string;
}

/** Every kind of loss. */
export const losses: readonly LossRow[] = [
  { kind: "header_footer", class: "Content", counts: "page headers and footers that were left out" },
  { kind: "object", class: "Content", counts: "embedded objects that were replaced by their visible result, or left out" },
  { kind: "shape", class: "Content", counts: "drawings of which neither words nor a picture are shown" },
  { kind: "picture", class: "Content", counts: "pictures that were left out, are broken, or lost all but their text, address or title" },
  { kind: "picture_file", class: "Content", counts: "pictures that could not be written to the folder of `Images=Folder:`" },
  { kind: "remote_picture", class: "Content", counts: "pictures on other machines, or of a scheme, that became links so that no host fetches them" },
  { kind: "unsafe_link", class: "Content", counts: "addresses of links and pictures that the options do not let in; their text is kept" },
  { kind: "color", class: "Content", counts: "changes of text or background colour that were left out" },
  { kind: "font", class: "Content", counts: "typefaces, sizes and other looks of letters (capitals, outline) that the target can't hold" },
  { kind: "hidden_text", class: "Content", counts: "pieces of hidden text that were left out" },
  { kind: "comment", class: "Content", counts: "comments and annotations that were left out" },
  { kind: "deleted_text", class: "Content", counts: "pieces of text that tracked changes leave out: deleted, or inserted and rejected" },
  { kind: "change_author", class: "Content", counts: "authors and dates of tracked changes that were left out" },
  { kind: "field", class: "Content", counts: "fields that were replaced by their last result, and entries of an index that were left out" },
  { kind: "note", class: "Content", counts: "endnotes that became footnotes, notes in notes, and references without their note or note without a reference" },
  { kind: "metadata", class: "Content", counts: "facts about the document that were left out: title, author, subject and the like" },
  { kind: "heading_attributes", class: "Content", counts: "names and classes of headings that were left out" },
  { kind: "list_style", class: "Content", counts: "lists whose numbers or bullets became others, such as letters and roman numbers" },
  { kind: "list_depth", class: "Content", counts: "items deeper than the levels that lists have in the target" },
  { kind: "table", class: "Content", counts: "features of tables (nesting, several paragraphs or a list in a cell) that were approximated" },
  { kind: "merged_cells", class: "Content", counts: "merged cells that became single ones" },
  { kind: "html", class: "Content", counts: "pieces of raw HTML that the target can't show, left out or hidden, those of hidden text that became markup, and scripts of HTML" },
  { kind: "math", class: "Content", counts: "formulas that became plain text" },
  { kind: "control_character", class: "Content", counts: "control characters other than tabs and line ends, which no text can hold: left out, or a space where they part words" },
  { kind: "undecodable_byte", class: "Content", counts: "bytes that mean nothing in their code page and became U+FFFD" },
  { kind: "repaired_brace", class: "Content", counts: "braces of RTF that were missing or in excess, and quotes of CSV that nobody closed" },
  { kind: "flattened_nesting", class: "Content", counts: "groups and containers that stood deeper than the limit; their text is kept" },
  { kind: "limit_reached", class: "Content", counts: "things that a limit cut short" },
  { kind: "not_rtf", class: "Content", counts: "inputs that were given as RTF, are not, and were read as plain text" },
  { kind: "not_table", class: "Content", counts: "what stands outside of the table that was written" },
  { kind: "guarded_cell", class: "Content", counts: "cells that a spreadsheet would take for a formula and that were written as text" },
  { kind: "other", class: "Content", counts: "anything else that the target format has no words for" },
  { kind: "alignment", class: "Layout", counts: "paragraphs that are centred, set to the right or justified" },
  { kind: "page_break", class: "Layout", counts: "ends of pages, columns and sections" },
  { kind: "picture_size", class: "Layout", counts: "pictures that are shown larger or smaller than they are" },
  { kind: "caption", class: "Layout", counts: "captions that became plain paragraphs" },
  { kind: "direction", class: "Layout", counts: "changes of the direction of text that the target can't hold" },
  { kind: "column_width", class: "Layout", counts: "tables whose columns have widths of their own" },
  { kind: "spacing", class: "Layout", counts: "paragraphs with indents or distances of their own, those and tables with grounds of their own, and style sheets of HTML" },
];

/** Why calls fail. */
export type StatusName =
  | "NULL_POINTER"
  | "BAD_HANDLE"
  | "BAD_OPTION"
  | "BAD_ARGUMENT"
  | "BAD_ENCODING"
  | "BAD_UTF16"
  | "LIMIT_REACHED"
  | "MEMORY_LIMIT"
  | "BUSY"
  | "BUFFER_TOO_SMALL"
  | "IO"
  | "CANCELLED"
  | "INTERNAL"
  | "LOSS"
  | "TIMEOUT";

/** What a status is. */
export interface StatusRow {
  readonly name: StatusName;
  readonly number: number;
  readonly words: string;
}

/** Every way to fail. */
export const statuses: readonly StatusRow[] = [
  { name: "NULL_POINTER", number: -1, words: "a pointer that must not be NULL was NULL" },
  { name: "BAD_HANDLE", number: -2, words: "the handle was never given out, or what it stood for has been given back" },
  { name: "BAD_OPTION", number: -3, words: "the options name an unknown key, or a value that the key can't take" },
  { name: "BAD_ARGUMENT", number: -4, words: "an argument is out of its range" },
  { name: "BAD_ENCODING", number: -5, words: "the input is not in the encoding that it should be in" },
  { name: "BAD_UTF16", number: -6, words: "the UTF-16 input holds an unpaired surrogate" },
  { name: "LIMIT_REACHED", number: -7, words: "the input is larger or more complex than a limit allows" },
  { name: "MEMORY_LIMIT", number: -8, words: "the conversion needs more memory than the limit, or the system, can give" },
  { name: "BUSY", number: -9, words: "no memory came free in time, or the job is not over yet: try again later" },
  { name: "BUFFER_TOO_SMALL", number: -10, words: "the buffer is too small for the result" },
  { name: "IO", number: -11, words: "a file could not be read or written" },
  { name: "CANCELLED", number: -12, words: "the call or the job was cancelled" },
  { name: "INTERNAL", number: -13, words: "a fault in the library itself, which was contained" },
  { name: "LOSS", number: -14, words: "the option Strict was set and something could not be kept" },
  { name: "TIMEOUT", number: -15, words: "the conversion took longer than the option Timeout allows" },
];

/** Bytes, as a number or with a unit. */
export type Size = number | `${number}` | `${number}${"" | " "}${"B" | "KB" | "MB" | "GB"}`;

/** How an option is shown in a form. */
export type OptionKind = "switch" | "choice" | "losses" | "size" | "number" | "text";

/** What an option is. */
export interface OptionRow {
  readonly key: keyof Options;
  readonly kind: OptionKind;
  /** The words that it takes; of `choice` and `switch`. */
  readonly values: readonly string[];
  /** Whether it takes others too. */
  readonly isOpen: boolean;
  /** What values look like, for people. */
  readonly shape: string;
  /** The value when left out. */
  readonly default: string;
  /** What it means. */
  readonly what: string;
}

/** What can be set. Options that name files are not here: there are none. */
export interface Options {
  /** which hosts the written RTF is for; Report: what report writers such as Crystal draw, fonts, colours, alignment, indents and tabs, so that markers of lists and tables are text (Both|Word|RichEdit|Report; default: Both) */
  Target?: "Both" | "Word" | "RichEdit" | "Report";
  /** look of the written RTF: typefaces, sizes, spacing, tables, colours (Default|Classic|Modern|Print|Compact; default: Default) */
  Theme?: "Default" | "Classic" | "Modern" | "Print" | "Compact";
  /** paper of the written RTF; empty: the template's, or Letter (A4|A5|Letter|Legal; default: empty) */
  Page?: "A4" | "A5" | "Letter" | "Legal";
  /** margins of the written RTF in mm, cm, in or pt, such as 25mm; empty: the template's, or 1in (a length, or top,right,bottom,left; default: empty) */
  Margins?: string;
  /** what stands at the top of every page of written RTF and, with HtmlOut=Page, of printed HTML, such as "{page} of {pages}"; tabs part left, middle and right; empty: the template's, or nothing. Formats without pages have none (text with {page}, {pages}, {title} and {date}, in quotes; default: empty) */
  PageHeader?: string;
  /** the same at the foot of every page (text with {page}, {pages}, {title} and {date}, in quotes; default: empty) */
  PageFooter?: string;
  /** whether written RTF and HTML begin with a table of contents of the headings of levels 1 to 3, where the document has none; in Markdown one stands where a paragraph says [TOC] (No|Yes; default: No) */
  Contents?: boolean | "Yes" | "No";
  /** typeface of running text; empty: the template's or the theme's, such as Calibri (a typeface; default: empty) */
  BodyFont?: string;
  /** size of running text in points, halves allowed, which all other sizes follow; empty: the template's or the theme's, such as 11 (1 to 400; default: empty) */
  BodySize?: number | `${number}`;
  /** typeface of code; empty: the template's or the theme's, such as Consolas (a typeface; default: empty) */
  CodeFont?: string;
  /** typeface of headings; empty: the template's or the theme's, or the body's (a typeface; default: empty) */
  HeadingFont?: string;
  /** pictures of RTF: as data URIs, left out, or as files of a folder, named by their content (Embed|Skip; default: Embed) */
  Images?: "Embed" | "Skip";
  /** whether code of written RTF and HTML has colours, where its language is known (No|Yes; default: No) */
  Highlight?: boolean | "Yes" | "No";
  /** which styles written RTF has; All: every one of the theme, to start a template from (Used|All; default: Used) */
  Styles?: "Used" | "All";
  /** folder or address below which links are written relative to it, in every direction; empty: the document's own folder where a file is converted to a file, else none (a folder or an address; default: empty) */
  LinkBase?: string;
  /** tracked changes: kept where the output has some (RTF) and accepted elsewhere; accepted; rejected; or kept everywhere, in Markdown and text as {++new++}{--old--}, which Markdown is then read by too (Auto|Accept|Reject|Markup; default: Auto) */
  Changes?: "Auto" | "Accept" | "Reject" | "Markup";
  /** comments: kept where the output has some (RTF), and left out and reported elsewhere; left out; or kept everywhere (Auto|Drop|Keep; default: Auto) */
  Comments?: "Auto" | "Drop" | "Keep";
  /** headers and footers of RTF: left out and reported, or kept as paragraphs before and behind the text, each text once (Drop|Keep; default: Drop) */
  Headers?: "Drop" | "Keep";
  /** addresses that stay: all but javascript, vbscript and data other than pictures of pixels; or http, https, mailto, tel, relative ones and # only; or all. A link that goes leaves its text, and is reported (Safe|Web|All; default: Safe) */
  Links?: "Safe" | "Web" | "All";
  /** whether written RTF has pictures that its host fetches from another machine or by a scheme when it opens it; else they are links in the style Image Link, and reported (Yes|No; default: No) */
  RemotePictures?: boolean | "Yes" | "No";
  /** raw HTML in Markdown: comes back as it was, becomes what it means (tables, pictures), is shown as text, is left out and reported, or is kept and stands in written HTML as it is, scripts too, and all else as cmark-gfm writes it (Keep|Convert|Escape|Drop|Pass; default: Keep) */
  Html?: "Keep" | "Convert" | "Escape" | "Drop" | "Pass";
  /** written HTML: a part of a page; a page with the theme's style sheet; the clipboard's HTML Format; or a mail, whose pictures are data, or with Images=Folder: files whose names are their cids (Fragment|Page|Clipboard|Mail; default: Fragment) */
  HtmlOut?: "Fragment" | "Page" | "Clipboard" | "Mail";
  /** what identifiers of written HTML begin with, so that none is one of the page around it (up to 32 letters, digits, - or _; default: empty) */
  IdPrefix?: string;
  /** tables with merged cells or blocks in cells in Markdown: HTML that is read as the same table, or pipes with the lines of such cells, reported (Html|Flatten; default: Html) */
  ComplexTables?: "Html" | "Flatten";
  /** colours, alignment, page breaks and picture sizes in Markdown: left out and reported, or small HTML that is read again (Drop|Html; default: Drop) */
  Styling?: "Drop" | "Html";
  /** for documents of strangers: Links=Web, RemotePictures=No and Html=Drop at once, of which keys behind it may say something else; and cells of written CSV that a spreadsheet would take for a formula begin with an apostrophe (Yes|No; default: No) */
  Untrusted?: boolean | "Yes" | "No";
  /** what DETECT takes input for that begins like no other format (Markdown|Text; default: Markdown) */
  Otherwise?: "Markdown" | "Text";
  /** code page of Markdown and plain text, in and out; 65001: UTF-8; 0: the system's ANSI page; 1200: UTF-16 in bytes, as a VB6 string has them (say its length), without a mark; 1201: the same with the high byte first (a code page number from 0 to 65535; default: 65001) */
  CodePage?: number | `${number}`;
  /** largest input in bytes (a size up to 2 GB; default: 64MB) */
  MaxInput?: Size;
  /** largest output in bytes, without its NUL; 0: 1 MB and 10 times the input, 64 times towards RTF, with what cells of tables and pictures of files take beside that, and with Target=RichEdit two of the largest pictures (a size up to 2 GB; default: 0) */
  MaxOutput?: Size;
  /** deepest nesting of groups and containers; deeper is flattened and reported (1 to 1000; default: 256) */
  MaxNesting?: number | `${number}`;
  /** widest table in columns; more are joined into the last. CSV has no limit where none is set, and more than a set one are LIMIT_REACHED (1 to 1000; default: 64) */
  MaxColumns?: number | `${number}`;
  /** most table cells in a document. CSV has no limit where none is set, and more than a set one are LIMIT_REACHED (1 to 100000000; default: 100000) */
  MaxCells?: number | `${number}`;
  /** largest picture in bytes, decoded (a size up to 2 GB; default: 16MB) */
  MaxPicture?: Size;
  /** bytes that the library may hold in this process; 0: no limit. The converter created last with this key sets the process's limit for as long as it lives; a converter with a stricter limit keeps to its own (a size; default: 0 (512MB in 32-bit processes)) */
  MemoryLimit?: Size;
  /** how long a conversion waits for memory, in milliseconds (0 to 86400000; default: 5000) */
  BusyTimeout?: number | `${number}`;
  /** how long a conversion may take, waiting for memory included, in milliseconds: one that takes longer ends with TIMEOUT; 0: as long as it takes (0 to 86400000; default: 0) */
  Timeout?: number | `${number}`;
  /** which classes of losses are reported: what a reader of the document would miss; or how things look on paper too (Content|Layout; default: Content) */
  Report?: "Content" | "Layout";
  /** whether a conversion that could not keep something fails with LOSS, which names what was lost first and where; Yes: of every kind of the class Content; or of these kinds, with commas between, such as object,picture (No|Yes|kinds of the report; default: No) */
  Strict?: boolean | "Yes" | "No" | LossKind | readonly LossKind[];
  /** CSV: what stands between cells; Auto: the one that a line sep=; names or that divides the first lines best, and a comma in what is written (Auto|Comma|Semicolon|Tab|Pipe|one character in braces; default: Auto) */
  Delimiter?: "Auto" | "Comma" | "Semicolon" | "Tab" | "Pipe" | (string & {});
  /** CSV: whether the first line says what the columns are. Auto: it does, and a header row that is empty is not written; No: none is read or written (Auto|Yes|No; default: Auto) */
  HeaderRow?: "Auto" | "Yes" | "No" | boolean;
  /** CSV written: which table of the document, counted from 1; of all, each after the first stands behind an empty line (a number, 0 for all; default: 1) */
  Table?: number | `${number}`;
  /** CSV written: what the cells have that a merged one covers: nothing, or its words (Empty|Repeat; default: Empty) */
  Merged?: "Empty" | "Repeat";
  /** CSV written: whether a byte order mark begins it, which Excel wants of UTF-8 (Yes|No; default: No) */
  Bom?: boolean | "Yes" | "No";
  /** Markdown written: the marker of bullet lists (-|*|+; default: -) */
  Bullet?: "-" | "*" | "+";
  /** Markdown written: what code blocks are fenced with (Backtick|Tilde; default: Backtick) */
  Fence?: "Backtick" | "Tilde";
  /** Markdown written: what stands around emphasis and strong text, where it can (*|_; default: *) */
  Emphasis?: "*" | "_";
  /** Markdown written: length of paragraphs' lines in characters; 0: lines stay as they are (0, or 20 to 1000; default: 0) */
  Wrap?: number | `${number}`;
  /** line ends of Markdown and plain text written; text boxes of Windows want CRLF (LF|CRLF; default: LF) */
  LineEnds?: "LF" | "CRLF";
  /** Markdown that is still arriving: what is open at its end is closed, what can't be told yet waits (Yes|No; default: No) */
  Arriving?: boolean | "Yes" | "No";
  /** Markdown: pipe tables (Yes|No; default: Yes) */
  Tables?: boolean | "Yes" | "No";
  /** Markdown: ~~text~~ (Yes|No; default: Yes) */
  Strikethrough?: boolean | "Yes" | "No";
  /** Markdown: - [x] item (Yes|No; default: Yes) */
  TaskLists?: boolean | "Yes" | "No";
  /** Markdown: bare addresses are links (Yes|No; default: Yes) */
  Autolinks?: boolean | "Yes" | "No";
  /** Markdown: [^1] and [^1]: text (Yes|No; default: Yes) */
  Footnotes?: boolean | "Yes" | "No";
  /** Markdown: # Title {#id} (Yes|No; default: No) */
  HeadingAttributes?: boolean | "Yes" | "No";
  /** Markdown: a term, then : its definition (Yes|No; default: No) */
  DefinitionLists?: boolean | "Yes" | "No";
  /** Markdown: $x$ and $$x$$; \( \) and \[ \] are read too; RTF: formulas as Word has them; HTML: MathML with its TeX beside it, which is read in any case; in mails, and without this option, TeX alone (Yes|No; default: No) */
  Math?: boolean | "Yes" | "No";
  /** Markdown: > [!NOTE] (Yes|No; default: Yes) */
  Alerts?: boolean | "Yes" | "No";
  /** Markdown: ^super^ and ~sub~ (Yes|No; default: No) */
  SuperSub?: boolean | "Yes" | "No";
  /** Markdown: a YAML block at the top. Auto: what looks like keys and values is kept as it stands, title, author, subject and keywords also as the document's; Yes: whatever stands there, and where a document has no such block one is written of its title, author and other properties (Auto|Yes|No; default: Auto) */
  FrontMatter?: "Auto" | "Yes" | "No" | boolean;
  /** Markdown: typographic quotes and dashes (Yes|No; default: No) */
  SmartPunctuation?: boolean | "Yes" | "No";
}

/** Every option, in the order of the documentation. */
export const options: readonly OptionRow[] = [
  { key: "Target", kind: "choice", values: ["Both", "Word", "RichEdit", "Report"], isOpen: false, shape: "Both|Word|RichEdit|Report", default: "Both", what: "which hosts the written RTF is for; Report: what report writers such as Crystal draw, fonts, colours, alignment, indents and tabs, so that markers of lists and tables are text" },
  { key: "Theme", kind: "choice", values: ["Default", "Classic", "Modern", "Print", "Compact"], isOpen: false, shape: "Default|Classic|Modern|Print|Compact", default: "Default", what: "look of the written RTF: typefaces, sizes, spacing, tables, colours" },
  { key: "Page", kind: "choice", values: ["A4", "A5", "Letter", "Legal"], isOpen: false, shape: "A4|A5|Letter|Legal", default: "", what: "paper of the written RTF; empty: the template's, or Letter" },
  { key: "Margins", kind: "text", values: [], isOpen: false, shape: "a length, or top,right,bottom,left", default: "", what: "margins of the written RTF in mm, cm, in or pt, such as 25mm; empty: the template's, or 1in" },
  { key: "PageHeader", kind: "text", values: [], isOpen: false, shape: "text with {page}, {pages}, {title} and {date}, in quotes", default: "", what: "what stands at the top of every page of written RTF and, with HtmlOut=Page, of printed HTML, such as \"{page} of {pages}\"; tabs part left, middle and right; empty: the template's, or nothing. Formats without pages have none" },
  { key: "PageFooter", kind: "text", values: [], isOpen: false, shape: "text with {page}, {pages}, {title} and {date}, in quotes", default: "", what: "the same at the foot of every page" },
  { key: "Contents", kind: "switch", values: ["Yes", "No"], isOpen: false, shape: "No|Yes", default: "No", what: "whether written RTF and HTML begin with a table of contents of the headings of levels 1 to 3, where the document has none; in Markdown one stands where a paragraph says [TOC]" },
  { key: "BodyFont", kind: "text", values: [], isOpen: false, shape: "a typeface", default: "", what: "typeface of running text; empty: the template's or the theme's, such as Calibri" },
  { key: "BodySize", kind: "number", values: [], isOpen: false, shape: "1 to 400", default: "", what: "size of running text in points, halves allowed, which all other sizes follow; empty: the template's or the theme's, such as 11" },
  { key: "CodeFont", kind: "text", values: [], isOpen: false, shape: "a typeface", default: "", what: "typeface of code; empty: the template's or the theme's, such as Consolas" },
  { key: "HeadingFont", kind: "text", values: [], isOpen: false, shape: "a typeface", default: "", what: "typeface of headings; empty: the template's or the theme's, or the body's" },
  { key: "Images", kind: "choice", values: ["Embed", "Skip"], isOpen: false, shape: "Embed|Skip", default: "Embed", what: "pictures of RTF: as data URIs, left out, or as files of a folder, named by their content" },
  { key: "Highlight", kind: "switch", values: ["Yes", "No"], isOpen: false, shape: "No|Yes", default: "No", what: "whether code of written RTF and HTML has colours, where its language is known" },
  { key: "Styles", kind: "choice", values: ["Used", "All"], isOpen: false, shape: "Used|All", default: "Used", what: "which styles written RTF has; All: every one of the theme, to start a template from" },
  { key: "LinkBase", kind: "text", values: [], isOpen: false, shape: "a folder or an address", default: "", what: "folder or address below which links are written relative to it, in every direction; empty: the document's own folder where a file is converted to a file, else none" },
  { key: "Changes", kind: "choice", values: ["Auto", "Accept", "Reject", "Markup"], isOpen: false, shape: "Auto|Accept|Reject|Markup", default: "Auto", what: "tracked changes: kept where the output has some (RTF) and accepted elsewhere; accepted; rejected; or kept everywhere, in Markdown and text as {++new++}{--old--}, which Markdown is then read by too" },
  { key: "Comments", kind: "choice", values: ["Auto", "Drop", "Keep"], isOpen: false, shape: "Auto|Drop|Keep", default: "Auto", what: "comments: kept where the output has some (RTF), and left out and reported elsewhere; left out; or kept everywhere" },
  { key: "Headers", kind: "choice", values: ["Drop", "Keep"], isOpen: false, shape: "Drop|Keep", default: "Drop", what: "headers and footers of RTF: left out and reported, or kept as paragraphs before and behind the text, each text once" },
  { key: "Links", kind: "choice", values: ["Safe", "Web", "All"], isOpen: false, shape: "Safe|Web|All", default: "Safe", what: "addresses that stay: all but javascript, vbscript and data other than pictures of pixels; or http, https, mailto, tel, relative ones and # only; or all. A link that goes leaves its text, and is reported" },
  { key: "RemotePictures", kind: "switch", values: ["Yes", "No"], isOpen: false, shape: "Yes|No", default: "No", what: "whether written RTF has pictures that its host fetches from another machine or by a scheme when it opens it; else they are links in the style Image Link, and reported" },
  { key: "Html", kind: "choice", values: ["Keep", "Convert", "Escape", "Drop", "Pass"], isOpen: false, shape: "Keep|Convert|Escape|Drop|Pass", default: "Keep", what: "raw HTML in Markdown: comes back as it was, becomes what it means (tables, pictures), is shown as text, is left out and reported, or is kept and stands in written HTML as it is, scripts too, and all else as cmark-gfm writes it" },
  { key: "HtmlOut", kind: "choice", values: ["Fragment", "Page", "Clipboard", "Mail"], isOpen: false, shape: "Fragment|Page|Clipboard|Mail", default: "Fragment", what: "written HTML: a part of a page; a page with the theme's style sheet; the clipboard's HTML Format; or a mail, whose pictures are data, or with Images=Folder: files whose names are their cids" },
  { key: "IdPrefix", kind: "text", values: [], isOpen: false, shape: "up to 32 letters, digits, - or _", default: "", what: "what identifiers of written HTML begin with, so that none is one of the page around it" },
  { key: "ComplexTables", kind: "choice", values: ["Html", "Flatten"], isOpen: false, shape: "Html|Flatten", default: "Html", what: "tables with merged cells or blocks in cells in Markdown: HTML that is read as the same table, or pipes with the lines of such cells, reported" },
  { key: "Styling", kind: "choice", values: ["Drop", "Html"], isOpen: false, shape: "Drop|Html", default: "Drop", what: "colours, alignment, page breaks and picture sizes in Markdown: left out and reported, or small HTML that is read again" },
  { key: "Untrusted", kind: "switch", values: ["Yes", "No"], isOpen: false, shape: "Yes|No", default: "No", what: "for documents of strangers: Links=Web, RemotePictures=No and Html=Drop at once, of which keys behind it may say something else; and cells of written CSV that a spreadsheet would take for a formula begin with an apostrophe" },
  { key: "Otherwise", kind: "choice", values: ["Markdown", "Text"], isOpen: false, shape: "Markdown|Text", default: "Markdown", what: "what DETECT takes input for that begins like no other format" },
  { key: "CodePage", kind: "number", values: [], isOpen: false, shape: "a code page number from 0 to 65535", default: "65001", what: "code page of Markdown and plain text, in and out; 65001: UTF-8; 0: the system's ANSI page; 1200: UTF-16 in bytes, as a VB6 string has them (say its length), without a mark; 1201: the same with the high byte first" },
  { key: "MaxInput", kind: "size", values: [], isOpen: false, shape: "a size up to 2 GB", default: "64MB", what: "largest input in bytes" },
  { key: "MaxOutput", kind: "size", values: [], isOpen: false, shape: "a size up to 2 GB", default: "0", what: "largest output in bytes, without its NUL; 0: 1 MB and 10 times the input, 64 times towards RTF, with what cells of tables and pictures of files take beside that, and with Target=RichEdit two of the largest pictures" },
  { key: "MaxNesting", kind: "number", values: [], isOpen: false, shape: "1 to 1000", default: "256", what: "deepest nesting of groups and containers; deeper is flattened and reported" },
  { key: "MaxColumns", kind: "number", values: [], isOpen: false, shape: "1 to 1000", default: "64", what: "widest table in columns; more are joined into the last. CSV has no limit where none is set, and more than a set one are LIMIT_REACHED" },
  { key: "MaxCells", kind: "number", values: [], isOpen: false, shape: "1 to 100000000", default: "100000", what: "most table cells in a document. CSV has no limit where none is set, and more than a set one are LIMIT_REACHED" },
  { key: "MaxPicture", kind: "size", values: [], isOpen: false, shape: "a size up to 2 GB", default: "16MB", what: "largest picture in bytes, decoded" },
  { key: "MemoryLimit", kind: "size", values: [], isOpen: false, shape: "a size", default: "0 (512MB in 32-bit processes)", what: "bytes that the library may hold in this process; 0: no limit. The converter created last with this key sets the process's limit for as long as it lives; a converter with a stricter limit keeps to its own" },
  { key: "BusyTimeout", kind: "number", values: [], isOpen: false, shape: "0 to 86400000", default: "5000", what: "how long a conversion waits for memory, in milliseconds" },
  { key: "Timeout", kind: "number", values: [], isOpen: false, shape: "0 to 86400000", default: "0", what: "how long a conversion may take, waiting for memory included, in milliseconds: one that takes longer ends with TIMEOUT; 0: as long as it takes" },
  { key: "Report", kind: "choice", values: ["Content", "Layout"], isOpen: false, shape: "Content|Layout", default: "Content", what: "which classes of losses are reported: what a reader of the document would miss; or how things look on paper too" },
  { key: "Strict", kind: "losses", values: [], isOpen: false, shape: "No|Yes|kinds of the report", default: "No", what: "whether a conversion that could not keep something fails with LOSS, which names what was lost first and where; Yes: of every kind of the class Content; or of these kinds, with commas between, such as object,picture" },
  { key: "Delimiter", kind: "choice", values: ["Auto", "Comma", "Semicolon", "Tab", "Pipe"], isOpen: true, shape: "Auto|Comma|Semicolon|Tab|Pipe|one character in braces", default: "Auto", what: "CSV: what stands between cells; Auto: the one that a line sep=; names or that divides the first lines best, and a comma in what is written" },
  { key: "HeaderRow", kind: "choice", values: ["Auto", "Yes", "No"], isOpen: false, shape: "Auto|Yes|No", default: "Auto", what: "CSV: whether the first line says what the columns are. Auto: it does, and a header row that is empty is not written; No: none is read or written" },
  { key: "Table", kind: "number", values: [], isOpen: false, shape: "a number, 0 for all", default: "1", what: "CSV written: which table of the document, counted from 1; of all, each after the first stands behind an empty line" },
  { key: "Merged", kind: "choice", values: ["Empty", "Repeat"], isOpen: false, shape: "Empty|Repeat", default: "Empty", what: "CSV written: what the cells have that a merged one covers: nothing, or its words" },
  { key: "Bom", kind: "switch", values: ["Yes", "No"], isOpen: false, shape: "Yes|No", default: "No", what: "CSV written: whether a byte order mark begins it, which Excel wants of UTF-8" },
  { key: "Bullet", kind: "choice", values: ["-", "*", "+"], isOpen: false, shape: "-|*|+", default: "-", what: "Markdown written: the marker of bullet lists" },
  { key: "Fence", kind: "choice", values: ["Backtick", "Tilde"], isOpen: false, shape: "Backtick|Tilde", default: "Backtick", what: "Markdown written: what code blocks are fenced with" },
  { key: "Emphasis", kind: "choice", values: ["*", "_"], isOpen: false, shape: "*|_", default: "*", what: "Markdown written: what stands around emphasis and strong text, where it can" },
  { key: "Wrap", kind: "number", values: [], isOpen: false, shape: "0, or 20 to 1000", default: "0", what: "Markdown written: length of paragraphs' lines in characters; 0: lines stay as they are" },
  { key: "LineEnds", kind: "choice", values: ["LF", "CRLF"], isOpen: false, shape: "LF|CRLF", default: "LF", what: "line ends of Markdown and plain text written; text boxes of Windows want CRLF" },
  { key: "Arriving", kind: "switch", values: ["Yes", "No"], isOpen: false, shape: "Yes|No", default: "No", what: "Markdown that is still arriving: what is open at its end is closed, what can't be told yet waits" },
  { key: "Tables", kind: "switch", values: ["Yes", "No"], isOpen: false, shape: "Yes|No", default: "Yes", what: "Markdown: pipe tables" },
  { key: "Strikethrough", kind: "switch", values: ["Yes", "No"], isOpen: false, shape: "Yes|No", default: "Yes", what: "Markdown: ~~text~~" },
  { key: "TaskLists", kind: "switch", values: ["Yes", "No"], isOpen: false, shape: "Yes|No", default: "Yes", what: "Markdown: - [x] item" },
  { key: "Autolinks", kind: "switch", values: ["Yes", "No"], isOpen: false, shape: "Yes|No", default: "Yes", what: "Markdown: bare addresses are links" },
  { key: "Footnotes", kind: "switch", values: ["Yes", "No"], isOpen: false, shape: "Yes|No", default: "Yes", what: "Markdown: [^1] and [^1]: text" },
  { key: "HeadingAttributes", kind: "switch", values: ["Yes", "No"], isOpen: false, shape: "Yes|No", default: "No", what: "Markdown: # Title {#id}" },
  { key: "DefinitionLists", kind: "switch", values: ["Yes", "No"], isOpen: false, shape: "Yes|No", default: "No", what: "Markdown: a term, then : its definition" },
  { key: "Math", kind: "switch", values: ["Yes", "No"], isOpen: false, shape: "Yes|No", default: "No", what: "Markdown: $x$ and $$x$$; \\( \\) and \\[ \\] are read too; RTF: formulas as Word has them; HTML: MathML with its TeX beside it, which is read in any case; in mails, and without this option, TeX alone" },
  { key: "Alerts", kind: "switch", values: ["Yes", "No"], isOpen: false, shape: "Yes|No", default: "Yes", what: "Markdown: > [!NOTE]" },
  { key: "SuperSub", kind: "switch", values: ["Yes", "No"], isOpen: false, shape: "Yes|No", default: "No", what: "Markdown: ^super^ and ~sub~" },
  { key: "FrontMatter", kind: "choice", values: ["Auto", "Yes", "No"], isOpen: false, shape: "Auto|Yes|No", default: "Auto", what: "Markdown: a YAML block at the top. Auto: what looks like keys and values is kept as it stands, title, author, subject and keywords also as the document's; Yes: whatever stands there, and where a document has no such block one is written of its title, author and other properties" },
  { key: "SmartPunctuation", kind: "switch", values: ["Yes", "No"], isOpen: false, shape: "Yes|No", default: "No", what: "Markdown: typographic quotes and dashes" },
];
