// The library, with an instance of its WebAssembly that is made anew when one broke.
//
// Shape   every call is synchronous and one conversion. An instance in which something went wrong that the
//         library could not put in order is thrown away; the next call has a new one.
// Units   times are milliseconds, sizes bytes; places as in `input.ts`.
// Errors  `LegacyBridgeError`, and nothing else.

import { LegacyBridgeError, numberOf, type Report } from "./error.js";
import { inputOf, type Input } from "./input.js";
import { Machine, Stopped, textOf, type Answer } from "./machine.js";
import { connectionString } from "./options.js";
import { formats, version, type Format, type Options, type OutputFormat } from "./tables.js";

/** What a conversion is told. */
export interface Settings {
  /** What the input is; `detect`, which it is by default, finds out. */
  from?: Format;
  /** What the output is to be. */
  to: OutputFormat;
  /** An object, or a connection string as the other languages have it: `BodyFont=Arial;Math=Yes`. */
  options?: Options | string;
}

/** What looking at a document is told. */
export interface CheckSettings {
  from?: Format;
  options?: Options | string;
}

/** What came of a conversion. */
export interface Conversion {
  /** The output as text. */
  output: string;
  /** The output as bytes: ASCII for RTF, else UTF-8, or what the option `CodePage` says. */
  bytes: Uint8Array;
  /** What could not be kept; empty where all was. */
  report: Report;
  statistics: ConversionStatistics;
}

/** How much one conversion was. */
export interface ConversionStatistics {
  milliseconds: number;
  bytesIn: number;
  bytesOut: number;
  /** Bytes that the library holds after it. */
  memoryInUse: number;
  /** The most that it held since the instance was made. */
  memoryPeak: number;
}

/** Something that is wrong with a document. */
export interface Finding {
  kind: string;
  message: string;
  /** Bytes of a Uint8Array, UTF-16 units of a string; `null` where no place is known, as below. */
  offset: number | null;
  /** Counted from 1. */
  line: number | null;
  /** In characters, counted from 1. */
  column: number | null;
}

/** What is wrong with a document. */
export interface Findings {
  valid: boolean;
  format: Format;
  findings: readonly Finding[];
}

/** The figures of the instance in use. What it counts begins anew with a new one. */
export interface Statistics {
  conversions: { done: number; failed: number; refused: number };
  bytesIn: number;
  bytesOut: number;
  milliseconds: number;
  memoryInUse: number;
  memoryPeak: number;
  /** What the engine has set aside; it doesn't shrink while the instance lives. */
  memoryReserved: number;
  /** How often the library has asked for memory, and how often it had some kept. */
  allocations: number;
  reused: number;
  internedStrings: number;
  /** Instances made so far: more than one where one broke or was released. */
  instances: number;
}

/** What the library's WebAssembly can be given as. */
export type Source = BufferSource | WebAssembly.Module | Response;

/** An instance that has grown beyond this is given back after a conversion. */
const LARGE = 256 * 1024 * 1024;

/** The library. Made by `load`, or of a compiled module. */
export class LegacyBridge {
  readonly version = version;
  readonly #module: WebAssembly.Module;
  #machine: Machine | undefined;
  #instances = 0;

  /** `module` is compiled from `legacybridge.wasm` of this version. */
  constructor(module: WebAssembly.Module) {
    this.#module = module;
    this.#run((machine) => machine.memory());
  }

  /** Converts a document. */
  convert(input: string | Uint8Array, settings: Settings): Conversion {
    return this.#convert(input, settings, undefined);
  }

  /** Puts values into the places that a document names, `{{name}}` and Word's merge fields, and converts
   * it. Values are an object that JSON can hold, or JSON. */
  fill(input: string | Uint8Array, values: object | string, settings: Settings): Conversion {
    const json = typeof values === "string" ? values : JSON.stringify(values);
    return this.#convert(input, settings, new TextEncoder().encode(json));
  }

  /** Looks at a document and says what is wrong with it. */
  check(input: string | Uint8Array, settings: CheckSettings = {}): Findings {
    const { from, options, given } = this.#given(input, settings);
    const json = this.#placed(given, () => this.#run((machine) => machine.check(options, numberOfFormat(from), given.bytes)));
    const findings = JSON.parse(json) as Findings;
    for (const finding of findings.findings) {
      finding.offset = finding.offset === null ? null : given.place(finding.offset);
    }
    return findings;
  }

