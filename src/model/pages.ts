// What each kind of archive page is told. `publish` computes these, templates of the same name under `templates/site/` set
// them. URLs are relative to the page (so that the archive also opens from a folder) unless the name says `absolute`.
import type { IsoDate } from './calendar.ts';
import type { Direction } from './direction.ts';
import type { LaterText } from './later-text.ts';

/** Renders `templates/site/<name>.hbs` with its context into a whole HTML document. */
export type PageRenderer = <Name extends keyof PageContexts>(
  name: Name,
  context: PageContexts[Name] & PageFrame,
) => string;

export interface PageContexts {
  readonly home: HomePage;
  readonly issue: IssuePage;
  readonly archive: ArchivePage;
  readonly topic: TopicPage;
  readonly topics: TopicsPage;
  readonly statement: StatementPage;
  readonly corrections: CorrectionsPage;
  readonly 'not-found': NotFoundPage;
  readonly moved: MovedPage;
  readonly search: SearchPage;
  readonly about: AboutPage;
  readonly events: EventsPage;
  readonly follow: FollowPage;
}

/** What every page has. */
export interface PageFrame {
  /** For `<title>`, without the newsletter's name. Empty on the home page. */
  readonly pageTitle: string;
  readonly pageDescription: string;
  readonly absoluteUrl: string;
  /** From the page to the archive's root: `` or `../`. */
  readonly root: string;
  readonly language: string;
  readonly direction: Direction;
  /** The newsletter's own. */
  readonly site: SiteContext;
  /** Feeds of this page's own matter, beside the newsletter's own. */
  readonly feeds: readonly FeedLink[];
  /** Scripts of ours, that make the page handier: it is read as well without. None of them is another's. */
  readonly scripts: readonly string[];
  /** What the page is, for machines: JSON-LD documents, as texts that cannot end the element they stand in. */
  readonly linkedData: readonly string[];
  /** What stands beside the title where the page is passed on (Open Graph); the first is taken. */
  readonly pictures: readonly SharedPicture[];
  /** What is said of the page where it is passed on, if it is an issue; the first is taken. */
  readonly articles: readonly SharedArticle[];
  /** `en_GB`. */
  readonly locale: string;
  /** False for a page that stands for what is not there: it has no address of its own. */
  readonly isListed: boolean;
  /** Where what stood here is now; the first is taken. */
  readonly moved: readonly MovedTo[];
  /** Which entry of the navigation is here. */
  readonly here:
    | 'home'
    | 'archive'
    | 'tags'
    | 'sources'
    | 'statement'
    | 'corrections'
    | 'issue'
    | 'search'
    | 'about'
    | 'events'
    | 'nowhere';
}

export interface FeedLink {
  readonly title: string;
  readonly url: string;
  readonly mediaType: string;
}

export interface SharedPicture {
  readonly absoluteUrl: string;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly alt: string;
}

export interface MovedTo {
  readonly url: string;
  readonly absoluteUrl: string;
}

export interface SharedArticle {
  readonly publishedOn: IsoDate;
  readonly modifiedOn: IsoDate;
  /** Names. */
  readonly tags: readonly string[];
}

export interface SiteContext {
  readonly title: string;
  readonly shortTitle: string;
  readonly description: string;
  /** `www.example.org`: the site's name as printed in the masthead. */
  readonly host: string;
  readonly language: string;
  readonly direction: Direction;
  readonly absoluteUrl: string;
  readonly hasStatement: boolean;
  readonly hasCorrections: boolean;
  readonly hasAbout: boolean;
  readonly hasEvents: boolean;
  readonly statementTitle: string;
  readonly subscribeHtml: string;
  /** Where the form to sign up is sent, absolute, and the origin of it; both empty where there is no front door. */
  readonly signUpUrl: string;
  readonly signUpOrigin: string;
  readonly disclaimerHtml: string;
  readonly postalAddress: readonly string[];
}

/** The masthead's three facts. */
export interface IssueHead {
  readonly title: string;
  readonly date: string;
  /** `2016-01-28`, for `<time datetime>`. */
  readonly isoDate: string;
  readonly url: string;
  readonly number?: number;
  readonly language: string;
  readonly direction: Direction;
}

export interface HomePage {
  /** The latest issues, the newest first. */
  readonly issues: readonly HomeIssue[];
  readonly olderUrl: string;
}

export interface HomeIssue extends IssueHead {
  readonly teaser: string;
  /** Of its first items. */
  readonly headlines: readonly {
    readonly text: string;
    readonly url: string;
    readonly direction: Direction;
  }[];
  /** How many items there are beyond `headlines`. */
  readonly more: number;
  readonly hasMore: boolean;
}

export interface IssuePage {
  readonly issue: IssueHead;
  readonly bodyHtml: string | LaterText;
  readonly previous?: IssueHead;
  readonly next?: IssueHead;
  readonly tags: readonly TopicLink[];
  /** How to cite it: the values of a line of text, and a form for programs. */
  readonly citation: {
    readonly newsletter: string;
    readonly issue: string;
    readonly date: string;
    /** Absolute. */
    readonly url: string;
    readonly bibtex: string;
    /** Files with the issue and all of its items. */
    readonly bibtexUrl: string;
    readonly cslUrl: string;
    readonly items: readonly { readonly headline: string; readonly url: string }[];
  };
}

