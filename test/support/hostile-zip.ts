// Zips that no program would write, byte by byte (APPNOTE 4.3): any name, kind, size and flag. Files are stored, unless they come deflated.
import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipPart {
  readonly name: string | Uint8Array;
  readonly contents?: string | Uint8Array;
  readonly isDeflated?: true;
  /** Deflated already, instead of `contents`. */
  readonly packed?: Uint8Array;
  /** The bytes of the first part are this one's too. */
  readonly isSame?: true;
  /** As the table of contents announces it. */
  readonly announcedBytes?: number;
  /** Of Unix, such as 0o120777 for a link. */
  readonly mode?: number;
  readonly isEncrypted?: true;
  /** Sizes in the fields of Zip64. */
  readonly isZip64?: true;
}

export function hostileZip(
  parts: readonly ZipPart[],
  options: { readonly announcedEntries?: number } = {},
): Buffer {
  const files: Buffer[] = [];
  const table: Buffer[] = [];
  let offset = 0;
  for (const part of parts) {
    const name = Buffer.from(part.name);
    const plain = Buffer.from(part.contents ?? '');
    const packed = Buffer.from(part.packed ?? (part.isDeflated ? deflateRawSync(plain) : plain));
    const isDeflated = part.packed !== undefined || part.isDeflated === true;
    const sizeBytes = part.announcedBytes ?? plain.length;
    const head = fields([
      [2, part.isZip64 ? 45 : 20],
      [2, 0x800 | (part.isEncrypted ? 1 : 0)],
      [2, isDeflated ? 8 : 0],
      [4, 0],
      [4, crc32(plain)],
      [4, part.isZip64 ? 0xffff_ffff : packed.length],
      [4, part.isZip64 ? 0xffff_ffff : sizeBytes],
      [2, name.length],
    ]);
    const extra = part.isZip64
      ? fields([
          [2, 1],
          [2, 16],
          [8, sizeBytes],
          [8, packed.length],
        ])
      : Buffer.alloc(0);
    const local = Buffer.concat([
      fields([[4, 0x04034b50]]),
      head,
      fields([[2, extra.length]]),
      name,
      extra,
      packed,
    ]);
    table.push(
      fields([
        [4, 0x02014b50],
        [2, 0x0300 | 45],
      ]),
      head,
      fields([
        [2, extra.length],
        [2, 0],
        [2, 0],
        [2, 0],
        [4, (part.mode ?? 0o100644) * 0x1_0000],
        [4, part.isSame ? 0 : offset],
      ]),
      name,
      extra,
    );
    files.push(local);
    offset += local.length;
  }
  const contents = Buffer.concat(table);
  const count = options.announcedEntries ?? parts.length;
  return Buffer.concat([
    ...files,
    contents,
    ...(count > 0xffff ? [zip64End(count, contents.length, offset)] : []),
    fields([
      [4, 0x06054b50],
      [2, 0],
      [2, 0],
      [2, Math.min(count, 0xffff)],
      [2, Math.min(count, 0xffff)],
      [4, contents.length],
      [4, offset],
      [2, 0],
    ]),
  ]);
}

function zip64End(count: number, length: number, offset: number): Buffer {
  return fields([
    [4, 0x06064b50],
    [8, 44],
    [2, 45],
    [2, 45],
    [4, 0],
    [4, 0],
    [8, count],
    [8, count],
    [8, length],
    [8, offset],
    [4, 0x07064b50],
    [4, 0],
    [8, offset + length],
    [4, 1],
  ]);
}

/** Little end first: [bytes, value]. */
function fields(all: readonly (readonly [number, number])[]): Buffer {
  return Buffer.concat(
    all.map(([length, value]) => {
      const field = Buffer.alloc(length);
      field.writeUIntLE(value % 2 ** 48, 0, Math.min(length, 6));
      if (length === 8) field.writeUInt16LE(Math.floor(value / 2 ** 48) % 0x1_0000, 6);
      return field;
    }),
  );
}
