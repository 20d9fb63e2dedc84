/**
 * The only script of the page: it unpacks what was packed to keep the file small, when it is opened or a link leads into it, and moves wide pictures to where
 * the first fault struck. What it puts into the page was
 * made by the same templates as the page itself, with everything escaped; the policy lets nothing in it run.
 */
export const chaosScript = `(() => {
  const running = new WeakMap();
  // A picture that is wider than its place begins where it matters.
  const lookAtFaults = (within) => {
    for (const lanes of within.querySelectorAll('.lanes')) {
      const first = lanes.querySelector('.mark.kind-fault :is(rect, circle)') ?? lanes.querySelector('.mark.cited :is(rect, circle)');
      const x = Number(first?.getAttribute('x') ?? first?.getAttribute('cx') ?? 0);
      if (x > 400) lanes.scrollLeft = x - 120;
    }
  };
  const unpack = async (held) => {
    const bytes = Uint8Array.from(atob(held.dataset.deflated), (character) => character.charCodeAt(0));
    const text = await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'))).text();
    held.innerHTML = text;
    delete held.dataset.deflated;
    lookAtFaults(held);
  };
  const fill = (held) => {
    if (!running.has(held)) running.set(held, unpack(held));
    return running.get(held);
  };
  const holds = (held, id) => held.dataset.ids.split(' ').some((part) => {
    const [prefix, from, to] = part.split(':');
    if (!id.startsWith(prefix)) return false;
    const number = Number.parseInt(id.slice(prefix.length), 10);
    return number >= Number(from) && number <= Number(to);
  });
  const reveal = async () => {
    const id = location.hash.slice(1);
    if (id === '') return;
    let found = document.getElementById(id);
    for (let turn = 0; found === null && turn < 4; turn++) {
      const held = [...document.querySelectorAll('[data-deflated]')].find((one) => holds(one, id));
      if (held === undefined) return;
      await fill(held);
      found = document.getElementById(id);
    }
    if (found === null) return;
    for (let one = found; one !== null; one = one.parentElement) {
      if (one.tagName !== 'DETAILS') continue;
      one.open = true;
      for (const held of one.querySelectorAll(':scope > [data-deflated]')) await fill(held);
    }
    found.scrollIntoView({ block: 'center', inline: 'center' });
    // What was put in after the address was set is no target yet.
    if (!found.matches(':target')) {
      const address = location.hash;
      history.replaceState(null, '', location.pathname + location.search);
      location.replace(address);
    }
  };
  document.addEventListener('toggle', (event) => {
    if (!event.target.open) return;
    for (const held of event.target.querySelectorAll(':scope > [data-deflated]')) void fill(held);
  }, true);
  addEventListener('hashchange', () => void reveal());
  lookAtFaults(document);
  for (const held of document.querySelectorAll('details[open] > [data-deflated]')) void fill(held);
  void reveal();
})();
`;
