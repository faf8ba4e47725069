// Why a conversion failed.
//
// Units   an offset counts in what the caller gave: bytes of a Uint8Array, UTF-16 units of a string.

import { statuses, type Loss, type StatusName } from "./tables.js";

/** What a conversion could not keep: one entry for each kind. */
export type Report = readonly Loss[];

/** The only error that this package throws. */
export class LegacyBridgeError extends Error {
  override readonly name = "LegacyBridgeError";
  /** The number of the C interface, below 0. */
  readonly status: number;
  /** The name of that number, such as `BAD_ENCODING`. */
  readonly code: StatusName;
  /** Where in the input, if a place is known: bytes of a Uint8Array, UTF-16 units of a string. Of
   * `BAD_OPTION` where in the options, if those were a string. */
  readonly offset: number | undefined;
  /** What had been lost when the conversion failed; above all where it failed with `LOSS`. */
  readonly report: Report;

  constructor(status: number, message: string, offset?: number, report: Report = []) {
    super(message);
    this.status = status;
    this.code = statuses.find((row) => row.number === status)?.name ?? "INTERNAL";
    this.offset = offset;
    this.report = report;
  }
}

/** The number of a status. */
export function numberOf(name: StatusName): number {
  return statuses.find((row) => row.name === name)!.number;
}
