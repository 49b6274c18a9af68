// A WOFF file → the font in it as HarfBuzz reads it (W3C WOFF 1.0 §4 and §5, OpenType 1.9 "Organization of an OpenType Font").
import { unzlibSync } from 'fflate';

const HEADER = { size: 44, flavor: 4, tables: 12 } as const;
const WOFF_ENTRY_BYTES = 20;
const SFNT_HEADER_BYTES = 12;
const SFNT_ENTRY_BYTES = 16;

export function readWoff(woff: Uint8Array): Uint8Array {
  const from = new DataView(woff.buffer, woff.byteOffset, woff.byteLength);
  const count = from.getUint16(HEADER.tables);
  const tables = Array.from({ length: count }, (_, index) => {
    const entry = HEADER.size + index * WOFF_ENTRY_BYTES;
    const [offset, packed, length] = [4, 8, 12].map((field) => from.getUint32(entry + field));
    return { tag: from.getUint32(entry), checksum: from.getUint32(entry + 16), offset, packed, length };
  });
  const start = SFNT_HEADER_BYTES + count * SFNT_ENTRY_BYTES;
  const sfnt = new Uint8Array(tables.reduce((sum, { length = 0 }) => sum + padded(length), start));
  const to = new DataView(sfnt.buffer);
  to.setUint32(0, from.getUint32(HEADER.flavor));
  to.setUint16(4, count);
  let end = start;
  for (const [index, { tag, checksum, offset = 0, packed = 0, length = 0 }] of tables.entries()) {
    const entry = SFNT_HEADER_BYTES + index * SFNT_ENTRY_BYTES;
    for (const [field, value] of [tag, checksum, end, length].entries())
      to.setUint32(entry + field * 4, value);
    const octets = woff.subarray(offset, offset + packed);
    sfnt.set(packed < length ? unzlibSync(octets) : octets, end);
    end += padded(length);
  }
  return sfnt;
}

/** Tables begin at multiples of four. */
function padded(length: number): number {
  return (length + 3) & ~3;
}
