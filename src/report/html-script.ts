/**
 * The only script of the page: it shows and hides cases by text and outcome. Without it everything is there to read. It reads texts and sets `hidden`; it never
 * makes markup from what it reads.
 */
export const pageScript = `(() => {
  const panel = document.getElementById('filter');
  const input = document.getElementById('filter-text');
  const status = document.getElementById('filter-status');
  const boxes = [...panel.querySelectorAll('input[type=checkbox]')];
  const groups = [...document.querySelectorAll('[data-outcome]')].map((section) => ({
    section,
    cases: [...section.querySelectorAll('[data-case]')],
    table: section.querySelector('table.compact'),
  }));
  const texts = new Map();
  const textOf = (element) => {
    if (!texts.has(element)) texts.set(element, element.textContent.toLowerCase());
    return texts.get(element);
  };
  const total = groups.reduce((sum, group) => sum + group.cases.length, 0);
  const apply = () => {
    const wanted = input.value.trim().toLowerCase();
    const outcomes = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
    let shown = 0;
    for (const { section, cases, table } of groups) {
      const allowed = outcomes.has(section.dataset.outcome);
      let here = 0;
      for (const element of cases) {
        const visible = allowed && (wanted === '' || textOf(element).includes(wanted));
        if (element.hidden === visible) element.hidden = !visible;
        if (visible) here += 1;
      }
      section.hidden = here === 0;
      if (table) table.hidden = [...table.tBodies[0].rows].every((row) => row.hidden);
      shown += here;
    }
    status.textContent = shown + ' of ' + total + (total === 1 ? ' case' : ' cases') + ' shown';
  };
  let timer;
  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(apply, 120);
  });
  for (const box of boxes) box.addEventListener('change', apply);
  if (total > 1) {
    panel.hidden = false;
    apply();
  }
})();
`;
