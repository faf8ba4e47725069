// `load` and `convert` for an entry of this package, which says where its WebAssembly is.

import { LegacyBridge, type Conversion, type Settings, type Source } from "./bridge.js";

export type Load = (source?: Source | PromiseLike<Source>) => Promise<LegacyBridge>;
export type LazyConvert = (input: string | Uint8Array, settings: Settings) => Promise<Conversion>;

/** Compiles what it is given. */
export async function compiled(source: Source | PromiseLike<Source>): Promise<WebAssembly.Module> {
  const given = await source;
  if (given instanceof WebAssembly.Module) {
    return given;
  }
  if (typeof Response !== "undefined" && given instanceof Response) {
    if (!given.ok) {
      throw new Error(`legacybridge.wasm could not be fetched: ${given.status} ${given.statusText}`);
    }
    return WebAssembly.compile(await given.arrayBuffer());
  }
  return WebAssembly.compile(given as BufferSource);
}

/** The functions of an entry whose own WebAssembly `fetched` gives. */
export function entry(fetched: () => PromiseLike<Source>): { load: Load; convert: LazyConvert } {
  let own: Promise<WebAssembly.Module> | undefined;
  let shared: Promise<LegacyBridge> | undefined;

  const load: Load = async (source) => {
    if (source !== undefined) {
      return new LegacyBridge(await compiled(source));
    }
    own ??= compiled(fetched());
    // What failed once may work the next time.
    own.catch(() => (own = undefined));
    return new LegacyBridge(await own);
  };

  const convert: LazyConvert = async (input, settings) => {
    shared ??= load();
    shared.catch(() => (shared = undefined));
    return (await shared).convert(input, settings);
  };

  return { load, convert };
}
