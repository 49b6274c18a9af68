// What the tests use of it; the package has no types of its own.
declare module '@citation-js/core' {
  export class Cite {
    constructor(input: unknown);
    readonly data: readonly Record<string, unknown>[];
  }
}
declare module '@citation-js/plugin-bibtex' {}
