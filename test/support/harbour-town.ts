// What happens in the harbour town: stories of our own, of which generated issues are made. They are full of what looks like a
// slip and is none: initials, figures, abbreviations, names in other spellings, dots inside words.

export interface Story {
  readonly slug: string;
  readonly headline: string;
  /** Each stands by itself, so that any of them may be left out. */
  readonly sentences: readonly string[];
}

export const PORT_STORIES: readonly Story[] = [
  {
    slug: 'rota',
    headline: 'Dockers vote to end nine-week strike',
    sentences: [
      'Crane crews voted by four to one to go back to work on Monday.',
      'The new rota starts in March and covers both banks of the river.',
      'Of 515 members 412 were for it, and 103 against.',
      'A shift on the night crane will last no longer than six hours.',
    ],
  },
  {
    slug: 'customs-hall',
    headline: 'Customs hall stood empty for a year',
    sentences: [
      'Nobody at the port had the keys, and nobody had asked for them.',
      'The hall cost 3.5m crowns when it was built in the ’90s.',
      'Officials worked at folding tables in the corridor, sometimes in coats.',
    ],
  },
  {
    slug: 'tug',
    headline: 'Pilots ask for a second tug',
    sentences: [
      'One tug is not enough for ships of 300 metres, the pilots say.',
      'The Petrel, now 40 years old, was in dock for most of December.',
      'Its owner has ordered a new engine from the U.S. and is waiting for it.',
      'Until it comes, large ships must lie at anchor whenever the wind turns.',
    ],
  },
  {
    slug: 'grain',
    headline: 'First grain ship since summer is unloaded',
    sentences: [
      'The Aurora brought 18,000 tonnes of wheat to Berth No. 5.',
      'It took the crews three days, for two of the cranes are still idle.',
      'Bakers had paid twice the usual price since August.',
    ],
  },
  {
    slug: 'fog',
    headline: 'What the fog cost the ferries',
    sentences: [
      'Ferries stayed in port for eleven days of the month.',
      'Islanders were fetched by fishing boats, four at a time.',
      'The company, Lowport Lines Inc., will pay back half of each ticket.',
      'Its timetable allows for two hours of fog a week.',
    ],
  },
  {
    slug: 'dredger',
    headline: 'Dredger returns to the eastern channel',
    sentences: [
      'Sand has narrowed the channel to 60 metres, about half of what is safe.',
      'Work is to go on at night as well, e.g. under floodlights at the bend.',
      'Mussel farmers fear for their beds and want the tests repeated.',
    ],
  },
  {
    slug: 'lighthouse',
    headline: 'Lighthouse lamp goes out, and a keeper comes back',
    sentences: [
      'The automatic lamp failed twice in one week.',
      'Jean d’Arc, who kept the light until 1998, climbed the 212 steps with a lantern.',
      'Spare parts are no longer made, the coastguard explains.',
    ],
  },
  {
    slug: 'containers',
    headline: 'Forty containers nobody claims',
    sentences: [
      'They have stood behind Shed 4 since the shipping line went out of business.',
      'Customs officers opened six and found umbrellas.',
      'An auction is planned for spring, but the court has yet to agree.',
      'Each container costs the port 9.50 a day in rent that no one pays.',
    ],
  },
  {
    slug: 'pilots-school',
    headline: 'School for pilots takes its first women',
    sentences: [
      'Four of the twelve new pupils are women, the head of the school announced.',
      'The oldest of them has sailed as a mate for fifteen years.',
      'A course lasts 18 months and ends with a night passage.',
    ],
  },
  {
    slug: 'crane-rust',
    headline: 'Rust found in the oldest crane',
    sentences: [
      'Inspectors closed Crane No. 2 after a look at its bolts.',
      'It was painted every second year, but never taken apart.',
      'The maker, Vinter & Co., shut down long ago.',
    ],
  },
  {
    slug: 'gulls',
    headline: 'Who feeds the gulls on the fish quay?',
    sentences: [
      'Traders lose a crate a day to the birds.',
      'Fines of up to 50 crowns have changed little.',
      'A falconer comes on Fridays; the gulls, it seems, know which day it is.',
    ],
  },
  {
    slug: 'bridge',
    headline: 'Swing bridge will stay open for three weeks',
    sentences: [
      'Boats may pass at any hour, and people at none.',
      'Walkers must go round by the mill, which takes 25 minutes.',
      'The motor dates from 1926 and is being rewound by hand.',
    ],
  },
];

