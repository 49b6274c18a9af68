// What the ledger remembers of an issue when it is planned.
import { createHash } from 'node:crypto';
import type { Issue } from '../model/issue.ts';
import type { Newsletter } from '../model/newsletter.ts';
import type { PlannedIssue } from '../model/ports.ts';
import type { RenderedIssue } from '../model/rendered.ts';

export function planIssue(issue: Issue, rendered: RenderedIssue, newsletter: Newsletter): PlannedIssue {
  return {
    slug: issue.slug,
    // RFC 5322 §3.6.4: the right side is a domain of the sender's own.
    messageIdDomain: newsletter.listId,
    textHash: createHash('sha256').update(issue.text, 'utf8').digest('hex'),
    subject: rendered.subject,
  };
}
