// The guards of reading what other programs exported, each with the text that is taken out and the fault test that has to notice.
import type { Guard } from './guard-list.ts';

const XML = 'src/intake/exports/walk-xml.ts';
const ZIP = 'src/files/open-zip.ts';
const YAML = 'src/parse/read-yaml.ts';

export const EXPORT_GUARDS: readonly Guard[] = [
  {
    name: 'no-document-type',
    meaning: 'an export may bring a document type of its own',
    changes: [
      {
        file: XML,
        text: "throw new Stop('It has a document type (<!DOCTYPE …>), which no export has and by which harm is done');",
        instead: 'sinceMark = 0;',
      },
    ],
    test: '17-export',
    only: 'entities',
  },
  {
    name: 'xml-depth',
    meaning: 'elements may stand in each other without an end',
    changes: [{ file: XML, text: 'if (stack.length >= MOST_DEPTH)', instead: 'if (stack.length < 0)' }],
    test: '17-export',
    only: '50,000 deep',
  },
  {
    name: 'xml-post-size',
    meaning: 'a post may be as long as the file',
    changes: [{ file: XML, text: 'if (sinceMark > MOST_CHARACTERS)', instead: 'if (sinceMark < 0)' }],
    test: '17-export',
    only: 'does not end',
  },
  {
    name: 'xml-post-elements',
    meaning: 'a post may have as many elements as the file has room for',
    changes: [{ file: XML, text: 'nodes > MOST_NODES', instead: 'nodes < 0' }],
    test: '17-export',
    only: 'a post of marks',
  },
  {
    name: 'xml-attributes',
    meaning: 'an element may have attributes without an end',
    changes: [{ file: XML, text: 'if (attributes > MOST_ATTRIBUTES)', instead: 'if (attributes < 0)' }],
    test: '17-export',
    only: 'attributes without',
  },
  {
    name: 'yaml-aliases',
    meaning: 'aliases are passed over without a word',
    changes: [
      {
        file: YAML,
        text: 'if (isAlias(node)) {',
        instead: 'if (isAlias(node) && node.source === undefined) {',
      },
    ],
    test: '18',
    only: 'aliases',
  },
  {
    name: 'yaml-depth',
    meaning: 'YAML may be as deep as the stack is high',
    changes: [
      { file: YAML, text: 'if (brackets > MAX_YAML_NESTING) return tooDeep(at + index);', instead: '' },
      {
        file: YAML,
        text: 'if (indents.length + markers > MAX_YAML_NESTING) return tooDeep(at + content);',
        instead: '',
      },
    ],
    test: '18',
    only: 'deep',
  },
  {
    name: 'json-depth',
    meaning: 'JSON may be as deep as it likes',
    changes: [
      { file: 'src/intake/exports/read-json.ts', text: 'if (depth > MOST_DEPTH) return true;', instead: '' },
    ],
    test: '18',
    only: 'deep in lists',
  },
  {
    name: 'zip-outside',
    meaning: 'names in a zip may lead out of its folder',
    changes: [
      {
        file: ZIP,
        text: "if (name.split('/').includes('..')) return 'would stand outside the folder';",
        instead: '',
      },
    ],
    test: '18',
    only: '../',
  },
  {
    name: 'zip-links',
    meaning: 'a zip may hold links',
    changes: [{ file: ZIP, text: "return 'is a link and no file';", instead: 'return undefined;' }],
    test: '18',
    only: 'a link',
  },
  {
    name: 'zip-ratio',
    meaning: 'a file in a zip may unpack to any size',
    changes: [
      {
        file: ZIP,
        text: 'entry.uncompressedSize > entry.compressedSize * MOST_RATIO',
        instead: 'entry.uncompressedSize < 0',
      },
    ],
    test: '18',
    only: '1,000 to 1',
  },
  {
    name: 'zip-overlap',
    meaning: 'many files in a zip may be the same bytes',
    changes: [
      {
        file: ZIP,
        text: 'if (isBomb || sizeBytes > MOST_BYTES_IN_ALL)',
        instead: 'if (sizeBytes > MOST_BYTES_IN_ALL)',
      },
    ],
    test: '18',
    only: 'one and the same',
  },
  {
    name: 'zip-entries',
    meaning: 'a zip may hold any number of files',
    changes: [{ file: ZIP, text: 'if (zip.entryCount > MOST_ENTRIES)', instead: 'if (zip.entryCount < 0)' }],
    test: '18',
    only: 'entries',
  },
];