export const HOUSING_STORIES: readonly Story[] = [
  {
    slug: 'rents',
    headline: 'Rents rise behind the fish market',
    sentences: [
      'A room now costs what a flat did five years ago.',
      'The council counted 340 homes that stand empty for most of the year.',
      'Tenants in Rope Street have founded an association and meet on Tuesdays.',
    ],
  },
  {
    slug: 'shed-flats',
    headline: 'Shed 4 may become flats',
    sentences: [
      'Two architects have drawn plans that keep the roof of 1911.',
      'Sixty flats would fit in, a third of them at a rent that crews can pay.',
      'Neighbours ask where the market is to go.',
    ],
  },
  {
    slug: 'heating',
    headline: 'Sailors’ home without heating since November',
    sentences: [
      'The boiler broke on the coldest night of the autumn.',
      'Men from eleven ships sleep in their clothes, according to the chaplain.',
      'Its board has applied to three charities for help and heard from one.',
    ],
  },
  {
    slug: 'mould',
    headline: 'Doctors warn of mould in the old barracks',
    sentences: [
      'Children from the barracks cough more often than others, a survey shows.',
      'Dr. al-Sadr, who led it, looked at 88 families.',
      'The landlord speaks of wet winters and has promised fans.',
    ],
  },
  {
    slug: 'school-boat',
    headline: 'School boat saved for another year',
    sentences: [
      'Parents on the islands collected 4,200 crowns in a fortnight.',
      'The boat carries 19 pupils across the sound each morning.',
      'What happens in 2027 nobody can say yet.',
    ],
  },
  {
    slug: 'library',
    headline: 'Library opens on Sundays',
    sentences: [
      'Readers had asked for it since the reading room was heated again.',
      'Three volunteers will keep the desk, and one of them the stove.',
      'Loans went up by 12% in the first month of the trial.',
    ],
  },
  {
    slug: 'water',
    headline: 'Old pipes leak a third of the water',
    sentences: [
      'Engineers followed the pipes with microphones, street by street.',
      'Some of the joints are made of oak and were laid around 1880.',
      'A new main along Quay Street would take two summers to build.',
    ],
  },
  {
    slug: 'bus',
    headline: 'Night bus No. 9 runs again',
    sentences: [
      'It stops at the yard, the hospital and the sailors’ home.',
      'Shift workers had walked 6.5 km since the line was cut.',
      'The fare stays at 2 crowns, i.e. what it was in 2019.',
    ],
  },
];

export const LIVE_STORIES: readonly Story[] = [
  {
    slug: 'doors',
    headline: 'Doors open',
    sentences: ['The first to come was a welder with her lunch in a tin.'],
  },
  {
    slug: 'queue',
    headline: 'Queue reaches the mill',
    sentences: ['About 200 people wait, most of them in work clothes.'],
  },
  {
    slug: 'band',
    headline: 'A band begins to play',
    sentences: ['Nobody had asked it to, but nobody minds.'],
  },
  {
    slug: 'count',
    headline: 'The count begins',
    sentences: ['Two tellers sit at each table, and a third looks on.'],
  },
  {
    slug: 'result',
    headline: 'Result is in',
    sentences: ['Back to work by 412 to 103, and the hall sings.'],
  },
  { slug: 'home', headline: 'The hall empties', sentences: ['Brooms come out, and so do the gulls.'] },
];

export const QUOTES: readonly string[] = [
  'We got the rota, not the money',
  'I asked for them every Friday',
  'It is a good ship [and] a bad berth',
  'You cannot eat a promise, but you can sign it',
  'They told us to wait … and we waited',
  'My father worked here, and his father, and nobody ever gave us a key',
  'Call it a ferry if you like',
  'Nothing moves until the tide does',
];

export const SPEAKERS: readonly string[] = [
  'Ines Roca, night porter',
  'M. Okoro, crane driver',
  'R. Osei, harbour master',
  'Jean d’Arc, keeper',
  'A. J. Lind, baker',
  'Omar al-Sadr, doctor',
];

