// What the build put into the page: the worker's source and the library's WebAssembly.

import source from "virtual:worker";

/** The worker, as one script. */
export const workerSource: string = source;

/** The library, compiled once for all workers. In the page it stands compressed, in letters. */
export async function webAssembly(): Promise<WebAssembly.Module> {
  const letters = document.getElementById("wasm")?.textContent?.trim() ?? "";
  const bytes = Uint8Array.from(atob(letters), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return WebAssembly.compile(await new Response(stream).arrayBuffer());
}
