// Draws the pictures of the shipped issues: node test/support/draw-images.ts [NAME …]. Each is an SVG of ours, set by Chromium
// and written to issues/images/ as a PNG of sixteen colours. The files are kept; run this only after changing a drawing.
import { writeFileSync } from 'node:fs';
import { crc32, deflateSync } from 'node:zlib';
import { openBrowser } from './browser.ts';
import { checkpoint } from './drawings/checkpoint.ts';
import { emptySeats } from './drawings/empty-seats.ts';
import { emptyStreet } from './drawings/empty-street.ts';
import { handPress } from './drawings/hand-press.ts';
import { HEIGHT_PX, INK, OXBLOOD, PAPER, printSheet, WIDTH_PX } from './drawings/linocut.ts';
import { mosulDam } from './drawings/mosul-dam.ts';
import { najafCrowd } from './drawings/najaf-crowd.ts';
import { najafGuard } from './drawings/najaf-guard.ts';
import { ramadiBridge } from './drawings/ramadi-bridge.ts';

const DRAWINGS = [
  mosulDam,
  ramadiBridge,
  checkpoint,
  najafGuard,
  najafCrowd,
  emptyStreet,
  emptySeats,
  handPress,
];
/** The three inks and the steps between them that a soft edge needs. */
const PALETTE = [
  ...mixes(PAPER, INK, 8),
  ...mixes(PAPER, OXBLOOD, 5).slice(1),
  ...mixes(INK, OXBLOOD, 5).slice(1, 4),
];

const wanted = process.argv.slice(2);
const browser = await openBrowser();
const page = await browser.newPage();
for (const drawing of DRAWINGS) {
  if (wanted.length > 0 && !wanted.includes(drawing.name)) continue;
  const pixels = Buffer.from(await page.evaluate<string>(readPixels(printSheet(drawing))), 'base64');
  const png = encodePng(pixels);
  writeFileSync(new URL(`../../issues/images/${drawing.name}.png`, import.meta.url), png);
  console.log(`${drawing.name}.png  ${Math.round(png.length / 1024)} KB`);
}
await browser.close();

/** A script for the page: draws the SVG on a canvas and gives its RGBA bytes back in base64. */
function readPixels(svg: string): string {
  return `(async () => {
    const image = new Image();
    image.src = 'data:image/svg+xml,' + encodeURIComponent(${JSON.stringify(svg)});
    await image.decode();
    const canvas = new OffscreenCanvas(${WIDTH_PX}, ${HEIGHT_PX});
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    const bytes = context.getImageData(0, 0, ${WIDTH_PX}, ${HEIGHT_PX}).data;
    let text = '';
    for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
    return btoa(text);
  })()`;
}

/** An indexed PNG, four bits a pixel (PNG, third edition, §11.2.1 and §11.2.2). */
function encodePng(rgba: Uint8Array): Buffer {
  const rowBytes = WIDTH_PX / 2;
  const rows = Buffer.alloc((rowBytes + 1) * HEIGHT_PX);
  for (let y = 0; y < HEIGHT_PX; y += 1) {
    for (let x = 0; x < WIDTH_PX; x += 1) {
      const at = y * (rowBytes + 1) + 1 + (x >> 1);
      rows[at] = (rows[at] ?? 0) | (nearest(rgba, (y * WIDTH_PX + x) * 4) << (x % 2 === 0 ? 4 : 0));
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(WIDTH_PX, 0);
  header.writeUInt32BE(HEIGHT_PX, 4);
  header.set([4, 3, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(PALETTE.flat())),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, body: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  const named = Buffer.concat([Buffer.from(type, 'latin1'), body]);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}

/** The index of the palette's colour closest to the pixel at `at`. */
function nearest(rgba: Uint8Array, at: number): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const [index, [red = 0, green = 0, blue = 0]] of PALETTE.entries()) {
    const distance =
      (red - (rgba[at] ?? 0)) ** 2 + (green - (rgba[at + 1] ?? 0)) ** 2 + (blue - (rgba[at + 2] ?? 0)) ** 2;
    if (distance >= least) continue;
    least = distance;
    best = index;
  }
  return best;
}

/** `count` colours from one to the other, both included, as red, green, blue. */
function mixes(from: string, to: string, count: number): number[][] {
  const [a, b] = [channels(from), channels(to)];
  return Array.from({ length: count }, (_, step) =>
    a.map((value, n) => Math.round(value + (((b[n] ?? 0) - value) * step) / (count - 1))),
  );
}

function channels(color: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
}
