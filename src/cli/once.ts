// What is found or made when somebody asks for the first time, and is the same from then on.

export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** The same, but let go when memory is wanted, and made again. */
export function asLongAsThereIsRoom<T extends object>(make: () => T): () => T {
  let made: WeakRef<T> | undefined;
  return () => {
    const known = made?.deref();
    if (known !== undefined) return known;
    const now = make();
    made = new WeakRef(now);
    return now;
  };
}
