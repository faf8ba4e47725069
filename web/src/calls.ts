// The call as it stands in programs of other languages: what to paste, for the formats and options chosen.
//
// Shape   one function for each language, of the same three things.

import type { Format, OutputFormat } from "legacybridge";
import { extensionOf } from "./names.js";

export interface Call {
  from: Format;
  to: OutputFormat;
  /** The connection string; may be empty. */
  options: string;
}

const PASCAL: Record<string, string> = {
  markdown: "Markdown",
  rtf: "Rtf",
  text: "Text",
  html: "Html",
  csv: "Csv",
  json: "Json",
  detect: "Detect",
};

const upper = (format: Format) => format.toUpperCase();
const pascal = (format: Format) => PASCAL[format] ?? format;
const c = (text: string) => `"${text.replace(/[\\"]/g, "\\$&")}"`;
const basic = (text: string) => `"${text.replaceAll('"', '""')}"`;
const delphi = (text: string) => `'${text.replaceAll("'", "''")}'`;
const extension = (format: Format) => (format === "detect" ? "txt" : extensionOf(format));

/** Languages in the order in which they are shown, with the guide of each. */
export const LANGUAGES: { name: string; guide: string; call: (call: Call) => string }[] = [
  {
    name: "C",
    guide: "docs/hosts/c-cpp.md",
    call: ({ from, to, options }) => `#include <legacybridge.h>

int32_t handle, length;
uint8_t *output;

if (legacybridge_create(${options ? c(options) : "NULL"}, &handle) == LEGACYBRIDGE_OK) {
    if (legacybridge_convert(handle, LEGACYBRIDGE_FORMAT_${upper(from)}, LEGACYBRIDGE_FORMAT_${upper(to)},
                             input, input_length, &output, &length) == LEGACYBRIDGE_OK) {
        fwrite(output, 1, (size_t)length, stdout);
        legacybridge_free(output);
    }
    legacybridge_destroy(handle);
}
`,
  },
  {
    name: "VB6",
    guide: "docs/hosts/vb6.md",
    call: ({ from, to, options }) => `' LegacyBridge.bas and CLegacyBridge.cls are in the project.
Dim bridge As New CLegacyBridge
Dim output As String
${options ? `bridge.Options = ${basic(options)}\n` : ""}output = bridge.Convert(LB_FORMAT_${upper(from)}, LB_FORMAT_${upper(to)}, document)
If bridge.Report <> "[]" Then Debug.Print bridge.Report
`,
  },
  {
    name: "Delphi",
    guide: "docs/hosts/delphi.md",
    call: ({ from, to, options }) => `uses LegacyBridge;

var
  Bridge: TLegacyBridge;
begin
  Bridge := TLegacyBridge.Create(${delphi(options)});
  try
    Output := Bridge.ConvertBytes(lb${pascal(from)}, lb${pascal(to)}, Input);
    Losses := Bridge.Report;
  finally
    Bridge.Free;
  end;
end;
`,
  },
  {
    name: "C#",
    guide: "docs/hosts/csharp.md",
    call: ({ from, to, options }) => `using LegacyBridge;

using (var converter = new Converter(${options ? c(options) : ""}))
{
    byte[] output = converter.Convert(Format.${pascal(from)}, Format.${pascal(to)}, input, out string report);
}
`,
  },
  {
    name: "Python",
    guide: "docs/hosts/python.md",
    call: ({ from, to, options }) => `import legacybridge as lb

with lb.Converter(${options ? c(options) : ""}) as converter:
    output, losses = converter.convert_reporting(lb.Format.${upper(from)}, lb.Format.${upper(to)}, document)
`,
  },
  {
    name: "JavaScript",
    guide: "docs/hosts/javascript.md",
    call: ({ from, to, options }) => `import { load } from "legacybridge";

const library = await load();
const { output, report } = library.convert(document, {
  from: "${from}",
  to: "${to}",${options ? `\n  options: ${JSON.stringify(options)},` : ""}
});
`,
  },
  {
    name: "Command line",
    guide: "README.md",
    call: ({ from, to, options }) =>
      `legacybridge input.${extension(from)}${from === "detect" ? "" : ` -f ${from}`} -o output.${extension(to)} -t ${to}${options ? ` --options "${options.replaceAll('"', '\\"')}"` : ""}\n`,
  },
];
