// How exports of other programs are read, whoever made them: pieces of a file, or the files of a folder or a zip one after another, go
// in; posts come out as soon as each is whole, so that a file of a gigabyte needs no more memory than its largest post. Readers are pure:
// `cli/` opens files and zips, walks folders and hands over what it found.
import type { ImportedPost, ImportNote } from './imported-post.ts';
import type { ReceivedMail, UnreadableMail } from './received-mail.ts';

/** One program's export: a line of `intake/exports/export-formats.ts`. */
export interface ExportFormat {
  /** What `--from` takes: `blogger`, `wordpress`, `ghost`, `mbox`. Lower case, one word. */
  readonly name: string;
  /** For people: `Blogger (Takeout or backup)`. */
  readonly title: string;
  /** For people: which file it is and where the program gives it. One sentence. */
  readonly found: string;
  /** Absent where the export is never one file. */
  readonly file?: {
    /**
     * @param name Of the file, without its folders.
     * @param firstBytes At most the first 64 KiB.
     */
    readonly recognise: (name: string, firstBytes: Uint8Array) => boolean;
    /** @param name The same at every run: of the file, or its path in the folder that was named. */
    readonly open: (settings: ExportSettings, name: string) => ExportReader;
  };
  /** Absent where the export is never several files. A zip is a folder. */
  readonly folder?: {
    /** @param paths POSIX, relative to the folder, sorted; a zip's one folder that holds all the rest is taken off. */
    readonly recognise: (paths: readonly string[]) => boolean;
    readonly open: (settings: ExportSettings) => FolderReader;
  };
  /** Absent where it holds no mails. `mail/readMailFiles` finds them in a file or a folder, and `mail/readMail` takes each apart. */
  readonly mails?: {
    readonly recognise: (name: string, firstBytes: Uint8Array) => boolean;
    readonly recogniseFolder: (paths: readonly string[]) => boolean;
    readonly open: (settings: ExportSettings) => MailReader;
  };
}

/** Of the newsletter that the posts go into. */
export interface ExportSettings {
  /** IANA: of dates that have none. */
  readonly timeZone: string;
  /** Of a folder of Markdown, what stands between the `---`: text in, plain values out; undefined where it is no YAML. */
  readonly readYaml: (text: string) => unknown;
}

/** A push parser of one file. It never throws at bad input: what it cannot read is a note. */
export interface ExportReader {
  /** @returns The posts that ended in this piece. Pieces end anywhere, inside a character too. */
  readonly take: (piece: Uint8Array) => readonly ImportedPost[];
  /** Called once, after the last piece. */
  readonly end: () => readonly ImportedPost[];
  /** Those since it was last asked. */
  readonly takeNotes: () => readonly ImportNote[];
}

/** The same for several files, which it is given whole, one after another. */
export interface FolderReader {
  /** Which of them it wants, in the order in which it wants them; the others are never opened, and are named in the report. */
  readonly choose: (paths: readonly string[]) => readonly string[];
  readonly take: (path: string, bytes: Uint8Array) => readonly ImportedPost[];
  readonly end: () => readonly ImportedPost[];
  readonly takeNotes: () => readonly ImportNote[];
}

/** The same for mails, which it is given one after another. */
export interface MailReader {
  /** @param place What the mail is called where it lies: `number 17 of 2009-January.mbox`. */
  readonly take: (mail: ReceivedMail | UnreadableMail, place: string) => readonly ImportedPost[];
  readonly end: () => readonly ImportedPost[];
  readonly takeNotes: () => readonly ImportNote[];
}
