// The one script of the preview, served as `/reload.js`. It reloads the page when what it shows has changed, keeps the place
// where the editor was reading, and lets each framed mail stand at its full length. A live page of which only entries have changed is not
// loaded again: its own script tells of them, as it tells readers. Every page works without it.

export const RELOAD_SCRIPT = `'use strict';
(() => {
  const shown = document.currentScript.dataset.version;
  const frames = [...document.querySelectorAll('iframe[data-grow]')];
  const key = 'broadside-place ' + location.pathname + location.search;
  // A notice stands in for the page for a while; the place in that page is kept meanwhile.
  const isNotice = document.querySelector('.notice') !== null;

  const grow = (frame) => {
    const page = frame.contentDocument;
    if (!page || !page.documentElement) return;
    const top = scrollY;
    frame.style.height = '0';
    frame.style.height = Math.ceil(page.documentElement.scrollHeight) + 'px';
    scrollTo(scrollX, top);
  };

  const goBack = () => {
    if (isNotice) return;
    const kept = JSON.parse(sessionStorage.getItem(key) || 'null');
    sessionStorage.removeItem(key);
    if (!kept) return;
    frames.forEach((frame, n) => { if (kept.heights[n]) frame.style.height = kept.heights[n]; });
    scrollTo(kept.x, kept.y);
  };

  const reload = () => {
    const heights = frames.map((frame) => frame.style.height);
    if (!isNotice) sessionStorage.setItem(key, JSON.stringify({ x: scrollX, y: scrollY, heights }));
    location.reload();
  };

  // Of a live page what stands around its entries, and what its script is told of these.
  const bar = document.getElementById('live-bar');
  const ask = async (url) => (await fetch(url, { cache: 'no-store' })).text();
  const look = async () => {
    const [text, news] = await Promise.all([ask(location.pathname), ask(bar.dataset.live)]);
    const page = new DOMParser().parseFromString(text, 'text/html');
    page.querySelectorAll('.live-entries, .live-top, #live-bar, .cite, script').forEach((part) => part.remove());
    return { around: page.body.innerHTML, news };
  };
  let seen = bar && bar.dataset.live ? look().catch(() => undefined) : undefined;

  const follow = async () => {
    const [before, now] = [await seen, seen && await look().catch(() => undefined)];
    if (!before || !now || now.around !== before.around || now.news === before.news) return reload();
    seen = Promise.resolve(now);
    document.dispatchEvent(new Event('live-news'));
  };

  for (const frame of frames) {
    frame.addEventListener('load', () => grow(frame));
    if (frame.contentDocument && frame.contentDocument.readyState === 'complete') grow(frame);
  }
  goBack();

  // A hidden tab lets go of its connection: browsers allow only six to one server.
  let events;
  let soon;
  const listen = () => {
    if (events) events.close();
    events = undefined;
    if (document.hidden) return;
    events = new EventSource('/events');
    events.onmessage = (event) => {
      if (event.data === shown) return;
      clearTimeout(soon);
      soon = setTimeout(follow, 60);
    };
  };
  document.addEventListener('visibilitychange', listen);
  addEventListener('pagehide', () => { if (events) events.close(); });
  listen();
})();
`;
