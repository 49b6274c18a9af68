// What the ledger remembers of an issue when it is planned.
import { letterFields } from '../deliver/letter.ts';
import { sha256 } from '../model/digest-of-text.ts';
import type { Issue } from '../model/issue.ts';
import type { Newsletter } from '../model/newsletter.ts';
import type { IssueToPlan } from '../model/ports.ts';
import type { RenderedIssue } from '../model/rendered.ts';
import { tagsOfIssue } from '../model/tags-of-issue.ts';

export function planIssue(issue: Issue, rendered: RenderedIssue, newsletter: Newsletter): IssueToPlan {
  return {
    slug: issue.slug,
    // RFC 5322 §3.6.4: the right side is a domain of the sender's own.
    messageIdDomain: newsletter.listId,
    textHash: sha256(issue.text),
    subject: rendered.subject,
    tags: tagsOfIssue(issue, newsletter.topics),
    copy: {
      markdown: issue.text,
      html: rendered.html,
      text: rendered.text,
      fields: letterFields(newsletter, issue.slug),
    },
  };
}
