// Colour that means something: red stops you, yellow asks you, green is done, dim is detail. Each takes a text and gives it
// back, wrapped in SGR codes (ECMA-48 §8.3.117) where the stream shows them and untouched where it does not.
import { styleText } from 'node:util';

export interface Paint {
  readonly stop: (text: string) => string;
  readonly ask: (text: string) => string;
  readonly done: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly strong: (text: string) => string;
  /** Words that can be clicked (OSC 8); the words alone where the stream shows no colour either. */
  readonly link: (url: string, words: string) => string;
}

const identity = (text: string): string => text;

export const plainPaint: Paint = {
  stop: identity,
  ask: identity,
  done: identity,
  dim: identity,
  strong: identity,
  link: (_, words) => words,
};

export const colourPaint: Paint = {
  stop: style('red'),
  ask: style('yellow'),
  done: style('green'),
  dim: style('dim'),
  strong: style('bold'),
  // https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda; a terminal that does not know it shows the words.
  link: (url, words) => `\u001b]8;;${url}\u001b\\${words}\u001b]8;;\u001b\\`,
};

function style(format: 'red' | 'yellow' | 'green' | 'dim' | 'bold'): (text: string) => string {
  return (text) => styleText(format, text, { validateStream: false });
}
