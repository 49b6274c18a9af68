import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { findProject } from '../../src/files/find-project.ts';
import { readProject } from '../../src/files/read-project.ts';
import { scratchFolder } from './scratch.ts';

const SETTINGS = { 'issues/newsletter.yaml': 'title: The Tide\n' };
const SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"/>';

test('issues are told from other Markdown by their names, and come by path', async () => {
  const root = await scratchFolder({
    ...SETTINGS,
    'issues/0012.md': 'twelve',
    'issues/0003.md': 'three',
    'issues/2026-01-09-harbour.md': 'special',
    'issues/README.md': 'notes',
    'issues/inbox.md': 'candidates',
    'issues/.0012.md.swp': 'scraps',
    'issues/0013.md/inside.txt': 'a folder of that name',
  });
  const project = await readProject(root);
  expect(project.issues).toEqual([
    { path: 'issues/0003.md', value: 'three' },
    { path: 'issues/0012.md', value: 'twelve' },
    { path: 'issues/2026-01-09-harbour.md', value: 'special' },
  ]);
  expect(project.strays).toEqual([]);
  expect(project.newsletter).toEqual({ path: 'issues/newsletter.yaml', value: 'title: The Tide\n' });
  expect(project.sources).toEqual({ path: 'issues/sources.yaml', value: '' });
  expect(project.ids).toEqual({ path: 'issues/ids.yaml', value: '' });
  expect(project.redirects).toEqual({ path: 'issues/redirects.yaml', value: '' });
  expect(project.images).toEqual([]);
});

test('files that were meant as issues, by the look of their names, are named', async () => {
  const strays = [
    '0012 (1).md',
    '0013 - Copy.md',
    '0014 copy 2.md',
    '0015.MD',
    '16.markdown',
    '0017.md.txt',
    '18.docx',
    'special.md',
  ];
  const others = ['0012.md', '2026-01-09.md', 'README.md', 'readme.ar.md', 'inbox.md', '.0019.md', '_20.md'];
  const more = ['0012.md~', '0012.md.bak', 'notes.txt', 'images/0021.MD'];
  const files = [...strays, ...others, ...more].map((name) => [`issues/${name}`, 'x']);
  const root = await scratchFolder({ ...SETTINGS, ...Object.fromEntries(files) });
  const project = await readProject(root);
  expect(project.strays).toEqual(strays.toSorted());
  expect(project.issues.map(({ path }) => path)).toEqual(['issues/0012.md', 'issues/2026-01-09.md']);
});

test('a byte order mark, CRLF and every script arrive untouched', async () => {
  const value = '\uFEFF---\r\nnumber: 1\r\n---\r\n\r\nميناء بلا سفن 😀\r\n';
  const root = await scratchFolder({ ...SETTINGS, 'issues/0001.md': value });
  expect((await readProject(root)).issues[0]?.value).toBe(value);
});

test.each([
  { name: 'Windows-1252 quotes', bytes: [0x61, 0x0a, 0x62, 0x93, 0x63], place: 'issues/0001.md:2:2' },
  { name: 'a letter cut short', bytes: [0x61, 0xc3], place: 'issues/0001.md:1:2' },
  {
    name: 'a bad byte after a spelt-out U+FFFD and a byte order mark',
    bytes: [0xef, 0xbb, 0xbf, 0xef, 0xbf, 0xbd, 0x0a, 0xff],
    place: 'issues/0001.md:2:1',
  },
])('text that is not UTF-8 is refused at its place: $name', async ({ bytes, place }) => {
  const root = await scratchFolder({ ...SETTINGS, 'issues/0001.md': new Uint8Array(bytes) });
  await expect(readProject(root)).rejects.toMatchObject({ code: 'FILE_UNREADABLE', place });
});

test.each([
  { name: 'SVG', file: 'a.svg', contents: Buffer.from(SVG), size: [30, 20], mediaType: 'image/svg+xml' },
  { name: 'PNG', file: 'b.png', contents: png(7, 3), size: [7, 3], mediaType: 'image/png' },
  { name: 'PNG named .jpg', file: 'c.jpg', contents: png(7, 3), size: [7, 3], mediaType: 'image/png' },
  { name: 'JPEG', file: 'e.jpg', contents: jpeg(9, 4, 1), size: [9, 4], mediaType: 'image/jpeg' },
  {
    name: 'JPEG held upright',
    file: 'f.JPG',
    contents: jpeg(9, 4, 6),
    size: [4, 9],
    mediaType: 'image/jpeg',
  },
  { name: 'GIF', file: 'd/e.gif', contents: gif(5, 4), size: [5, 4], mediaType: 'image/gif' },
])('pictures are measured: $name', async ({ file, contents, size, mediaType }) => {
  const root = await scratchFolder({ ...SETTINGS, [`issues/images/${file}`]: contents });
  const [image] = (await readProject(root)).images;
  expect(image).toMatchObject({ path: `images/${file}`, mediaType, widthPx: size[0], heightPx: size[1] });
  expect(Buffer.from(image?.contents ?? []).equals(contents)).toBe(true);
});

