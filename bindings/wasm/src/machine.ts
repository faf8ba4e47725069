// One instance of the library's WebAssembly: its memory, its functions, and what it says.
//
// Shape   a call writes its input to a room of the instance, and reads the answer before the next call.
// Errors  `LegacyBridgeError` for what the library says. Whatever else is thrown (`Stopped`, a trap of the
//         engine's) leaves the instance in disorder: throw it away.

import { LegacyBridgeError, numberOf, type Report } from "./error.js";

interface Exports {
  memory: WebAssembly.Memory;
  lb_start(): void;
  lb_room(which: number, length: number): number;
  lb_answer(): number;
  lb_open(): number;
  lb_close(handle: number): number;
  lb_convert(handle: number, from: number, to: number, fills: number): number;
  lb_check(handle: number, from: number): number;
  lb_detect(): number;
  lb_statistics(): number;
  lb_memory(peak: number): number;
  lb_forget(all: number): void;
}

/** The library could not go on, and said why. */
export class Stopped extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** What a call has answered. */
export interface Answer {
  output: Uint8Array;
  /** The output as text, where it is some in another encoding than UTF-8. */
  text: string | undefined;
  report: Report;
}

/** So many converters are kept for options that come again. */
const KEPT = 16;
const NOWHERE = 0xffffffff;
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Text of UTF-8. */
export function textOf(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

export class Machine {
  readonly #exports: Exports;
  readonly #answer: number;
  #bytes: Uint8Array;
  #numbers: Uint32Array;
  /** Handles by their options, the oldest first. */
  readonly #handles = new Map<string, number>();
  /** Conversions that have begun here. */
  calls = 0;

  constructor(module: WebAssembly.Module) {
    const host = {
      milliseconds: () => performance.now(),
      fail_with: (status: number, at: number, length: number) => {
        throw new Stopped(status, textOf(this.#view().subarray(at, at + length)));
      },
    };
    this.#exports = new WebAssembly.Instance(module, { host }).exports as unknown as Exports;
    this.#bytes = new Uint8Array(this.#exports.memory.buffer);
    this.#numbers = new Uint32Array(this.#exports.memory.buffer);
    this.#exports.lb_start();
    this.#answer = this.#exports.lb_answer() >>> 2;
  }

  /** Converts; `values` are JSON that the document is filled with. */
  convert(options: string, from: number, to: number, input: Uint8Array, values?: Uint8Array): Answer {
    const handle = this.#handle(options);
    this.calls++;
    this.#put(0, input);
    if (values) {
      this.#put(1, values);
    }
    this.#checked(this.#exports.lb_convert(handle, from, to, values ? 1 : 0));
    return this.#answered();
  }

  /** What is wrong with a document, as JSON. */
  check(options: string, from: number, input: Uint8Array): string {
    const handle = this.#handle(options);
    this.calls++;
    this.#put(0, input);
    this.#checked(this.#exports.lb_check(handle, from));
    return textOf(this.#answered().output);
  }

  /** The number of the format that an input begins like, or 0. */
  detect(input: Uint8Array): number {
    this.#put(0, input);
    return this.#checked(this.#exports.lb_detect());
  }

  /** The figures, as JSON. */
  statistics(): string {
    this.#checked(this.#exports.lb_statistics());
    return textOf(this.#answered().output);
  }

  /** Bytes in use, the most that were, and what the engine has set aside. */
  memory(): { inUse: number; peak: number; reserved: number } {
    const { lb_memory, memory } = this.#exports;
    return { inUse: lb_memory(0) >>> 0, peak: lb_memory(1) >>> 0, reserved: memory.buffer.byteLength };
  }

  /** The handle of a converter with these options. */
  #handle(options: string): number {
    const known = this.#handles.get(options);
    if (known !== undefined) {
      return known;
    }
    this.#put(0, new TextEncoder().encode(options));
    const handle = this.#checked(this.#exports.lb_open());
    if (this.#handles.size >= KEPT) {
      const [oldest, of] = this.#handles.entries().next().value!;
      this.#handles.delete(oldest);
      this.#exports.lb_close(of);
    }
    this.#handles.set(options, handle);
    return handle;
  }

  #put(which: number, bytes: Uint8Array): void {
    const at = this.#exports.lb_room(which, bytes.length) >>> 0;
    if (at === 0) {
      throw new LegacyBridgeError(numberOf("MEMORY_LIMIT"), "there is no memory for the input");
    }
    this.#view().set(bytes, at);
  }

  /** The memory as it is now: it moves when it grows. */
  #view(): Uint8Array {
    const { buffer } = this.#exports.memory;
    if (this.#bytes.buffer !== buffer) {
      this.#bytes = new Uint8Array(buffer);
      this.#numbers = new Uint32Array(buffer);
    }
    return this.#bytes;
  }

  /** The value of a call, or its error. */
  #checked(value: number): number {
    if (value >= 0) {
      return value;
    }
    const report = this.#report();
    const message = textOf(this.#part(6));
    const offset = this.#numbers[this.#answer + 8]!;
    this.#exports.lb_forget(0);
    throw new LegacyBridgeError(value, message, offset === NOWHERE ? undefined : offset, report);
  }

  #answered(): Answer {
    const report = this.#report();
    const output = this.#part(0).slice();
    const text = this.#has(2) ? textOf(this.#part(2)) : undefined;
    this.#exports.lb_forget(0);
    return { output, text, report };
  }

  #report(): Report {
    return this.#has(4) ? JSON.parse(textOf(this.#part(4))) : [];
  }

  /** Whether there is anything in a part of the answer. */
  #has(number: number): boolean {
    this.#view();
    return this.#numbers[this.#answer + number + 1]! > 0;
  }

  /** A part of the answer, valid until the next call. */
  #part(number: number): Uint8Array {
    const bytes = this.#view();
    const at = this.#numbers[this.#answer + number]!;
    return bytes.subarray(at, at + this.#numbers[this.#answer + number + 1]!);
  }
}
