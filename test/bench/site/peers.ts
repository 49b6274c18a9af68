// The same archive laid out for Eleventy and for Hugo: a page for every issue, a home page with the latest, a page for every tag and
// a list of them, and a feed with the full text of the last fifty. Templates as short as they can be, so that nobody is slowed down
// by them; Markdown by the program's own parser, as it comes.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Path → text. */
type Files = Readonly<Record<string, string>>;

export function layOutForEleventy(dir: string, issues: ReadonlyMap<string, string>): void {
  write(dir, ELEVENTY);
  for (const [name, text] of issues) {
    const permalink = `permalink: /issues/${path.basename(name, '.md')}.html`;
    write(dir, { [`src/issues/${name}`]: withTags(text).replace(/^---$/mu, `---\n${permalink}`) });
  }
}

export function layOutForHugo(dir: string, issues: ReadonlyMap<string, string>): void {
  write(dir, HUGO);
  for (const [name, text] of issues) write(dir, { [`content/issues/${name}`]: withTags(text) });
}

/** Front matter as both read it: a title, and the tags of all items, which Broadside finds in the text itself. */
export function withTags(text: string): string {
  const [, head = '', body = ''] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/u.exec(text) ?? [];
  const listed = [...text.matchAll(/^Tags: (.+)$/gmu)].flatMap(([, list = '']) => list.split(', '));
  const own = /^tags: \[(.+)\]$/mu.exec(head)?.[1] ?? '';
  const tags = [...new Set([own, ...listed])].filter((tag) => tag !== '');
  const number = /^number: (\d+)$/mu.exec(head)?.[1] ?? '';
  const date = /^date: (.+)$/mu.exec(head)?.[1] ?? '';
  return `---\ntitle: "Newsletter No. ${number}"\ndate: ${date}\ntags: [${tags.map((tag) => `"${tag}"`).join(', ')}]\n---\n${body}`;
}

function write(dir: string, files: Files): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(dir, name)), { recursive: true });
    writeFileSync(path.join(dir, name), text);
  }
}

const FRAME_TOP = '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>';
const FRAME_MIDDLE = '</title></head><body><header><a href="/">Generated Gazette</a></header><main>';
const FRAME_END = '</main><footer>A link is not an endorsement.</footer></body></html>';

const ELEVENTY: Files = {
  'eleventy.config.js': `export default function (config) {
  config.addCollection('issues', (all) => all.getFilteredByGlob('src/issues/*.md').reverse());
  config.addFilter('first', (list, count) => list.slice(0, count));
  config.addFilter('rfc822', (date) => date.toUTCString());
  config.addFilter('day', (date) => date.toISOString().slice(0, 10));
  return { dir: { input: 'src', output: 'out' }, markdownTemplateEngine: false };
}
`,
  'src/issues/issues.json': '{ "layout": "issue.njk" }',
  'src/_includes/issue.njk': `${FRAME_TOP}{{ title }}${FRAME_MIDDLE}<h1>{{ title }}</h1><p>{{ date | day }}</p>{{ content | safe }}<ul>{% for tag in tags %}<li><a href="/tags/{{ tag | slugify }}.html">{{ tag }}</a></li>{% endfor %}</ul>${FRAME_END}`,
  'src/index.njk': `---\npermalink: /index.html\n---\n${FRAME_TOP}Home${FRAME_MIDDLE}{% for issue in collections.issues | first(10) %}<h2><a href="{{ issue.url }}">{{ issue.data.title }}</a></h2>{% endfor %}${FRAME_END}`,
  'src/tags.njk': `---\npermalink: /tags.html\n---\n${FRAME_TOP}Tags${FRAME_MIDDLE}<ul>{% for tag, list in collections %}<li><a href="/tags/{{ tag | slugify }}.html">{{ tag }}</a> {{ list.length }}</li>{% endfor %}</ul>${FRAME_END}`,
  'src/tag.njk': `---\npagination:\n  data: collections\n  size: 1\n  alias: tag\n  filter: [all, issues]\npermalink: "/tags/{{ tag | slugify }}.html"\n---\n${FRAME_TOP}{{ tag }}${FRAME_MIDDLE}<h1>{{ tag }}</h1><ul>{% for issue in collections[tag] %}<li><a href="{{ issue.url }}">{{ issue.data.title }}</a> {{ issue.date | day }}</li>{% endfor %}</ul>${FRAME_END}`,
  'src/feed.njk': `---\npermalink: /feed.xml\n---\n<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Generated Gazette</title><link>https://gazette.example.org/</link><description>An archive made for measuring.</description>{% for issue in collections.issues | first(50) %}<item><title>{{ issue.data.title }}</title><link>https://gazette.example.org{{ issue.url }}</link><pubDate>{{ issue.date | rfc822 }}</pubDate><description>{{ issue.templateContent }}</description></item>{% endfor %}</channel></rss>`,
};

const HUGO: Files = {
  'hugo.toml': `baseURL = "https://gazette.example.org/"
title = "Generated Gazette"
languageCode = "en"
uglyURLs = true
disableKinds = ["section", "sitemap", "robotsTXT", "404"]
[taxonomies]
tag = "tags"
[outputs]
home = ["HTML", "RSS"]
page = ["HTML"]
taxonomy = ["HTML"]
term = ["HTML"]
`,
  'layouts/_default/baseof.html': `${FRAME_TOP}{{ .Title }}${FRAME_MIDDLE}{{ block "main" . }}{{ end }}${FRAME_END}`,
  'layouts/_default/single.html': `{{ define "main" }}<h1>{{ .Title }}</h1><p>{{ .Date.Format "2006-01-02" }}</p>{{ .Content }}<ul>{{ range .GetTerms "tags" }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>{{ end }}`,
  'layouts/index.html': `{{ define "main" }}{{ range first 10 site.RegularPages.ByDate.Reverse }}<h2><a href="{{ .RelPermalink }}">{{ .Title }}</a></h2>{{ end }}{{ end }}`,
  'layouts/_default/terms.html': `{{ define "main" }}<ul>{{ range .Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ len .Pages }}</li>{{ end }}</ul>{{ end }}`,
  'layouts/_default/term.html': `{{ define "main" }}<h1>{{ .Title }}</h1><ul>{{ range .Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ .Date.Format "2006-01-02" }}</li>{{ end }}</ul>{{ end }}`,
  'layouts/index.rss.xml': `<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Generated Gazette</title><link>https://gazette.example.org/</link><description>An archive made for measuring.</description>{{ range first 50 site.RegularPages.ByDate.Reverse }}<item><title>{{ .Title }}</title><link>{{ .Permalink }}</link><pubDate>{{ .Date.Format "Mon, 02 Jan 2006 15:04:05 GMT" }}</pubDate><description>{{ .Content | html }}</description></item>{{ end }}</channel></rss>`,
};
