// The search of the archive: runs in the reader's browser, asks nobody, and loads of the index only what a query needs. The pieces of
// the index are scripts that hand over one value each, so that it also works in a page that was opened from a folder.

(() => {
  const form = document.querySelector('form.search');
  if (form === null) return;
  const field = form.elements.namedItem('q');
  const status = document.querySelector('.search-count');
  const list = document.querySelector('.finds');
  const more = document.querySelector('.search-more');
  const { version, found, none, failed } = form.dataset;

  const FILTERS = ['source', 'tag', 'year'];
  /** Shown at once, and again at each press on "more": every one costs a piece of the index. */
  const PAGE = 8;
  const EXCERPT_LENGTH = 260;
  const TYPING_MS = 300;

  // ---- Words: the same as src/publish/search/words-of.ts, letter for letter ----

  const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}\u00ad\u200c\u200d]*/gu;
  const LEFT_OUT =
    /[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0640\u00ad\u200c\u200d]/gu;
  const SAME = {
    ß: 'ss',
    æ: 'ae',
    œ: 'oe',
    ø: 'o',
    ł: 'l',
    đ: 'd',
    ð: 'd',
    þ: 'th',
    ı: 'i',
    ς: 'σ',
    ى: 'ي',
    ی: 'ي',
    ٱ: 'ا',
    ة: 'ه',
    ھ: 'ه',
    ک: 'ك',
  };
  const SAME_LETTERS = new RegExp(`[${Object.keys(SAME).join('')}]`, 'gu');
  const EASTERN_FIGURE = /[\u0660-\u0669\u06f0-\u06f9]/gu;
  const ARTICLE = /^(?:[وبكف]?ال|لل)(?=\p{L}{3,}$)/u;
  const UNSPACED =
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
  const LONGEST_WORD = 40;

  function wordsOf(text) {
    return [...text.matchAll(WORD)].flatMap(([written]) => wordsIn(fold(written)));
  }

  function fold(written) {
    return written
      .normalize('NFKD')
      .toLowerCase()
      .replace(LEFT_OUT, '')
      .replace(SAME_LETTERS, (letter) => SAME[letter] ?? letter)
      .replace(EASTERN_FIGURE, (figure) => String((figure.codePointAt(0) ?? 0) & 0xf))
      .normalize('NFC')
      .replace(ARTICLE, '');
  }

  function wordsIn(word) {
    const letters = [...word];
    if (UNSPACED.test(word)) {
      return letters.length < 2
        ? letters
        : letters.slice(1).map((letter, index) => `${letters[index]}${letter}`);
    }
    return letters.length < 2 ? [] : [letters.slice(0, LONGEST_WORD).join('')];
  }

  /** What a word of the query finds: itself, and longer words that begin with it. */
  function matches(word, wanted) {
    return word === wanted || (isBeginning(wanted) && word.startsWith(wanted));
  }

  function isBeginning(wanted) {
    return wanted.length > 2 || UNSPACED.test(wanted);
  }

  // ---- The index, piece by piece ----

  const waiting = new Map();
  const pieces = new Map();

  /** Called by each piece as soon as it is there. */
  globalThis.broadsideSearch = {
    wordsOf,
    take: (name, value) => waiting.get(name)?.(value),
  };

  function load(name) {
    const known = pieces.get(name);
    if (known !== undefined) return known;
    const piece = new Promise((resolve, reject) => {
      waiting.set(name, resolve);
      const script = document.createElement('script');
      script.src = `search/${name}.js?v=${version}`;
      script.onerror = () => {
        pieces.delete(name);
        reject(new Error(name));
      };
      document.head.append(script);
    });
    pieces.set(name, piece);
    return piece;
  }

  const FIGURES = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

  /** Numbers in base 64, five bits a character, the lowest first; the sixth says that there is more. */
  function unpack(packed) {
    const numbers = [];
    let number = 0;
    let place = 1;
    for (const figure of packed) {
      const bits = FIGURES.indexOf(figure);
      number += (bits & 31) * place;
      place *= 32;
      if (bits > 31) continue;
      numbers.push(number);
      number = 0;
      place = 1;
    }
    return numbers;
  }

  /** Number of an entry → weight of the word in it, 0 to 3. */
  function postingsOf(packed) {
    const postings = new Map();
    let entry = -1;
    for (const step of unpack(packed)) {
      entry += Math.floor(step / 4) + 1;
      postings.set(entry, step % 4);
    }
    return postings;
  }

  /** A short beginning may have a great many words: of those no more is loaded than this. */
  const MOST_SHARDS = 3;
  const EVERYWHERE = '*';

  /** Words of the index that `wanted` finds, with their packed postings. */
  async function lookUp(index, wanted, isExact) {
    // The last shard that begins with `wanted` or before it, and those that begin with longer words.
    const first = Math.max(
      0,
      index.words.findLastIndex((word) => word <= wanted),
    );
    const numbers = [];
    for (let number = first; number < index.words.length && numbers.length < MOST_SHARDS; number += 1) {
      if (number > first && (isExact || !index.words[number].startsWith(wanted))) break;
      numbers.push(number);
    }
    const shards = await Promise.all(numbers.map((number) => load(`words/${number}`)));
    return shards.flatMap((shard) =>
      Object.entries(shard).filter(([word]) => (isExact ? word === wanted : matches(word, wanted))),
    );
  }

  const WEIGHTS = [1, 1.5, 2.5, 4];

  /** Number of an entry → score; undefined for a word that most entries have. */
  async function scoresOf(index, wanted) {
    const scores = new Map();
    for (const [word, packed] of await lookUp(index, wanted, false)) {
      if (packed === EVERYWHERE) return undefined;
      const postings = postingsOf(packed);
      const rarity = Math.log(1 + index.count / postings.size);
      for (const [entry, weight] of postings) {
        const score = rarity * WEIGHTS[weight] * (word === wanted ? 1 : 0.5);
        if (score > (scores.get(entry) ?? 0)) scores.set(entry, score);
      }
    }
    return scores;
  }

  async function entriesUnder(index, filter) {
    const [row] = await lookUp(index, filter, true);
    return row === undefined ? new Map() : postingsOf(row[1]);
  }

  /** Numbers of the entries that have every word and pass every filter: the best first, of equals the newest. */
  async function find(index, words, filters) {
    const [scores, passes] = await Promise.all([
      Promise.all(words.map((word) => scoresOf(index, word))),
      Promise.all(filters.map((filter) => entriesUnder(index, filter))),
    ]);
    const lists = [...scores.filter((list) => list !== undefined), ...passes];
    const [shortest, ...others] = lists.sort((a, b) => a.size - b.size);
    const numbers =
      shortest === undefined
        ? Array.from({ length: index.count }, (_, number) => number)
        : [...shortest.keys()].filter((number) => others.every((list) => list.has(number)));
    const total = new Map(
      numbers.map((number) => [number, scores.reduce((sum, list) => sum + (list?.get(number) ?? 0), 0)]),
    );
    return numbers.sort((a, b) => total.get(b) - total.get(a) || b - a);
  }

  async function entryOf(index, number) {
    let before = 0;
    const chunk = index.sizes.findIndex((size) => {
      if (number < before + size) return true;
      before += size;
      return false;
    });
    if (chunk < 0) return undefined;
    const { issues, entries } = await load(`entries/${chunk}`);
    const [place, id, headline, direction, source, text] = entries[number - before] ?? [];
    if (headline === undefined) return undefined;
    const [slug, title, isoDate, date, issueDirection] = issues[place];
    const address = `issues/${encodeURIComponent(slug)}.html${id === '' ? '' : `#${encodeURIComponent(id)}`}`;
    return { address, headline, direction, source, text, title, isoDate, date, issueDirection };
  }

  // ---- What is shown ----

  function element(name, className, ...children) {
    const made = document.createElement(name);
    if (className !== '') made.className = className;
    made.append(...children);
    return made;
  }

  /** Places in the text that the query found: [from, to]. */
  function hitsIn(text, wanted) {
    return [...text.matchAll(WORD)]
      .filter(([written]) => {
        const words = wordsIn(fold(written));
        return words.some((word) => wanted.some((one) => matches(word, one)));
      })
      .map(({ 0: written, index }) => [index, index + written.length]);
  }

  /** The text as nodes, its hits marked. */
  function marked(text, hits) {
    const nodes = [];
    let at = 0;
    for (const [from, to] of hits) {
      nodes.push(text.slice(at, from), element('mark', '', text.slice(from, to)));
      at = to;
    }
    return [...nodes, text.slice(at)];
  }

  /** The part of the text with most hits, from a word's beginning to a word's end. */
  function excerptOf(text, wanted) {
    const hits = hitsIn(text, wanted);
    const within = (from) => hits.filter((hit) => hit[0] >= from && hit[1] <= from + EXCERPT_LENGTH);
    const starts = hits.map(([from]) => Math.max(0, from - 60));
    const best = starts.reduce((a, b) => (within(b).length > within(a).length ? b : a), starts[0] ?? 0);
    const wordStart = (at) => (at <= 0 ? 0 : text.lastIndexOf(' ', at) + 1);
    const from = best < 60 ? 0 : wordStart(Math.min(best, Math.max(0, text.length - EXCERPT_LENGTH)));
    const end = from + EXCERPT_LENGTH;
    const cut = end >= text.length ? text.length : text.lastIndexOf(' ', end);
    const to = cut <= from ? Math.min(end, text.length) : cut;
    const shown = hits
      .filter((hit) => hit[0] >= from && hit[1] <= to)
      .map((hit) => [hit[0] - from, hit[1] - from]);
    return [from > 0 ? '… ' : '', ...marked(text.slice(from, to), shown), to < text.length ? ' …' : ''];
  }

  function findOf(entry, wanted) {
    const link = element('a', '', ...marked(entry.headline, hitsIn(entry.headline, wanted)));
    link.href = entry.address;
    const headline = element('h2', 'find-headline', link);
    headline.dir = entry.direction;
    const time = element('time', '', entry.date);
    time.dateTime = entry.isoDate;
    const issue = element('bdi', '', entry.title);
    issue.dir = entry.issueDirection;
    const facts = element('p', 'find-facts', time, ' · ', issue);
    if (entry.source !== '') facts.append(' · ', element('bdi', '', entry.source));
    const item = element('li', 'find', headline, facts);
    if (entry.text !== '') {
      const excerpt = element('p', 'find-text', ...excerptOf(entry.text, wanted));
      excerpt.dir = entry.direction;
      item.append(excerpt);
    }
    return item;
  }

  // ---- Asking ----

  let asked = 0;
  let showMore = () => {};

  async function search() {
    asked += 1;
    const turn = asked;
    const query = field.value.trim();
    const words = [...new Set(wordsOf(query))];
    const filters = FILTERS.flatMap((name) => {
      const value = form.elements.namedItem(name)?.value ?? '';
      return value === '' ? [] : [`#${name}:${value}`];
    });
    keepAddress(query);
    if (words.length === 0 && filters.length === 0) return clear();
    list.setAttribute('aria-busy', 'true');
    try {
      const packed = await load('index');
      const index = { ...packed, sizes: unpack(packed.entries) };
      const numbers = await find(index, words, filters);
      if (turn !== asked) return;
      let shown = 0;
      const isShown = async () => {
        const entries = await Promise.all(
          numbers.slice(shown, shown + PAGE).map((number) => entryOf(index, number)),
        );
        if (turn !== asked) return [];
        shown += PAGE;
        const finds = entries.filter((entry) => entry !== undefined).map((entry) => findOf(entry, words));
        more.hidden = shown >= numbers.length;
        return finds;
      };
      const finds = await isShown();
      if (turn !== asked) return;
      showMore = async () => {
        const added = await isShown().catch(say(failed));
        if (added === undefined) return;
        list.append(...added);
        added[0]?.querySelector('a').focus();
      };
      list.replaceChildren(...finds);
      status.textContent =
        numbers.length === 0
          ? none
          : found.replace(
              '{count}',
              numbers.length.toLocaleString(document.documentElement.lang || undefined),
            );
    } catch {
      if (turn === asked) say(failed)();
    } finally {
      if (turn === asked) list.removeAttribute('aria-busy');
    }
  }

  function clear() {
    list.replaceChildren();
    status.textContent = '';
    more.hidden = true;
  }

  function say(words) {
    return () => {
      status.textContent = words;
    };
  }

  /** So that what was found can be passed on. */
  function keepAddress(query) {
    const parameters = new URLSearchParams();
    if (query !== '') parameters.set('q', query);
    for (const name of FILTERS) {
      const value = form.elements.namedItem(name)?.value ?? '';
      if (value !== '') parameters.set(name, value);
    }
    const text = parameters.toString();
    try {
      history.replaceState(null, '', text === '' ? location.pathname : `?${text}`);
    } catch {
      // Some browsers let no page that was opened from a folder change its address.
    }
  }

  /** The form as the address says. A tag or source that is no choice of the form's becomes one. */
  function readAddress() {
    const parameters = new URLSearchParams(location.search);
    field.value = parameters.get('q') ?? '';
    for (const name of FILTERS) {
      const choice = form.elements.namedItem(name);
      const value = parameters.get(name) ?? '';
      if (choice === null) continue;
      if (value !== '' && ![...choice.options].some((option) => option.value === value)) {
        choice.append(new Option(value, value));
      }
      choice.value = value;
    }
  }

  form.querySelector('fieldset').disabled = false;
  readAddress();
  let typing;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    clearTimeout(typing);
    search();
  });
  field.addEventListener('input', () => {
    clearTimeout(typing);
    typing = setTimeout(search, TYPING_MS);
  });
  for (const name of FILTERS) form.elements.namedItem(name)?.addEventListener('change', search);
  more.querySelector('button').addEventListener('click', () => showMore());

  // "/" leads into the field from anywhere, the arrows from there to what was found and back.
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { target, key } = event;
    if (key === '/' && !/^(?:INPUT|SELECT|TEXTAREA)$/u.test(target.tagName)) {
      event.preventDefault();
      field.focus();
      field.select();
      return;
    }
    const links = [...list.querySelectorAll('.find-headline a')];
    const place = target === field ? -1 : links.indexOf(target);
    if ((key !== 'ArrowDown' && key !== 'ArrowUp') || (place < 0 && target !== field)) return;
    const next = place + (key === 'ArrowDown' ? 1 : -1);
    const goal = next < 0 ? field : links[next];
    if (goal === undefined || goal === target) return;
    event.preventDefault();
    goal.focus();
  });

  if (field.value === '') field.focus({ preventScroll: true });
  search();
})();
