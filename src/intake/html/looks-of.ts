// In: an element. Out: what a reader would have seen of it: bold, slanted, nothing at all. Programs that make mail say this in styles.
import type { Element } from 'hast';

export interface Looks {
  readonly isHidden: boolean;
  /** Absent where the element says nothing about it. */
  readonly isStrong?: boolean;
  readonly isEmphasis?: boolean;
}

const HIDING =
  /(?:^|;)(?:display:none|visibility:hidden|mso-hide:all|opacity:0(?:\.0+)?|font-size:[01](?:px|pt)?|(?:max-height|max-width):0(?:px)?)(?:!important)?(?:;|$)/u;
const WEIGHT = /(?:^|;)font-weight:(bold|bolder|normal|lighter|\d{3})/u;
const SLANT = /(?:^|;)font-style:(italic|oblique|normal)/u;

export function looksOf(element: Element): Looks {
  const style = styleOf(element);
  const weight = WEIGHT.exec(style)?.[1];
  const slant = SLANT.exec(style)?.[1];
  const { tagName } = element;
  const isStrong =
    weight === undefined
      ? tagName === 'b' || tagName === 'strong' || undefined
      : /^(?:bold|bolder|[6-9]\d\d)$/u.test(weight);
  const isEmphasis =
    slant === undefined
      ? tagName === 'i' || tagName === 'em' || tagName === 'cite' || undefined
      : slant !== 'normal';
  return {
    isHidden: element.properties['hidden'] === true || HIDING.test(style),
    ...(isStrong === undefined ? {} : { isStrong }),
    ...(isEmphasis === undefined ? {} : { isEmphasis }),
  };
}

/** In small letters, without blanks. */
export function styleOf({ properties }: Element): string {
  const { style } = properties;
  return typeof style === 'string' ? style.slice(0, 2000).toLowerCase().replace(/\s+/gu, '') : '';
}

/** Pictures of a pixel or two count readers. */
export function isTracker(element: Element): boolean {
  const [width, height] = [sizeOf(element, 'width'), sizeOf(element, 'height')];
  return (width !== undefined && width <= 2) || (height !== undefined && height <= 2);
}

function sizeOf(element: Element, side: 'width' | 'height'): number | undefined {
  const value = element.properties[side];
  if (typeof value === 'number') return value;
  if (typeof value === 'string' && /^\d+(?:px)?$/u.test(value)) return Number.parseInt(value, 10);
  const styled = new RegExp(`(?:^|;)${side}:(\\d+)(?:px)?(?:;|!|$)`, 'u').exec(styleOf(element))?.[1];
  return styled === undefined ? undefined : Number(styled);
}

/** A property as text; lists, as classes are, joined. */
export function textOf(element: Element, name: string): string {
  const value = element.properties[name];
  if (Array.isArray(value)) return value.join(' ');
  return value === undefined || value === null || typeof value === 'boolean' ? '' : String(value);
}
