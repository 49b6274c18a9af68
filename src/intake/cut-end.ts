// A text and signs go in, the text without these signs at its end comes out. By hand, because an expression for it looks through a run of them once
// for each of them.

/** Blanks at the end go too. */
export function cutEnd(text: string, signs: string): string {
  let end = text.length;
  while (end > 0 && (signs.includes(text.charAt(end - 1)) || text.charAt(end - 1).trim() === '')) end -= 1;
  return text.slice(0, end);
}
