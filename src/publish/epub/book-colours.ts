// Ink and paper of `templates/styles/tokens.css`, for pictures, which know no style sheet. A test compares the two.

export const BOOK_COLOURS = {
  paper: '#fbf8f1',
  ink: '#1c1917',
  quiet: '#57534e',
  rule: '#d6cfc2',
  oxblood: '#8b1e1e',
} as const;
