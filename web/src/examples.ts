// The documents that are in the page. The list stands in build.mjs, the documents in the source tree.

import type { Format, OutputFormat } from "legacybridge";
import found from "virtual:examples";

export interface Example {
  title: string;
  file: string;
  format: Format;
  to: OutputFormat;
  /** Text; of RTF one letter for each byte. */
  text: string;
}

export const examples = found as Example[];
