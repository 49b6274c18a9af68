// A live page while it is read: it asks now and then which entries there are (the `.live.json` beside the page), tells in a bar how many
// are new, and waits to be asked for them. Then it takes them out of the page as it is now, so that no word comes from anywhere but the
// build. What is being read is never moved, the focus stays; without this script the page is whole, and is loaded again for what is new.

(() => {
  const bar = document.getElementById('live-bar');
  // Opened from a folder there is nobody to ask.
  if (bar === null || location.protocol === 'file:') return;
  const news = bar.querySelector('.live-news');
  const show = bar.querySelector('.live-show');
  const go = bar.querySelector('.live-go');

  const EVERY_MS = 20_000;
  const LONGEST_MS = 600_000;
  const root = document.documentElement;
  const title = document.title;
  const plural = new Intl.PluralRules(root.lang || 'en');

  let waitMs = EVERY_MS;
  let timer = 0;
  let hasEnded = false;
  let isAsking = false;
  /** Where the reader was before the bar took the focus. */
  let focusBefore = null;

  const entryOf = (id) => {
    const found = document.getElementById(id);
    return found?.matches('.live-entries > *') ? found : null;
  };

  const words = (forms, count) => {
    const said = JSON.parse(forms);
    return (said[plural.select(count)] ?? said.other).replace('{count}', String(count));
  };

  const tell = (text) => {
    // The same words again would be read out again.
    if (news.textContent !== text) news.textContent = text;
    bar.classList.toggle('is-open', text !== '');
  };

  const tellOf = ({ entries }) => {
    const fresh = entries.filter(({ id }) => entryOf(id) === null).length;
    const changed = entries.filter(({ id, hash }) => {
      const shown = entryOf(id);
      return shown !== null && shown.dataset.hash !== hash;
    }).length;
    const parts = [];
    if (fresh > 0) parts.push(words(bar.dataset.new, fresh));
    if (changed > 0) parts.push(words(bar.dataset.changed, changed));
    const text = parts.join(' · ');
    show.hidden = text === '';
    if (text !== '') go.hidden = true;
    document.title = fresh > 0 ? `(${fresh}) ${title}` : title;
    // What was said of entries that have been fetched since stays until the next.
    if (text !== '') tell(text);
    else if (hasEnded) tell(bar.dataset.ended);
    else if (go.hidden) tell('');
  };

  const ask = async () => {
    clearTimeout(timer);
    if (isAsking || hasEnded || document.hidden) return;
    isAsking = true;
    try {
      // The browser sends the tag that it has (RFC 9110 §13.1.2): nothing new costs one short answer.
      const answer = await fetch(bar.dataset.live, { cache: 'no-cache', credentials: 'omit' });
      if (answer.status === 404 || answer.status === 410) {
        hasEnded = true;
        return;
      }
      if (!answer.ok) throw new Error(String(answer.status));
      const now = await answer.json();
      hasEnded = now.ended === true;
      waitMs = EVERY_MS;
      tellOf(now);
    } catch {
      // The server rests, or the train is in a tunnel: each time twice as long, and no word about it.
      waitMs = Math.min(waitMs * 2, LONGEST_MS);
    } finally {
      isAsking = false;
      // Not all readers in the same second.
      if (!hasEnded) timer = setTimeout(ask, waitMs * (0.9 + Math.random() * 0.2));
    }
  };

  /** What the reader looks at: the entry with the focus, or the uppermost in sight. At the head of the list nothing need stay. */
  const placeNow = () => {
    const entries = [...document.querySelectorAll('.live-entries > *')];
    const held = focusBefore?.closest('.live-entries > *');
    const isInSight = (element) => {
      const { top, bottom } = element.getBoundingClientRect();
      return bottom > 0 && top < innerHeight;
    };
    const element = held && isInSight(held) ? held : entries.find(isInSight);
    if (element === undefined) return () => {};
    const isHead = element.previousElementSibling === null && element.getBoundingClientRect().top >= 0;
    if (isHead && element !== held) return () => {};
    const { id } = element;
    const { top } = element.getBoundingClientRect();
    return () => {
      const now = document.getElementById(id);
      if (now !== null) scrollBy({ top: now.getBoundingClientRect().top - top, behavior: 'instant' });
    };
  };

  /** Puts the entries of `wanted` into `list`, in their order; those that are as they were are not touched. */
  const merge = (list, wanted) => {
    const arrived = [];
    const ids = new Set([...wanted.children].map(({ id }) => id));
    for (const old of [...list.children]) if (!ids.has(old.id)) old.remove();
    let before = null;
    for (const entry of [...wanted.children].reverse()) {
      const shown = entryOf(entry.id);
      if (shown !== null && shown.dataset.hash === entry.dataset.hash) {
        // The day stands where it changes: an entry above may have taken it over.
        const when = shown.querySelector('.when');
        const whenNow = entry.querySelector('.when');
        const isSame = when?.innerHTML === whenNow?.innerHTML;
        if (!isSame && !when?.contains(focusBefore)) when?.replaceWith(document.importNode(whenNow, true));
        before = shown;
        continue;
      }
      const made = document.importNode(entry, true);
      made.classList.add('is-new');
      if (shown === null) {
        list.insertBefore(made, before);
        arrived.push(made);
      } else shown.replaceWith(made);
      before = made;
    }
    return arrived;
  };

  const fetchEntries = async () => {
    const answer = await fetch(location.pathname + location.search, {
      cache: 'no-cache',
      credentials: 'omit',
    });
    if (!answer.ok) throw new Error(String(answer.status));
    return new DOMParser().parseFromString(await answer.text(), 'text/html');
  };

  const showNew = async (byKeyboard) => {
    show.disabled = true;
    try {
      const page = await fetchEntries();
      for (const old of document.querySelectorAll('.is-new')) old.classList.remove('is-new');
      root.classList.add('is-merging');
      const goBack = placeNow();
      const arrived = [];
      for (const wanted of page.querySelectorAll('.live-entries')) {
        const list = document.getElementById(wanted.id);
        // A section more: the page is another one, and is loaded again.
        if (list === null) return location.reload();
        arrived.push(...merge(list, wanted));
        const topId = wanted.previousElementSibling?.id;
        const [top, topNow] = [document.getElementById(topId), wanted.previousElementSibling];
        if (
          top !== null &&
          topNow !== null &&
          top.innerHTML !== topNow.innerHTML &&
          !top.contains(focusBefore)
        )
          top.replaceWith(document.importNode(topNow, true));
      }
      goBack();
      root.classList.remove('is-merging');
      document.title = title;
      show.hidden = true;
      const newest = arrived.toSorted((a, b) => (timeOf(a) < timeOf(b) ? 1 : -1))[0];
      if (newest !== undefined) {
        go.href = `#${encodeURIComponent(newest.id)}`;
        go.hidden = false;
      } else tell(hasEnded ? bar.dataset.ended : '');
      keepFocus(byKeyboard);
    } catch {
      // It is asked for again by the same button.
    } finally {
      show.disabled = false;
    }
  };

  const timeOf = (entry) => entry.querySelector('time')?.dateTime ?? '';

  /** Whoever pointed at the bar reads on where they were; whoever went to it by keyboard stays in it. */
  const keepFocus = (byKeyboard) => {
    if (byKeyboard && !go.hidden) go.focus({ preventScroll: true });
    else if (focusBefore?.isConnected) focusBefore.focus({ preventScroll: true });
  };

  document.addEventListener('focusin', ({ target }) => {
    if (!bar.contains(target)) focusBefore = target;
  });
  // A click on the ground takes the focus away, which no event of `focusin` tells.
  document.addEventListener('pointerdown', ({ target }) => {
    if (!bar.contains(target) && target.closest?.('a, button, [tabindex]') === null) focusBefore = null;
  });
  show.addEventListener('click', ({ detail }) => void showNew(detail === 0));
  go.addEventListener('click', () => {
    go.hidden = true;
    tell(hasEnded ? bar.dataset.ended : '');
  });
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) clearTimeout(timer);
    else void ask();
  });
  addEventListener('online', () => void ask());
  // The preview knows at once when an editor has saved.
  document.addEventListener('live-news', () => void ask());

  void ask();
})();