export interface TopicLink {
  readonly name: string;
  readonly url: string;
  readonly count: number;
  readonly direction: Direction;
}

/** The whole archive, a year or a month of it: an index as printed. */
export interface ArchivePage {
  /** "Archive", "2016", "January 2016". */
  readonly heading: string;
  readonly years: readonly {
    readonly name: string;
    readonly url: string;
    readonly isHere: boolean;
    readonly months: readonly {
      readonly name: string;
      readonly url: string;
      readonly count: number;
      readonly isHere: boolean;
    }[];
  }[];
  readonly issues: readonly ArchiveIssue[];
}

export interface ArchiveIssue extends IssueHead {
  readonly sections: readonly {
    /** Empty where the issue has no section headings. */
    readonly heading: string;
    readonly headlines: readonly {
      readonly text: string;
      readonly url: string;
      readonly direction: Direction;
    }[];
  }[];
}

/** One tag or one source: its entries, grouped by issue, the newest first. */
export interface TopicPage {
  readonly kind: 'tag' | 'source';
  readonly name: string;
  /** "Tag", "Person", "Place", "Source". */
  readonly kindName: string;
  /** Of `name`; the page's own is the frame's. */
  readonly nameDirection: Direction;
  /** A source's home page, absolute. */
  readonly homeUrl?: string;
  readonly count: number;
  readonly issues: readonly {
    readonly issue: IssueHead;
    readonly entries: readonly TopicEntry[];
  }[];
}

export interface TopicEntry {
  readonly headline: string;
  readonly url: string;
  readonly direction: Direction;
  readonly language: string;
  /** The whole entry, as on its issue's page. Empty: only its headline and summary are shown. */
  readonly html: string;
  /** Its first paragraph. Empty: its headline is enough. */
  readonly summary: string;
}

/** All tags, or all sources, with their counts. */
export interface TopicsPage {
  readonly kind: 'tag' | 'source';
  readonly heading: string;
  /** Subjects, people, places; one without a heading where there is nothing to tell apart. */
  readonly groups: readonly {
    readonly id: string;
    readonly heading: string;
    readonly topics: readonly TopicLink[];
  }[];
}

export interface StatementPage {
  readonly heading: string;
  /** "Adopted in London, 19 July 2008"; empty when neither is known. */
  readonly adopted: string;
  readonly bodyHtml: string;
  /** Names, as written. */
  readonly signatories: readonly string[];
}

export interface CorrectionsPage {
  readonly corrections: readonly {
    readonly kind: 'correction' | 'update';
    /** Both empty where the note has no date. */
    readonly date: string;
    readonly isoDate: string;
    /** Paragraphs: the note's own words, without its label and date. */
    readonly html: string;
    readonly direction: Direction;
    readonly issue: IssueHead;
    /** The entry it speaks of; the issue itself where it stands outside of any. */
    readonly entry: { readonly text: string; readonly url: string; readonly direction: Direction };
  }[];
}

/** Shown at every address with nothing behind it. URLs begin at the host's root. */
export interface NotFoundPage {
  readonly homeUrl: string;
  readonly archiveUrl: string;
}

/** At an old address: leads on to the new one. */
export interface MovedPage {
  readonly url: string;
  /** The same for people to read: absolute, in its own letters. */
  readonly shownUrl: string;
}

/** The form; what is found is put there by its script. */
export interface SearchPage {
  /** Of the index; in the addresses of its pieces. */
  readonly version: string;
  readonly tags: readonly SearchChoice[];
  readonly sources: readonly SearchChoice[];
  /** The newest first. */
  readonly years: readonly (SearchChoice & { readonly url: string })[];
}

export interface SearchChoice {
  readonly value: string;
  readonly name: string;
}

export interface AboutPage {
  readonly heading: string;
  readonly bodyHtml: string;
}

/** What issues have announced: what is to come at the day of the latest issue, then what has no day, then what is past. */
export interface EventsPage {
  readonly heading: string;
  readonly asOf: string;
  readonly asOfDate: IsoDate;
  /** Of a calendar with them all; empty where none has a day. */
  readonly calendarUrl: string;
  readonly groups: readonly { readonly heading: string; readonly events: readonly ShownEvent[] }[];
}

export interface ShownEvent {
  readonly headline: string;
  readonly direction: Direction;
  readonly language: string;
  readonly url: string;
  /** As written; each empty where it is not known. */
  readonly when: string;
  readonly whenDate: string;
  readonly where: string;
  readonly calendarUrl: string;
  readonly issue: IssueHead;
}

/** Every feed, and where it is had. */
export interface FollowPage {
  /** All of them in one file. */
  readonly opmlUrl: string;
  readonly main: readonly FollowFeed[];
  /** By section, tag and source. */
  readonly groups: readonly {
    readonly heading: string;
    readonly feeds: readonly FollowFeed[];
  }[];
}

export interface FollowFeed {
  readonly name: string;
  readonly direction: Direction;
  /** RSS, Atom and JSON Feed. */
  readonly forms: readonly { readonly name: string; readonly url: string }[];
}
