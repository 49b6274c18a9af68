// What the preview shows: a compiled project goes in, and one value with everything a page of the desk needs comes out. It
// stands apart so that whoever compiles (the command) and whoever shows (the pages) agree on it and on nothing else.
import type { IsoDate } from '../model/calendar.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Direction } from '../model/direction.ts';
import type { ErrorCode } from '../model/errors.ts';
import { type Issue, newestFirst } from '../model/issue.ts';
import type { Newsletter } from '../model/newsletter.ts';
import type { ImageFile, OutputFile, RenderedIssue } from '../model/rendered.ts';

export interface PreviewState {
  /** Of the newsletter. Empty when nothing could be compiled. */
  readonly title: string;
  /** The name that stands in an inbox before the subject. */
  readonly senderName: string;
  /** Absolute, with a final slash: what a mail calls by this address, the preview shows from `files`. */
  readonly siteUrl: string;
  /** `site/…`; made when somebody looks at the site. */
  readonly files: () => Promise<readonly OutputFile[]>;
  /** All pictures of the project, so that a draft's mail shows those which no published page has. */
  readonly images: readonly ImageFile[];
  /** The newest first, drafts included. */
  readonly issues: readonly PreviewIssue[];
  /** Sorted, those of the settings files included. */
  readonly diagnostics: readonly Diagnostic[];
  /** Why there is nothing to show. Every page says so until it is mended. */
  readonly failure?: PreviewFailure;
}

export interface PreviewIssue {
  readonly slug: string;
  readonly number?: number;
  readonly title: string;
  readonly date: IsoDate;
  readonly isDraft: boolean;
  readonly language: string;
  readonly direction: Direction;
  readonly subject: string;
  /** Empty when there is none. */
  readonly preheader: string;
  /** The mail as sent, markers in place. */
  readonly html: string;
  readonly text: string;
  /** The Markdown, exactly as on disk. */
  readonly sourceText: string;
  readonly sourcePath: string;
  /** Of `html` in UTF-8. */
  readonly htmlBytes: number;
}

export interface PreviewFailure {
  readonly code: ErrorCode;
  /** One sentence about this very case. */
  readonly message: string;
  readonly hint: string;
  /** `path:line:col`. */
  readonly place?: string;
}

export interface CompiledProject {
  readonly newsletter: Pick<Newsletter, 'title' | 'siteUrl' | 'from'>;
  readonly issues: readonly Issue[];
  readonly rendered: ReadonlyMap<string, RenderedIssue>;
  readonly files: () => Promise<readonly OutputFile[]>;
  readonly images: readonly ImageFile[];
  readonly diagnostics: readonly Diagnostic[];
}

/** An issue that has no rendering is left out; its diagnostics say why. */
export function createPreviewState(project: CompiledProject): PreviewState {
  const { newsletter, issues, rendered, images, diagnostics } = project;
  let made: Promise<readonly OutputFile[]> | undefined;
  return {
    title: newsletter.title,
    senderName: newsletter.from.name || newsletter.title,
    siteUrl: newsletter.siteUrl,
    files: () => {
      made ??= project.files();
      return made;
    },
    images,
    issues: newestFirst(issues).flatMap((issue) => {
      const mail = rendered.get(issue.slug);
      return mail === undefined ? [] : [previewIssue(issue, mail)];
    }),
    diagnostics,
  };
}

/** A state with nothing but the reason why there is nothing. */
export function failedPreviewState(
  failure: PreviewFailure,
  diagnostics: readonly Diagnostic[] = [],
): PreviewState {
  return {
    title: '',
    senderName: '',
    siteUrl: '',
    files: async () => [],
    images: [],
    issues: [],
    diagnostics,
    failure,
  };
}

function previewIssue(issue: Issue, mail: RenderedIssue): PreviewIssue {
  const { slug, number, title, date, isDraft, language, direction, text, path } = issue;
  return {
    slug,
    ...(number === undefined ? {} : { number }),
    title,
    date,
    isDraft,
    language,
    direction,
    subject: mail.subject,
    preheader: mail.preheader,
    html: mail.html,
    text: mail.text,
    sourceText: text,
    sourcePath: path,
    htmlBytes: Buffer.byteLength(mail.html, 'utf8'),
  };
}
