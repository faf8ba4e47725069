// Why something failed, as it can be sent from the worker to the page.

import { LegacyBridgeError } from "legacybridge";
import type { Failure } from "./protocol.js";

/** `BROKEN` is all that is no answer of the library's: a trap, a lost instance, memory of the browser's. */
export function failureOf(error: unknown): Failure {
  if (error instanceof LegacyBridgeError) {
    const { code, status, message, offset } = error;
    return offset === undefined ? { code, status, message } : { code, status, message, offset };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { code: "BROKEN", status: 0, message };
}