test('files in images/ that are no pictures are left alone', async () => {
  const root = await scratchFolder({
    ...SETTINGS,
    'issues/images/note.txt': 'x',
    'issues/images/.DS_Store': 'x',
  });
  expect((await readProject(root)).images).toEqual([]);
});

test.each([
  { name: 'no picture at all', contents: 'not a picture' },
  { name: 'empty', contents: '' },
  { name: 'a PNG without width', contents: png(0, 3) },
  { name: 'no width', contents: '<svg xmlns="http://www.w3.org/2000/svg" width="0" height="20"/>' },
])('a picture that cannot be measured is named: $name', async ({ contents }) => {
  const root = await scratchFolder({ ...SETTINGS, 'issues/images/cranes.png': contents });
  await expect(readProject(root)).rejects.toMatchObject({
    code: 'FILE_UNREADABLE',
    place: 'issues/images/cranes.png',
  });
});

test("the project's templates stand before the built-in ones, file by file", async () => {
  const root = await scratchFolder({
    ...SETTINGS,
    'templates/site/new.hbs': 'mine',
    'templates/notes.txt': 'x',
  });
  const { templates } = await readProject(root);
  expect(templates.get('site/new.hbs')).toEqual({ shownPath: 'templates/site/new.hbs', source: 'mine' });
  expect(templates.has('notes.txt')).toBe(false);
  const others = [...templates].filter(([path]) => path !== 'site/new.hbs');
  for (const [path, file] of others) expect(file.shownPath).toBe(`(built in) templates/${path}`);
  expect([...templates.keys()]).toEqual([...templates.keys()].sort());
});

test('a link may not carry a file from outside into the newsletter', async () => {
  const outside = await scratchFolder({ 'secret.txt': 'the keys' });
  const root = await scratchFolder({ ...SETTINGS, 'issues/notes/real.md': 'inside' });
  await symlink(join(root, 'issues/notes/real.md'), join(root, 'issues/0001.md'));
  expect((await readProject(root)).issues).toEqual([{ path: 'issues/0001.md', value: 'inside' }]);
  await symlink(join(outside, 'secret.txt'), join(root, 'issues/0002.md'));
  await expect(readProject(root)).rejects.toMatchObject({ code: 'FILE_UNREADABLE', place: 'issues/0002.md' });
});

test('what is missing is named', async () => {
  const empty = await scratchFolder();
  await expect(readProject(empty)).rejects.toMatchObject({ code: 'NO_PROJECT' });
  const bare = await scratchFolder({ 'issues/0001.md': 'x' });
  await expect(readProject(bare)).rejects.toMatchObject({
    code: 'FILE_UNREADABLE',
    place: 'issues/newsletter.yaml',
  });
});

test('a project is found from its folder, from inside it, and nowhere else', async () => {
  const root = await scratchFolder({ ...SETTINGS, 'issues/images/a.svg': SVG, 'other/issues/x.txt': 'x' });
  expect(await findProject(root)).toBe(root);
  expect(await findProject(join(root, 'issues'))).toBe(root);
  expect(await findProject(join(root, 'issues/images'))).toBe(root);
  expect(await findProject(join(root, 'other'))).toBe(join(root, 'other'));
  expect(await findProject(join(root, 'other/issues'))).toBe(root);
  const empty = await scratchFolder();
  await expect(findProject(empty)).rejects.toMatchObject({ code: 'NO_PROJECT', place: empty });
});

/** A grey PNG of that size: signature, IHDR, IDAT, IEND (RFC 2083 §3, §4); nobody checks the sums here. */
function png(width: number, height: number): Buffer {
  const chunk = (type: string, body: Buffer): Buffer => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(body.byteLength);
    return Buffer.concat([length, Buffer.from(type, 'latin1'), body, Buffer.alloc(4)]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.writeUInt8(8, 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const rows = deflateSync(Buffer.alloc((width + 1) * height));
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', rows),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A JPEG's head: start, EXIF with its orientation (tag 0112), frame header (ITU T.81 §B.2.2). */
function jpeg(width: number, height: number, orientation: number): Buffer {
  const exif = Buffer.from(
    `4578696600004d4d002a0000000800010112000300000001000${orientation}000000000000`,
    'hex',
  );
  const frame = Buffer.from('0800000000010111000000', 'hex');
  frame.writeUInt16BE(height, 1);
  frame.writeUInt16BE(width, 3);
  const segment = (marker: number, body: Buffer): Buffer => {
    const head = Buffer.from([0xff, marker, 0, 0]);
    head.writeUInt16BE(body.byteLength + 2, 2);
    return Buffer.concat([head, body]);
  };
  const end = Buffer.from([0xff, 0xd9]);
  return Buffer.concat([Buffer.from([0xff, 0xd8]), segment(0xe1, exif), segment(0xc0, frame), end]);
}

function gif(width: number, height: number): Buffer {
  const header = Buffer.from('GIF89a\0\0\0\0\0\0\0;', 'latin1');
  header.writeUInt16LE(width, 6);
  header.writeUInt16LE(height, 8);
  return header;
}
