// What `init` writes into a new newsletter's folder: settings, a few publishers and a first issue that explains itself and
// passes the proofreader. All names and addresses are of the reserved kind (RFC 2606) or an agency's own.
import { addDays, formatDay, type IsoDate } from '../model/calendar.ts';

/** Path relative to the new folder → text. */
export function starterFiles(options: {
  readonly title: string;
  readonly date: IsoDate;
  readonly listId: string;
}): ReadonlyMap<string, string> {
  return new Map([
    ['issues/newsletter.yaml', newsletter(options.title, options.listId)],
    ['issues/sources.yaml', SOURCES],
    ['issues/0001.md', firstIssue(options.date)],
    ['.gitignore', 'out/\ndata/\n.env\n'],
  ]);
}

function newsletter(title: string, listId: string): string {
  return `# yaml-language-server: $schema=.schemas/newsletter.schema.json
# Your newsletter. Lines that begin with # are notes and change nothing.
# Replace everything that says example.org with your own before you send.

title: ${JSON.stringify(title)}
shortTitle: ${JSON.stringify(title)}
description: ${JSON.stringify(`${title}, a newsletter of links worth reading.`)}

# Where the archive will be found on the web, and the language and clock it keeps.
siteUrl: https://newsletter.example.org/
language: en
timeZone: Europe/London

# Who the mail comes from, and who reads what is sent back.
from:
  name: ${JSON.stringify(title)}
  address: newsletter@example.org
owner: editor@example.org
unsubscribeAddress: leave@example.org
# Where letters come back to that cannot be delivered; docs/bounces.md tells what that address needs.
# bounceAddress: bounce@example.org

# The list's own name on the wire. Choose it once and never change it.
listId: ${listId}

# The law in many countries wants a postal address in every mail.
postalAddress: |
  ${title.replaceAll('\n', ' ')}
  1 Example Street
  Example Town

boilerplate:
  subscribe: >-
    This newsletter is free. Someone sent it on to you? Ask for your own copy on
    [our site](https://newsletter.example.org/).
  disclaimer: >-
    We list what we think worth reading. A link is not an endorsement.

# The order of sections. Other headings are welcome and stay where you put them.
sections:
  - { name: News, aliases: [The news], kind: items }
  - { name: Events, aliases: [Upcoming events], kind: events }
  - { name: Of interest to readers, aliases: [Of interest], kind: interest }

# Feeds that \`broadside collect\` asks for stories. What is new stands in issues/inbox.md then, for you to tick.
# feeds:
#   - url: https://harbourpost.example/rss

# Mail servers that refuse an issue for now are tried again: for so many hours after it began to go out.
delivery: { expiresAfterHours: 120 }

# Rules of the proofreader that you do not want: \`link-duplicate: off\`, or \`warn\`, or \`error\`.
rules: {}
`;
}

const SOURCES = `# yaml-language-server: $schema=.schemas/sources.schema.json
# The publishers you quote. Add a row for each; the proofreader knows them by these names.
#   name      the one right spelling         variants  other spellings people write
#   verb      "report" or "reports"           domains   where its articles are found

sources:
  - { id: reuters, name: Reuters, verb: report, domains: [reuters.com], kind: agency, home: https://www.reuters.com/ }
  - { id: ap, name: AP, variants: [Associated Press], verb: report, domains: [apnews.com, ap.org], kind: agency, home: https://apnews.com/ }
  - { id: bbc, name: BBC, variants: [The BBC, BBC News], verb: reports, domains: [bbc.co.uk, bbc.com], kind: broadcaster, home: https://www.bbc.co.uk/news }
  - { id: harbour-post, name: Harbour Post, verb: reports, domains: [harbourpost.example], kind: newspaper, home: https://harbourpost.example/ }
`;

function firstIssue(date: IsoDate): string {
  return `---
number: 1
date: ${date}
tags: [first steps]
preheader: How an issue is written, shown by one.
---

This is your first issue. Change it, and watch the pages change with \`broadside preview\`.

## News

### [Dockers vote to end nine-week strike](https://harbourpost.example/dockers-vote)

Harbour Post reports (${formatDay(addDays(date, -1), 'en')}): Crane crews voted by four to one to go back to work.

"We got the rota, not the money," the branch secretary said.

Tags: strike, wages

## Of interest to readers

- [A short history of cranes](https://books.example/cranes), free online. Disclaimer: listing is not endorsement.
`;
}
