// Options as an object, and the connection string that they are.
//
// Shape   { BodyFont: "Arial", Math: true, Strict: ["object"] } is `BodyFont={Arial};Math={Yes};Strict={object}`.
// Errors  BAD_OPTION for what is no value; the library says what else is wrong.

import { LegacyBridgeError, numberOf } from "./error.js";
import type { Options } from "./tables.js";

/** Options as the connection string of the other languages: `BodyFont=Arial;Math=Yes`. */
export function connectionString(options: Options | string | undefined): string {
  if (options === undefined || typeof options === "string") {
    return options ?? "";
  }
  if (options === null || typeof options !== "object" || Array.isArray(options)) {
    throw new LegacyBridgeError(numberOf("BAD_OPTION"), "options are an object or a string");
  }
  let text = "";
  for (const [key, value] of Object.entries(options)) {
    if (value === undefined) {
      continue;
    }
    // A key may not say something else than itself.
    if (/[=;]/.test(key)) {
      throw new LegacyBridgeError(numberOf("BAD_OPTION"), `unknown option ${JSON.stringify(key)}`);
    }
    text += `${text && ";"}${key}={${wordOf(key, value).replaceAll("}", "}}")}}`;
  }
  return text;
}

function wordOf(key: string, value: unknown): string {
  switch (typeof value) {
    case "string":
      return value;
    case "boolean":
      return value ? "Yes" : "No";
    case "number":
    case "bigint":
      return String(value);
    default:
      if (Array.isArray(value) && value.every((one) => typeof one === "string")) {
        return value.length > 0 ? value.join(",") : "No";
      }
      throw new LegacyBridgeError(
        numberOf("BAD_OPTION"),
        `option ${key} takes a string, a number, true or false, not ${value === null ? "null" : typeof value}`,
      );
  }
}
