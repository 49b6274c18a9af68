// Plain text goes in, and what stands for it in XML and HTML comes out.

/** In hexadecimal references, not in CDATA: the one form that no reader of RSS takes for HTML (RSS profile, "Character Data"). */
export function escapeMarkup(text: string): string {
  return text.replace(/[&<>]/gu, reference);
}

/** For what stands between quotation marks. */
export function escapeAttribute(text: string): string {
  return text.replace(/[&<>"]/gu, reference);
}

function reference(character: string): string {
  return `&#x${character.codePointAt(0)?.toString(16).toUpperCase()};`;
}
