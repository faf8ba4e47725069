// The entry for Node and what is like it: the WebAssembly is a file beside this one.

import { readFile } from "node:fs/promises";
import { entry, type Load, type LazyConvert } from "./lazy.js";

const own = entry(() => readFile(new URL("./legacybridge.wasm", import.meta.url)));

/** Makes a library of its own: with the WebAssembly of this package, or with what it is given. */
export const load: Load = own.load;

/** Converts a document with a library that is loaded at the first call. */
export const convert: LazyConvert = own.convert;

export * from "./public.js";