  /** What an input begins like; `undefined` where it may be text or Markdown. */
  detect(input: string | Uint8Array): OutputFormat | undefined {
    const bytes = typeof input === "string" ? new TextEncoder().encode(input) : inputOf(input, "text", false).bytes;
    const number = this.#run((machine) => machine.detect(bytes));
    return formats.find((row) => row.number === number && row.number > 0)?.name as OutputFormat | undefined;
  }

  /** The figures of now. */
  statistics(): Statistics {
    return this.#run((machine) => {
      const { reserved } = machine.memory();
      return { ...JSON.parse(machine.statistics()), memoryReserved: reserved, instances: this.#instances };
    });
  }

  /** Gives the instance back, and its memory with it; the next call makes another. */
  release(): void {
    this.#machine = undefined;
  }

  #convert(input: string | Uint8Array, settings: Settings, values: Uint8Array | undefined): Conversion {
    const begun = performance.now();
    const { from, options, given } = this.#given(input, settings);
    const numbers = [numberOfFormat(from), numberOfFormat(settings.to)] as const;
    const bytesIn = given.bytes.length;
    let memory = { inUse: 0, peak: 0, reserved: 0 };
    const { output, text, report } = this.#placed(given, () =>
      this.#run((machine): Answer => {
        const answer = machine.convert(options, ...numbers, given.bytes, values);
        memory = machine.memory();
        return answer;
      }),
    );
    if (memory.reserved > LARGE) {
      this.release();
    }
    return {
      output: text ?? textOf(output),
      bytes: output,
      report: placedReport(report, given),
      statistics: {
        milliseconds: performance.now() - begun,
        bytesIn,
        bytesOut: output.length,
        memoryInUse: memory.inUse,
        memoryPeak: memory.peak,
      },
    };
  }

  #given(input: string | Uint8Array, { from = "detect", options }: CheckSettings) {
    const text = connectionString(options);
    const isPaged = /codepage/i.test(text);
    return { from, options: text, given: inputOf(input, from, isPaged) };
  }

  /** Runs a call whose errors have places of the library's. */
  #placed<T>(given: Input, call: () => T): T {
    try {
      return call();
    } catch (error) {
      const { status, code, message, offset, report } = error as LegacyBridgeError;
      const place = offset === undefined || code === "BAD_OPTION" ? offset : given.place(offset);
      throw new LegacyBridgeError(status, message, place, placedReport(report, given));
    }
  }

  /** Runs a call in the instance there is; one that breaks it is the last there. */
  #run<T>(call: (machine: Machine) => T): T {
    const wasUsed = (this.#machine?.calls ?? 0) > 0;
    try {
      return this.#once(call);
    } catch (error) {
      // What earlier calls have left may have stood in its way.
      const isShort = error instanceof LegacyBridgeError && error.code === "MEMORY_LIMIT";
      if (isShort && wasUsed && this.#machine === undefined) {
        return this.#once(call);
      }
      throw error;
    }
  }

  #once<T>(call: (machine: Machine) => T): T {
    try {
      if (this.#machine === undefined) {
        this.#machine = new Machine(this.#module);
        this.#instances++;
      }
      return call(this.#machine);
    } catch (error) {
      if (error instanceof LegacyBridgeError) {
        throw error;
      }
      this.#machine = undefined;
      if (error instanceof Stopped) {
        throw new LegacyBridgeError(error.status, error.message);
      }
      throw new LegacyBridgeError(
        numberOf("INTERNAL"),
        `internal error: the instance broke and was thrown away (${error instanceof Error ? error.message : String(error)}); the next call has a new one`,
      );
    }
  }
}

function placedReport(report: Report, given: Input): Report {
  return report.map((loss) => (loss.first === null ? loss : { ...loss, first: given.place(loss.first) }));
}

function numberOfFormat(name: Format): number {
  const row = formats.find((row) => row.name === name);
  if (row === undefined) {
    throw new LegacyBridgeError(numberOf("BAD_ARGUMENT"), `${JSON.stringify(name)} is no format: ${formats.map((row) => row.name).join(", ")}`);
  }
  return row.number;
}