export const PICTURES: readonly { readonly file: string; readonly alt: string; readonly caption: string }[] =
  [
    {
      file: 'cranes.jpg',
      alt: 'Three cranes against the evening sky',
      caption: 'Cranes idle on New Year’s Eve.',
    },
    { file: 'a.jpg', alt: 'Ballot boxes on a trestle table', caption: 'Boxes arrive at the hall.' },
    { file: 'b.jpg', alt: 'Two tellers with rolled-up sleeves', caption: 'Tellers count into the night.' },
  ];

export const LISTINGS: readonly { readonly words: string; readonly slug: string; readonly rest: string }[] = [
  { words: 'A short history of cranes', slug: 'cranes', rest: ', free online.' },
  {
    words: 'Maps of the sound from 1700 to 1950',
    slug: 'maps',
    rest: ' at the town archive, with a guide in Arabic.',
  },
  { words: 'Songs of the rope makers', slug: 'songs', rest: ', a recording of 41 minutes.' },
  { words: 'How to read a tide table', slug: 'tides', rest: ': a leaflet for newcomers.' },
];

export const EVENTS: readonly { readonly headline: string; readonly slug: string; readonly where: string }[] =
  [
    { headline: 'Harbour walk', slug: 'walk', where: 'Custom House steps' },
    { headline: 'Evening of songs', slug: 'songs', where: 'Sailors’ home, 3 Rope Street' },
    { headline: 'Talk on the old barracks', slug: 'barracks', where: 'Reading room of the library' },
    { headline: 'Knots for beginners', slug: 'knots', where: 'Shed 4, north door' },
  ];

export const LEADS: readonly string[] = [
  'The strike ends this week, but the harbour is still shut. Thank you to everyone who wrote in.',
  'A quiet week on the water, and a loud one in the council. Read on.',
  'Nine papers, one fog: this number is about what could not be seen.',
  'Winter is long, and so is this issue. Most of it is about keeping warm.',
];

/** Items that look odd and are right; DAY stands for a day of the week before the issue. */
export const ODD_ITEMS: readonly string[] = [
  '### [الميناء يفتح أبوابه من جديد](https://www.newarab.com/port)\n\nLanguage: ar\n\nAl-Araby reports (DAY): عاد العمال إلى الرصيف بعد تسعة أسابيع. قال أحدهم: «لم نطلب المال، بل الوقت».\n\nTags: strike',
  '### [«On attend la marée», dit le pilote](https://tide.example/maree)\n\nThe Tide reports (DAY): «On attend la marée», répète le pilote, and nobody at the quay asks twice.\n\n> « Vous y étiez, toute la nuit ? »\n> -- Ines Roca, night porter\n\nTags: ships',
  '### Both banks now have a clinic <!-- on purpose: link-missing (the paper has no page for it) -->\n\nThe Tide (Lowport)\nDAY 2025\n\nThe second of them opened in a former net loft, with two beds and a view of the locks. Its doctor, A. J. Lind, comes by ferry.\n\nTags: council',
  '### [Who wrote the port’s new program? A Node.js beginner](https://coastwire.example/program)\n\nCoast Wire report (DAY): It counts crates, e.g. those of Berth No. 7, at a rate of 3.5 a minute. The file is called rota.new.js, and its author, C. d’Arc, is 17. ... So far it has been wrong twice (i.e. once a week).\n\nTags: ships',
  '### [U.S. buyer for the old yard? “No,” says its owner. “No. Never”](https://harbourpost.example/yard)\n\nHarbour Post reports (DAY): Mr. Vinter, of Vinter & Co., has had an offer of $1.2m from St. Louis and will not sell. He had had others, in 1998 and 2004–05, at 10:30 a.m. and at night.\n\nTags: ships',
  '### ‘Abbas al-Tamimi, ferryman of 88, makes his last crossing\n\n[Al Jazeera](https://www.aljazeera.com/ferryman) reports (DAY): He took the 6.15am boat, as he had for 60 years, and 6,000 people stood on the quay. His boat, the al-Nur, is 5ft longer than it looks.\n\nTags: ships',
];
