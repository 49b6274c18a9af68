// Text → text that stands in XML, in elements and attributes alike, without what XML 1.0 cannot hold.

const NO_XML = /(?![\t\n\r])[\p{Cc}\p{Cs}\ufffe\uffff]/gu;
const MARKS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

export function escapeXml(text: string): string {
  return text.replace(NO_XML, '').replace(/[&<>"]/gu, (mark) => MARKS[mark] ?? mark);
}
