/** The only script of the page: it finds text among the disagreements. It reads texts and sets `hidden`; everything is there to read without it. */
export const shadowScript = `(() => {
  const panel = document.getElementById('filter');
  if (panel === null) return;
  const input = document.getElementById('filter-text');
  const status = document.getElementById('filter-status');
  const rows = [...document.querySelectorAll('table.queue tbody tr')];
  let texts;
  const apply = () => {
    texts ??= rows.map((row) => row.textContent.toLowerCase());
    const wanted = input.value.trim().toLowerCase();
    let shown = 0;
    for (const [index, row] of rows.entries()) {
      const visible = wanted === '' || texts[index].includes(wanted);
      if (row.hidden === visible) row.hidden = !visible;
      if (visible) shown += 1;
    }
    status.textContent = wanted === '' ? '' : shown + ' of ' + rows.length + ' found';
  };
  let timer;
  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(apply, 120);
  });
  panel.hidden = false;
})();
`;
