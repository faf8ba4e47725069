// What comes in by dropping or choosing: files, and folders with all folders in them.
//
// Output  entries in the order of their paths.
// Errors  what can't be read is left out.

import type { Entry } from "./protocol.js";

export interface Dropped {
  entries: Entry[];
  hasFolder: boolean;
}

/** A folder as browsers give it: the newer way, which works in a page from disk too, or the older one. */
type Folder = FileSystemDirectoryHandle | FileSystemDirectoryEntry;
type Item = FileSystemItem | undefined;
type FileSystemItem = { path: string; file: File } | { path: string; folder: Folder };

interface Handles {
  getAsFileSystemHandle?(): Promise<FileSystemHandle | null>;
}

/** Files of a chooser; those of a folder have their path in it. */
export function chosen(list: FileList | null): Entry[] {
  return sorted([...(list ?? [])].map((file) => ({ path: file.webkitRelativePath || file.name, file })));
}

/** Files and folders that were dropped. To be called in the event itself: later its data are gone. */
export function dropped(data: DataTransfer): Promise<Dropped> {
  const roots: Promise<Item>[] = [];
  for (const item of data.items) {
    if (item.kind === "file") {
      roots.push(
        rootOf(item.getAsFile(), item.webkitGetAsEntry?.(), (item as Handles).getAsFileSystemHandle?.()),
      );
    }
  }
  return walk(roots);
}

async function rootOf(
  file: File | null,
  entry: FileSystemEntry | null | undefined,
  handle: Promise<FileSystemHandle | null> | undefined,
): Promise<Item> {
  // An entry knows at once what it is; in a page from disk Chromium lets nobody read it, though.
  if (entry?.isDirectory) {
    const folder = await handle?.catch(() => null);
    const isFolder = folder?.kind === "directory";
    return { path: entry.name, folder: (isFolder ? folder : entry) as Folder };
  }
  return file === null ? undefined : { path: file.name, file };
}

async function walk(roots: Promise<Item>[]): Promise<Dropped> {
  const open = (await Promise.all(roots)).filter((item) => item !== undefined).reverse();
  const hasFolder = open.some((item) => "folder" in item);
  const entries: Entry[] = [];
  for (let item = open.pop(); item !== undefined; item = open.pop()) {
    if ("file" in item) {
      entries.push(item);
    } else {
      open.push(...(await inside(item.path, item.folder).catch(() => [])));
    }
  }
  return { entries: sorted(entries), hasFolder };
}

/** What stands directly in a folder. */
async function inside(path: string, folder: Folder): Promise<FileSystemItem[]> {
  const items: FileSystemItem[] = [];
  if ("kind" in folder) {
    const children = folder as unknown as {
      values(): AsyncIterable<FileSystemFileHandle | FileSystemDirectoryHandle>;
    };
    for await (const child of children.values()) {
      const own = `${path}/${child.name}`;
      items.push(
        child.kind === "directory"
          ? { path: own, folder: child }
          : { path: own, file: await child.getFile() },
      );
    }
    return items;
  }
  const reader = folder.createReader();
  // A reader gives at most a hundred at once, and none when it is through.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) {
      return items;
    }
    for (const child of some) {
      const own = `${path}/${child.name}`;
      if (child.isDirectory) {
        items.push({ path: own, folder: child as FileSystemDirectoryEntry });
      } else {
        const file = await new Promise<File>((resolve, reject) =>
          (child as FileSystemFileEntry).file(resolve, reject),
        );
        items.push({ path: own, file });
      }
    }
  }
}

function sorted(entries: Entry[]): Entry[] {
  return entries.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}
