// Somebody's JSON, read without trusting its shape: a field is there and of that kind, or it is not there.

export type Json = Readonly<Record<string, unknown>>;

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function objectOf(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

export function textOf(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Fields that have a value. */
export function present<T extends Readonly<Record<string, string | undefined>>>(
  fields: T,
): { readonly [name in keyof T]?: string } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    readonly [name in keyof T]?: string;
  };
}

export function withoutBrackets(text: string | undefined): string | undefined {
  return text?.trim().replace(/^<|>$/gu, '');
}
