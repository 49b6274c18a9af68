// The body of a POST in, the fields of a form out, in either of the two forms that browsers and mail providers send (RFC 8058 §3.2). No more is
// read than a form of ours can have.

export interface FormFields {
  /** The first of that name; '' where there is none. */
  text(name: string): string;
  /** All of that name. */
  all(name: string): readonly string[];
  has(name: string): boolean;
}

/** The longest form has a name, an address and a list of topics. */
export const FORM_OCTETS = 16 * 1024;

/** `too large` is told, `unreadable` is an empty form: to a link that lets its reader leave, the body does not matter. */
export async function readForm(
  request: Request,
): Promise<{ readonly kind: 'form' | 'unreadable' | 'too large'; readonly fields: FormFields }> {
  const body = await readCapped(request);
  if (body === undefined) return { kind: 'too large', fields: fieldsOf(new FormData()) };
  const type = request.headers.get('content-type') ?? '';
  try {
    return {
      kind: 'form',
      fields: fieldsOf(await new Response(body, { headers: { 'Content-Type': type } }).formData()),
    };
  } catch {
    return { kind: 'unreadable', fields: fieldsOf(new FormData()) };
  }
}

/** Undefined: there is more of it, or it was not sent to its end. */
async function readCapped(request: Request): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (Number(request.headers.get('content-length') ?? 0) > FORM_OCTETS) return undefined;
  const parts: Uint8Array[] = [];
  let octets = 0;
  if (request.body === null) return new Uint8Array();
  const reader = request.body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return new Uint8Array(Buffer.concat(parts));
      octets += value.length;
      if (octets > FORM_OCTETS) return undefined;
      parts.push(value);
    }
  } catch {
    return undefined;
  } finally {
    // What is left of it is not waited for.
    void reader.cancel().catch(() => {});
  }
}

function fieldsOf(form: FormData): FormFields {
  const all = (name: string): readonly string[] =>
    form.getAll(name).filter((value) => typeof value === 'string');
  return { text: (name) => all(name)[0] ?? '', all, has: (name) => form.has(name) };
}
