// What every entry of this package has beside `load` and `convert`.

export { LegacyBridge } from "./bridge.js";
export type {
  CheckSettings,
  Conversion,
  ConversionStatistics,
  Finding,
  Findings,
  Settings,
  Source,
  Statistics,
} from "./bridge.js";
export { LegacyBridgeError, type Report } from "./error.js";
export { connectionString } from "./options.js";
export { formats, losses, options, statuses, version } from "./tables.js";
export type {
  Format,
  FormatRow,
  Loss,
  LossKind,
  LossRow,
  OptionKind,
  OptionRow,
  Options,
  OutputFormat,
  Size,
  StatusName,
  StatusRow,
} from "./tables.js";
