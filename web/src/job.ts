// A folder's job: its worker, its progress, its ZIP.
//
// Shape   a job has a worker of its own, so that typing goes on beside it. The ZIP's pieces are handed to the
//         browser as they come, which may keep them on disk.
// Errors  a lost worker or a cancelled job gives no ZIP.

import type { OutputFormat } from "legacybridge";
import type { Workshop } from "./engine.js";
import type { Answer, Ask, Entry, FileResult } from "./protocol.js";

export type Outcome = { zip: Blob } | { cancelled: true } | { message: string };

export class Job {
  #worker: Worker | undefined;
  #isCancelled = false;
  #end: ((outcome: Outcome) => void) | undefined;

  /** Converts all and gives the ZIP; `told` hears of each file. */
  async run(
    workshop: Workshop,
    entries: Entry[],
    to: OutputFormat,
    options: string,
    told: (result: FileResult, done: number) => void,
  ): Promise<Outcome> {
    const worker = await workshop.worker();
    this.#worker = worker;
    const pieces: Blob[] = [];
    try {
      return await new Promise<Outcome>((resolve) => {
        this.#end = resolve;
        if (this.#isCancelled) {
          resolve({ cancelled: true });
        }
        worker.onerror = (event) => {
          event.preventDefault();
          resolve({ message: event.message });
        };
        worker.onmessage = ({ data }: MessageEvent<Answer>) => {
          switch (data.kind) {
            case "piece":
              pieces.push(new Blob([data.bytes]));
              break;
            case "file":
              if (!this.#isCancelled) {
                told(data.result, data.done);
              }
              break;
            case "failed":
              resolve({ message: data.failure.message });
              break;
            case "done":
              resolve({ zip: new Blob(pieces, { type: "application/zip" }) });
              break;
          }
        };
        worker.postMessage({ kind: "batch", id: 0, entries, to, options } satisfies Ask);
      });
    } finally {
      worker.terminate();
    }
  }

  /** Ends the job now, whatever it is at. */
  cancel(): void {
    this.#isCancelled = true;
    this.#worker?.terminate();
    this.#end?.({ cancelled: true });
  }
}
