// A block of an issue → the node of Markdown's tree that reads as that block. The reverse of what the reading does with quotations,
// pictures, galleries, films and notes.
import type { BlockContent, ListItem, PhrasingContent, RootContent } from 'mdast';
import type { Block, Note, Picture, Video } from '../model/block.ts';
import type { Place } from '../model/place.ts';
import { paragraph, text, typed } from './markdown-of-nodes.ts';

/** `[Update 3 March]`, as somebody wrote it. */
const MARK = /^\[(?:update|correction)\b[^[\]\r\n]{0,70}\]/iu;

const CREDIT = /\[credit:/iu;

/** @param file The text in which the block stands. */
export function nodeOfBlock(block: Block, file: string): RootContent {
  switch (block.kind) {
    case 'prose':
      return block.node;
    case 'quote': {
      const signed: RootContent[] =
        block.speaker === undefined ? [] : [paragraph([typed('-- '), ...block.speaker])];
      return {
        type: 'blockquote',
        children: [...block.children.map((child) => nodeOfBlock(child, file)), ...signed] as BlockContent[],
      };
    }
    case 'picture':
      return paragraph(phrasingOfPicture(block, file));
    case 'gallery':
      return {
        type: 'list',
        ordered: false,
        spread: false,
        children: block.pictures.map(
          (picture): ListItem => ({
            type: 'listItem',
            spread: false,
            children: [paragraph(phrasingOfPicture(picture, file)) as BlockContent],
          }),
        ),
      };
    case 'video':
      return paragraph(phrasingOfVideo(block));
    case 'note':
      return paragraph(phrasingOfNote(block, file));
  }
}

/** The credit stands where it stood; words in quotation marks behind the address are read into the caption, and written back. */
function phrasingOfPicture(picture: Picture, file: string): PhrasingContent[] {
  const { url, alt, caption, credit, position } = picture;
  const [first] = caption;
  const isTitle = first?.type === 'text' && first.position?.start.offset === position.start.offset;
  const words = isTitle ? caption.slice(2) : caption;
  const creditAt = startOf(position) + Math.max(0, file.slice(startOf(position)).search(CREDIT));
  const behind = words.findIndex((node) => node.position !== undefined && startOf(node.position) > creditAt);
  const at = behind < 0 || credit === undefined ? words.length : behind;
  const [before, after] = [words.slice(0, at), words.slice(at)];
  return [
    { type: 'image', url, alt, ...(isTitle ? { title: first.value } : {}) },
    ...(before.length === 0 ? [] : [text(' '), ...before]),
    ...(credit === undefined ? [] : [typed(` [Credit: ${credit}]`)]),
    ...after,
  ];
}

function startOf({ start }: Place): number {
  return start.offset ?? 0;
}

function phrasingOfVideo({ title, url, channel, host, caption }: Video): PhrasingContent[] {
  const maker = [
    ...(channel === undefined ? [] : [`by ${channel}`]),
    ...(host === undefined ? [] : [`via ${host}`]),
  ].join(' ');
  return [
    ...(url === undefined
      ? [typed('Video: '), text(title)]
      : [{ type: 'link', url, children: [typed('Video: '), text(title)] } as PhrasingContent]),
    ...(maker === '' ? [] : [text(`\n${maker}.`)]),
    ...(caption.length === 0 ? [] : [text(maker === '' ? '\n' : ' '), ...caption]),
  ];
}

function phrasingOfNote({ note, dateAsWritten, children, position }: Note, file: string): PhrasingContent[] {
  const name = note.charAt(0).toUpperCase() + note.slice(1);
  const usual = `[${name}${dateAsWritten === undefined ? '' : `, ${dateAsWritten}`}]`;
  const written = MARK.exec(file.slice(position.start.offset, position.end.offset))?.[0];
  const mark = note === 'disclaimer' ? 'Disclaimer:' : (written ?? usual);
  return [typed(mark), ...(children.length === 0 ? [] : [typed(' '), ...children])];
}
