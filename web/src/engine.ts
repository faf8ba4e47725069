// The page's end of the worker: the latest wish is carried out, a lost worker is replaced.
//
// Shape   one worker at a time, with one document. While it converts, one wish waits: a newer one takes its
//         place. A conversion that a newer wish has made useless, and that takes long, is ended with its worker.
// Errors  `broken` is told when the worker was lost; the next wish has a fresh one.

import type { Statistics } from "legacybridge";
import type { Answer, Ask, ConvertAsk, Document } from "./protocol.js";

/** After so many milliseconds a conversion that nobody waits for any more is ended. */
const PATIENCE = 700;

export type Wish = Omit<ConvertAsk, "kind" | "id">;
type Failed = Extract<Answer, { kind: "failed" }>;

export interface Listener {
  begun(): void;
  answered(answer: Answer): void;
  ended(statistics: Statistics | undefined, milliseconds: number): void;
  failed(failed: Failed): void;
  broken(message: string): void;
}

/** Makes workers of the source and the library's WebAssembly that stand in the page. */
export class Workshop {
  readonly #address: string;
  readonly #module: Promise<WebAssembly.Module>;

  constructor(source: string, module: Promise<WebAssembly.Module>) {
    this.#address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
    this.#module = module;
  }

  async worker(): Promise<Worker> {
    const module = await this.#module;
    const worker = new Worker(this.#address);
    worker.postMessage({ kind: "start", module } satisfies Ask);
    return worker;
  }
}

export class Engine {
  readonly #workshop: Workshop;
  readonly #listener: Listener;
  #worker: Promise<Worker> | undefined;
  #document: Document = "";
  #isSent = false;
  #number = 0;
  #running: { id: number; since: number } | undefined;
  #waiting: Wish | undefined;
  #impatience = 0;
  readonly #riches = new Map<number, (answer: Answer | undefined) => void>();

  constructor(workshop: Workshop, listener: Listener) {
    this.#workshop = workshop;
    this.#listener = listener;
  }

  /** Whether nothing runs and nothing waits. */
  get isIdle(): boolean {
    return this.#running === undefined && this.#waiting === undefined;
  }

  /** The document of all wishes from now on. */
  give(document: Document): void {
    this.#document = document;
    this.#isSent = false;
  }

  /** Converts; an earlier wish that was not begun is forgotten. */
  convert(wish: Wish): void {
    this.#waiting = wish;
    if (this.#running === undefined) {
      void this.#next();
      return;
    }
    const { id, since } = this.#running;
    clearTimeout(this.#impatience);
    this.#impatience = window.setTimeout(
      () => {
        if (this.#running?.id === id && this.#waiting !== undefined) {
          this.#drop();
          void this.#next();
        }
      },
      Math.max(0, since + PATIENCE - performance.now()),
    );
  }

  /** The document as what programs paste: HTML, RTF and text. */
  async rich(from: ConvertAsk["from"], options: string): Promise<Answer | undefined> {
    const worker = await this.#ready();
    const id = ++this.#number;
    return new Promise((resolve) => {
      this.#riches.set(id, resolve);
      worker.postMessage({ kind: "rich", id, from, options } satisfies Ask);
    });
  }

  /** Ends what runs and what waits. */
  stop(): void {
    this.#waiting = undefined;
    if (this.#running !== undefined) {
      this.#drop();
      this.#listener.ended(undefined, 0);
    }
  }

  async #next(): Promise<void> {
    const wish = this.#waiting;
    if (wish === undefined || this.#running !== undefined) {
      return;
    }
    this.#waiting = undefined;
    const id = ++this.#number;
    this.#running = { id, since: performance.now() };
    this.#listener.begun();
    try {
      const worker = await this.#ready();
      if (this.#running?.id === id) {
        worker.postMessage({ kind: "convert", id, ...wish } satisfies Ask);
      }
    } catch (error) {
      this.#lost(error instanceof Error ? error.message : String(error));
    }
  }

  async #ready(): Promise<Worker> {
    if (this.#worker === undefined) {
      this.#isSent = false;
      this.#worker = this.#workshop.worker().then((worker) => {
        worker.onmessage = ({ data }: MessageEvent<Answer>) => this.#take(worker, data);
        worker.onerror = (event) => {
          event.preventDefault();
          void this.#worker?.then((current) => current === worker && this.#lost(event.message));
        };
        return worker;
      });
    }
    const worker = await this.#worker;
    if (!this.#isSent) {
      worker.postMessage({ kind: "document", document: this.#document } satisfies Ask);
      this.#isSent = true;
    }
    return worker;
  }

  #take(worker: Worker, answer: Answer): void {
    if (answer.kind === "ready") {
      return;
    }
    const rich = this.#riches.get(answer.id);
    if (rich !== undefined) {
      this.#riches.delete(answer.id);
      rich(answer.kind === "failed" ? undefined : answer);
      return;
    }
    if (this.#running?.id !== answer.id) {
      return;
    }
    const milliseconds = performance.now() - this.#running.since;
    if (answer.kind === "done") {
      this.#running = undefined;
      this.#listener.ended(answer.statistics, milliseconds);
      void this.#next();
    } else if (answer.kind === "failed") {
      this.#running = undefined;
      if (answer.failure.code === "BROKEN") {
        worker.terminate();
        this.#lost(answer.failure.message);
        return;
      }
      if (answer.failure.code === "MEMORY_LIMIT") {
        // Its memory goes back to the browser only with the worker.
        this.#drop();
      }
      this.#listener.failed(answer);
      void this.#next();
    } else {
      this.#listener.answered(answer);
    }
  }

  /** The worker is beyond repair: the next wish has another. */
  #lost(message: string): void {
    this.#drop();
    this.#listener.broken(message);
    void this.#next();
  }

  #drop(): void {
    clearTimeout(this.#impatience);
    void this.#worker?.then((worker) => worker.terminate());
    this.#worker = undefined;
    this.#running = undefined;
    for (const resolve of this.#riches.values()) {
      resolve(undefined);
    }
    this.#riches.clear();
  }
}
