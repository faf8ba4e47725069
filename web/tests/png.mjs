// A picture of few colours as PNG with a palette, a third of what a screenshot takes.
//
// Input   RGBA bytes, rows from above, without transparency. Output: a PNG of 8 bits for a pixel.
// Limits  the 256 most frequent colours stay, the others become the nearest of them.

import { deflateSync } from "node:zlib";

export function png(rgba, width, height) {
  const counts = new Map();
  const pixels = new Uint32Array(rgba.buffer, rgba.byteOffset, width * height);
  pixels.forEach((pixel) => counts.set(pixel, (counts.get(pixel) ?? 0) + 1));
  const all = [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a));
  const palette = all.slice(0, 256);
  const parts = (pixel) => [pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255];
  const distance = (a, b) => parts(a).reduce((sum, part, at) => sum + (part - parts(b)[at]) ** 2, 0);
  const nearest = (pixel) =>
    palette.reduce((best, one, at) => (distance(one, pixel) < distance(palette[best], pixel) ? at : best), 0);
  const index = new Map(all.map((pixel, at) => [pixel, at < 256 ? at : nearest(pixel)]));

  const rows = Buffer.alloc((width + 1) * height);
  pixels.forEach((pixel, at) => (rows[at + Math.floor(at / width) + 1] = index.get(pixel)));
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
    const ends = Buffer.alloc(8);
    ends.writeUInt32BE(data.length, 0);
    ends.writeUInt32BE(sum(body), 4);
    return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]),
    chunk("IHDR", head),
    chunk("PLTE", Buffer.from(palette.flatMap(parts))),
    chunk("IDAT", deflateSync(rows, { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** CRC-32. */
function sum(bytes) {
  let value = ~0;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit++) {
      value = (value >>> 1) ^ (0xedb88320 & -(value & 1));
    }
  }
  return ~value >>> 0;
}
