// How a document looks: the library's HTML in a frame that runs nothing and loads nothing.
//
// Shape   the frame is a sandbox without rights and has this page's policy; its own base makes links within
//         the document work. All other links lead nowhere.

import { byId } from "./dom.js";

const HEAD =
  '<base href="about:srcdoc">' +
  "<style>a[href]:not([href^='#']){cursor:default;pointer-events:none}" +
  "@media screen{body{margin:16px 20px!important;max-width:46rem;overflow-wrap:anywhere}" +
  // A column is not narrower than its words.
  "th,td{overflow-wrap:break-word}}</style>";

export class Look {
  readonly #frame = byId<HTMLIFrameElement>("look");
  #html = "";
  #isOwn = true;

  constructor() {
    // A link that was followed by keyboard all the same leaves an error in the frame: the document again.
    this.#frame.addEventListener("load", () => {
      if (!this.#isOwn) {
        this.#put();
      } else {
        this.#isOwn = false;
      }
    });
  }

  show(html: string): void {
    this.#html = html.replace(/<head[^>]*>/i, (head) => head + HEAD);
    this.#put();
  }

  #put(): void {
    this.#isOwn = true;
    this.#frame.srcdoc = this.#html;
  }
}
