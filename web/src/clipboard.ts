// The clipboard, both ways.
//
// Out     by the copy event, which needs no permission and works in a page that was opened from disk.
// In      the richest of what a paste offers.

export interface Offer {
  rtf: string;
  html: string;
  text: string;
}

/** What a paste or a drop of text offers. */
export function offerOf(data: DataTransfer): Offer {
  return { rtf: data.getData("text/rtf"), html: data.getData("text/html"), text: data.getData("text/plain") };
}

/** Puts texts on the clipboard, by their types; says whether that was done. */
export async function copy(texts: Record<string, string>): Promise<boolean> {
  const put = (event: ClipboardEvent) => {
    for (const [type, text] of Object.entries(texts)) {
      event.clipboardData?.setData(type, text);
    }
    event.preventDefault();
    event.stopPropagation();
  };
  document.addEventListener("copy", put, { capture: true, once: true });
  let isDone = false;
  try {
    isDone = document.execCommand("copy");
  } finally {
    document.removeEventListener("copy", put, { capture: true });
  }
  if (isDone || navigator.clipboard === undefined) {
    return isDone;
  }
  // A browser that wants the newer way knows only these types.
  const known = Object.entries(texts).filter(([type]) => type === "text/plain" || type === "text/html");
  const blobs = known.map(([type, text]) => [type, new Blob([text], { type })] as const);
  return navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]).then(
    () => true,
    () => false,
  );
}
