// Small words for elements. Text goes in as text: no markup of a document ever becomes the page's.

type Child = Node | string | undefined | false;
type Attributes = Record<string, string | number | boolean | undefined | ((event: Event) => void)>;

/** The element with an id that the page is known to have. */
export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  const element = document.getElementById(id);
  if (element === null) {
    throw new Error(`no element #${id}`);
  }
  return element as T;
}

/** Makes an element; a function among the attributes listens to the event of its name. */
export function el<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") {
      element.addEventListener(key, value);
    } else if (value === true) {
      element.setAttribute(key, "");
    } else if (value !== false && value !== undefined) {
      element.setAttribute(key, String(value));
    }
  }
  element.append(...children.filter((child) => child !== undefined && child !== false));
  return element;
}

export function show(element: HTMLElement, isShown: boolean): void {
  element.hidden = !isShown;
}

/** `1 thing`, `2 things`; numbers as people write them. */
export function many(count: number, one: string, more = `${one}s`): string {
  return `${count.toLocaleString("en")} ${count === 1 ? one : more}`;
}

/** Bytes for people. */
export function size(bytes: number): string {
  if (bytes < 10_000) {
    return many(bytes, "byte");
  }
  const [unit, name] = bytes < 1_000_000 ? [1024, "KB"] : [1024 * 1024, "MB"];
  const number = bytes / unit;
  return `${number.toFixed(number < 10 ? 1 : 0)} ${name}`;
}

/** Milliseconds for people. */
export function time(milliseconds: number): string {
  if (milliseconds >= 1000) {
    return `${(milliseconds / 1000).toFixed(2)} s`;
  }
  return `${milliseconds.toFixed(milliseconds < 10 ? 1 : 0)} ms`;
}
