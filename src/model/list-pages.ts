// What the front door shows and writes, before anyone has said how it looks: one kind for each page and mail about a subscription. `server/` and
// `deliver/` make these, `render/` sets them with `templates/list/` in the reader's language.
import type { IsoInstant } from './calendar.ts';
import type { Preferences } from './subscriber.ts';

/** Nothing of it is anyone's but who holds the link: no page may be stored or indexed. `action` and links are absolute or begin with a slash. */
export type ListPage =
  /** The form. `isSecondStep`: it came from a plain form on another site, filled in, and needs one more press. */
  | {
      readonly kind: 'sign-up';
      readonly action: string;
      /** Hidden field `form`. */
      readonly formToken: string;
      readonly values: SignUpValues;
      readonly topics: readonly string[];
      readonly isSecondStep: boolean;
      readonly problem?: SignUpProblem;
    }
  /** The same for everyone: look into your mailbox. */
  | { readonly kind: 'asked' }
  | { readonly kind: 'confirm'; readonly action: string }
  | { readonly kind: 'confirmed'; readonly preferencesUrl: string }
  | { readonly kind: 'link-expired'; readonly signUpUrl: string }
  /** Not made by us, or cut short by a mail program. */
  | { readonly kind: 'link-unknown'; readonly signUpUrl: string; readonly owner: string }
  | { readonly kind: 'unsubscribe'; readonly action: string; readonly preferencesUrl: string }
  /** `undo`: only on the page that follows the press. `own`: behind the link to the preferences, which who has left has no other use for. */
  | {
      readonly kind: 'unsubscribed';
      readonly signUpUrl: string;
      readonly own?: { readonly dataAction: string; readonly eraseUrl: string };
      readonly undo?: { readonly action: string; readonly token: string };
    }
  | { readonly kind: 'rejoined'; readonly preferencesUrl: string }
  | {
      readonly kind: 'preferences';
      readonly action: string;
      readonly dataAction: string;
      readonly eraseUrl: string;
      readonly unsubscribeUrl: string;
      readonly values: Preferences;
      /** Masked: `r…@example.org`. */
      readonly address: string;
      readonly topics: readonly string[];
      readonly languages: readonly LanguageChoice[];
      readonly isSaved: boolean;
      readonly problem?: PreferencesProblem;
    }
  | { readonly kind: 'erase'; readonly action: string; readonly preferencesUrl: string }
  | { readonly kind: 'erased'; readonly signUpUrl: string }
  | { readonly kind: 'too-often'; readonly waitMinutes: number }
  /** A form that was not filled in here, or too long ago. */
  | { readonly kind: 'form-refused'; readonly signUpUrl: string }
  | { readonly kind: 'not-found'; readonly homeUrl: string }
  | { readonly kind: 'failed' };

export type ListPageKind = ListPage['kind'];

export interface SignUpValues {
  readonly address?: string;
  readonly name?: string;
  readonly topics?: readonly string[];
  readonly format?: 'text';
}

export type SignUpProblem = 'address-missing' | 'address-unusable' | 'name-too-long' | 'topics-missing';
export type PreferencesProblem = 'name-too-long' | 'topics-missing' | 'date-unusable';

export interface LanguageChoice {
  /** BCP 47. */
  readonly tag: string;
  /** In itself: `العربية`. */
  readonly name: string;
}

/** A mail about a subscription. Nothing in it was typed by whoever asked for it. */
export type ListMail =
  | { readonly kind: 'confirm'; readonly confirmUrl: string; readonly expiresAt: IsoInstant }
  | { readonly kind: 'known'; readonly preferencesUrl: string };

export interface PrintedMail {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

export interface ListPrinter {
  /** A whole HTML page. `language`: the reader's, BCP 47; the nearest that there are words in is taken, else the newsletter's own. */
  page(page: ListPage, language?: string): { readonly html: string; readonly language: string };
  mail(mail: ListMail, language?: string): PrintedMail;
  /** What a reader agrees to beside the form, and its version: `en-3f9a0c21b7de`, its language and the front of its SHA-256. */
  consent(language?: string): { readonly text: string; readonly version: string; readonly language: string };
  /** Those there are words in, the newsletter's own first. */
  readonly languages: readonly LanguageChoice[];
  /** Address below `listUrl` → the style sheet of the pages; they carry no style and no script in themselves. */
  readonly styles: { readonly path: 'styles/list.css'; readonly contents: string };
}
