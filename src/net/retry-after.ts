// The field Retry-After goes in, how long to wait comes out.

/** Seconds, or a date (RFC 9110 §10.2.3), as milliseconds from now. */
export function retryAfterMs(field: string | undefined, now: number): number | undefined {
  if (field === undefined) return undefined;
  if (/^\d{1,9}$/u.test(field.trim())) return Number(field) * 1000;
  const at = Date.parse(field);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
