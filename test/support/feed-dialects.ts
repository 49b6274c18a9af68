// Feeds in the dialects in which they are met: every form of RSS, Atom and JSON Feed, encodings, and the mistakes that programs and servers make.
// Each tells one story; what is to come of it stands beside it. "Now" is 1 February 2016.
import { gzipSync } from 'node:zlib';
import type { Candidate } from '../../src/model/candidate.ts';

export interface FeedDialect {
  readonly name: string;
  readonly type: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
  readonly story: Partial<Candidate>;
}

const XML = '<?xml version="1.0" encoding="UTF-8"?>\n';
const rss = (items: string, head = ''): string =>
  `<rss version="2.0"><channel><title>Quay Wire</title><link>https://quay.example/</link>${head}${items}</channel></rss>`;
/** Other figures than UTF-8 has for them. */
const latin1 = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const utf16 = (text: string): Uint8Array => Buffer.from(`\ufeff${text}`, 'utf16le');

/** "ميناء", the harbour, in the code page of Arabic Windows. */
const HARBOUR_1256 = [0xe3, 0xed, 0xe4, 0xc7, 0xc1];

export const FEED_DIALECTS: readonly FeedDialect[] = [
  {
    name: 'RSS 2.0 with all that it may have',
    type: 'application/rss+xml; charset=utf-8',
    body: `${XML}<?xml-stylesheet href="look.xsl"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Quay &amp; Co</title><link>https://quay.example/</link><language>en-gb</language><atom:link rel="self" href="https://quay.example/feed"/><item><title><![CDATA[Cranes <em>stand</em> still &amp; wait]]></title><link>https://quay.example/cranes?id=1&amp;utm_source=rss</link><description>&lt;p&gt;Nobody &lt;b&gt;came&lt;/b&gt; &amp;amp; nobody went.&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;</description><content:encoded><![CDATA[<p>All of it.</p>]]></content:encoded><dc:creator>A. Lind</dc:creator><category>Ports</category><guid isPermaLink="false">77</guid><pubDate>Fri, 29 Jan 2016 23:30:00 +0000</pubDate></item></channel></rss>`,
    story: {
      headline: 'Cranes stand still & wait',
      url: 'https://quay.example/cranes?id=1',
      source: 'Quay & Co',
      date: '2016-01-29',
      excerpt: 'Nobody came & nobody went.',
    },
  },
  {
    name: 'RSS 0.91 with a document type of its own',
    type: 'text/xml',
    body: '<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.example/rss-0.91.dtd" [<!ENTITY quay "Quay"><!-- don\'t -->]><rss version="0.91"><channel><title>Old Pier</title><link>https://pier.example/</link><description>x</description><language>en</language><item><title>Pilots ask for a second boat</title><link>https://pier.example/pilots</link></item></channel></rss>',
    story: {
      headline: 'Pilots ask for a second boat',
      url: 'https://pier.example/pilots',
      source: 'Old Pier',
    },
  },
  {
    name: 'RSS 0.92 that gathers from others',
    type: 'text/xml',
    body: '<rss version="0.92"><channel><title>All the Coast</title><link>https://coast.example/</link><item><title>Ferry fares rise by a fifth - Tide Daily</title><link>https://coast.example/go?to=4</link><source url="https://tide.example/rss">Tide Daily</source></item></channel></rss>',
    story: {
      headline: 'Ferry fares rise by a fifth',
      url: 'https://coast.example/go?to=4',
      source: 'Tide Daily',
    },
  },
  {
    name: 'RSS 0.90, which was RDF',
    type: 'application/rdf+xml',
    body: '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel><title>Buoy Notes</title><link>https://buoy.example/</link></channel><item><title>Four buoys have gone adrift</title><link>https://buoy.example/4</link></item></rdf:RDF>',
    story: { headline: 'Four buoys have gone adrift', url: 'https://buoy.example/4', source: 'Buoy Notes' },
  },
  {
    name: 'RSS 1.0 with Dublin Core',
    type: 'application/xml',
    body: '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://lotse.example/"><title>Der Lotse</title><link>https://lotse.example/</link><dc:language>de_DE</dc:language></channel><item rdf:about="https://lotse.example/1"><title>Hafen bleibt geschlossen</title><link>https://lotse.example/1</link><description>Bis Montag.</description><dc:date>2016-01-28</dc:date></item></rdf:RDF>',
    story: {
      headline: 'Hafen bleibt geschlossen',
      url: 'https://lotse.example/1',
      source: 'Der Lotse',
      date: '2016-01-28',
      excerpt: 'Bis Montag.',
      language: 'de-DE',
    },
  },
  {
    name: 'Atom with bases, languages and XHTML',
    type: 'application/atom+xml',
    body: `${XML}<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en" xml:base="https://mole.example/news/"><title type="text">Mole &lt;Press&gt;</title><id>urn:x</id><updated>2016-01-30T00:00:00Z</updated><link rel="self" href="atom"/><entry xml:lang="ar" xml:base="2016/"><id>urn:y</id><title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">ميناء <b>بلا</b> سفن</div></title><link rel="enclosure" href="a.mp3"/><link rel="alternate" type="application/json" href="one.json"/><link rel="alternate" type="text/html" href="one.html"/><published>2016-01-30T10:00:00+03:00</published><updated>2016-01-31T00:00:00Z</updated><summary type="html">&lt;p&gt;ست دقائق&lt;/p&gt;</summary></entry></feed>`,
    story: {
      headline: 'ميناء بلا سفن',
      url: 'https://mole.example/news/2016/one.html',
      source: 'Mole <Press>',
      date: '2016-01-30',
      excerpt: 'ست دقائق',
      language: 'ar',
    },
  },
  {
    name: 'Atom 0.3',
    type: 'application/atom+xml',
    body: '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Lighthouse</title><entry><title mode="escaped" type="text/html">Lamp &amp;amp; lens renewed</title><link rel="alternate" type="text/html" href="https://light.example/lamp"/><issued>2016-01-27T08:00:00Z</issued><modified>2016-01-27T09:00:00Z</modified></entry></feed>',
    story: { headline: 'Lamp & lens renewed', url: 'https://light.example/lamp', date: '2016-01-27' },
  },
  {
    name: 'Atom with a prefix on every tag, without a link',
    type: 'application/xml',
    body: '<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:title>Prefix</a:title><a:entry><a:id>https://prefix.example/one</a:id><a:title>Tug company is sold again</a:title><a:updated>2016-01-26T08:00:00.123Z</a:updated></a:entry></a:feed>',
    story: { headline: 'Tug company is sold again', url: 'https://prefix.example/one', date: '2016-01-26' },
  },
  {
    name: 'JSON Feed 1.1',
    type: 'application/feed+json',
    body: JSON.stringify({
      version: 'https://jsonfeed.org/version/1.1',
      title: 'Ropewalk',
      home_page_url: 'https://rope.example/',
      items: [
        {
          id: '1',
          url: '/hemp',
          title: 'Hemp is dear & scarce',
          content_html: '<p>Three <i>times</i> the price.</p>',
          date_published: '2016-01-25T23:30:00-05:00',
          tags: ['Ports'],
        },
      ],
    }),
    story: {
      headline: 'Hemp is dear & scarce',
      url: 'https://rope.example/hemp',
      date: '2016-01-26',
      excerpt: 'Three times the price.',
    },
  },
  {
    name: 'JSON Feed without a version, with a mark before it',
    type: 'text/plain',
    body: `\ufeff${JSON.stringify({ title: 'Netmender', items: [{ id: 'https://net.example/2', content_text: 'Short note on nets and knots' }] })}`,
    story: { headline: 'Short note on nets and knots', url: 'https://net.example/2', source: 'Netmender' },
  },
  {
    name: 'Latin-1, said in the XML alone',
    type: 'application/rss+xml',
    body: latin1(
      `<?xml version="1.0" encoding="ISO-8859-1"?>${rss('<item><title>Pêcheurs en grève à Sète</title><link>https://quay.example/sete</link></item>', '<language>fr</language>')}`,
    ),
    story: { headline: 'Pêcheurs en grève à Sète', url: 'https://quay.example/sete', language: 'fr' },
  },
  {
    name: 'Arabic Windows, said by the server alone',
    type: 'text/xml; charset=windows-1256',
    body: Buffer.concat([
      Buffer.from('<rss version="2.0"><channel><title>x</title><item><title>'),
      Buffer.from(HARBOUR_1256),
      Buffer.from(' is open</title><link>https://quay.example/1256</link></item></channel></rss>'),
    ]),
    story: { headline: 'ميناء is open', url: 'https://quay.example/1256' },
  },
  {
    name: 'UTF-8 that its server calls Latin-1',
    type: 'text/xml; charset=iso-8859-1',
    body: `${XML}${rss('<item><title>“Enough” – the crew of the Åse</title><link>https://quay.example/ase</link></item>')}`,
    story: { headline: '“Enough” – the crew of the Åse', url: 'https://quay.example/ase' },
  },
  {
    name: 'UTF-16',
    type: 'application/xml',
    body: utf16(
      `<?xml version="1.0" encoding="UTF-16"?>${rss('<item><title>Wide letters, narrow berth</title><link>https://quay.example/wide</link></item>')}`,
    ),
    story: { headline: 'Wide letters, narrow berth', url: 'https://quay.example/wide' },
  },
  {
    name: 'Windows’ quotes in what is called UTF-8',
    type: 'application/rss+xml; charset=utf-8',
    body: Buffer.concat([
      Buffer.from(`${XML}<rss version="2.0"><channel><title>x</title><item><title>`),
      Buffer.from([0x93, 0x4e, 0x6f, 0x94, 0x20, 0x96, 0x20, 0x93, 0x6e, 0x6f, 0x94]),
      Buffer.from(
        ', says the harbour master</title><link>https://quay.example/no</link></item></channel></rss>',
      ),
    ]),
    story: { headline: '“No” – “no”, says the harbour master', url: 'https://quay.example/no' },
  },
  {
    name: 'broken off in the middle',
    type: 'application/rss+xml',
    body: `${XML}<rss version="2.0"><channel><title>Half</title><item><title>Whole story of the sluice</title><link>https://half.example/1</link></item><item><title>Half a sto`,
    story: { headline: 'Whole story of the sluice', url: 'https://half.example/1', source: 'Half' },
  },
  {
    name: 'ill-formed: tags and ampersands as they are',
    type: 'application/rss+xml',
    body: rss(
      '<item><title>Rum & sugar<br> at the <b>old</b> pier</title><link>https://quay.example/rum?a=1&b=2</link><description>5 < 6 & <i>so on</description></item>',
    ),
    story: {
      headline: 'Rum & sugar at the old pier',
      url: 'https://quay.example/rum?a=1&b=2',
      excerpt: '5 < 6 & so on',
    },
  },
  {
    name: 'names of HTML for letters, escaped twice',
    type: 'application/rss+xml',
    body: rss(
      '<item><title>Caf&eacute;&nbsp;on the quay &amp;mdash; it&amp;#8217;s shut</title><link>https://quay.example/cafe</link></item>',
    ),
    story: { headline: 'Café on the quay — it’s shut', url: 'https://quay.example/cafe' },
  },
  {
    name: 'a warning of the server’s program before it',
    type: 'text/html',
    body: `\n<br />\n<b>Warning</b>: Undefined index in <b>/srv/feed.php</b> on line <b>3</b><br />\n${XML}${rss('<item><title>Dry dock number two is flooded</title><link>https://quay.example/dock</link></item>')}`,
    story: { headline: 'Dry dock number two is flooded', url: 'https://quay.example/dock' },
  },
  {
    name: 'capitals and a date with two figures and a named zone',
    type: 'text/xml',
    body: '<RSS VERSION="2.0"><CHANNEL><TITLE>LOUD</TITLE><ITEM><TITLE>Foghorn is silent</TITLE><LINK>https://loud.example/1</LINK><PUBDATE>Mon, 25 Jan 16 23:30 EST</PUBDATE></ITEM></CHANNEL></RSS>',
    story: { headline: 'Foghorn is silent', url: 'https://loud.example/1', date: '2016-01-26' },
  },
  {
    name: 'an address only in its guid, and a date in words',
    type: 'text/xml',
    body: rss(
      '<item><title>Guided by the guid alone</title><guid>https://quay.example/guid</guid><pubDate>lundi 25 janvier 2016 10:00</pubDate></item>',
      '<language>fr</language>',
    ),
    story: {
      headline: 'Guided by the guid alone',
      url: 'https://quay.example/guid',
      date: '2016-01-25',
      language: 'fr',
    },
  },
  {
    name: 'relative addresses, blanks around all, controls in between',
    type: 'text/xml',
    body: rss(
      '<item><title>\n  Bell\u0008 and\u0000 whistle  \n</title><link>\n /bell#xtor=RSS-1 </link></item>',
    ),
    story: { headline: 'Bell and whistle', url: 'https://quay.example/bell' },
  },
  {
    name: 'compressed though nobody asked for that kind',
    type: 'application/rss+xml',
    headers: { 'content-encoding': 'x-gzip' },
    body: gzipSync(
      rss('<item><title>Packed and sent by sea</title><link>https://quay.example/packed</link></item>'),
    ),
    story: { headline: 'Packed and sent by sea', url: 'https://quay.example/packed' },
  },
  {
    name: 'dates that cannot be',
    type: 'text/xml',
    body: rss(
      '<item><title>Out of time</title><link>https://quay.example/time</link><pubDate>Thu, 01 Jan 1970 00:00:00 GMT</pubDate></item>',
    ),
    story: { headline: 'Out of time', url: 'https://quay.example/time' },
  },
];
