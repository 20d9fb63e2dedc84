/** The look of the tables of claims: names stay in place while cells scroll. */
export const matrixStyle = `
.matrix { margin-top: 1.6rem; border-block: 1px solid var(--line); padding: 0.5rem 0; }
.matrix > summary { cursor: pointer; list-style: none; }
.matrix > summary::before { content: "▸" / ""; display: inline-block; width: 1em; color: var(--soft); }
.matrix[open] > summary::before { content: "▾" / ""; }
.matrix summary :is(h2, h3) { display: inline; color: var(--ink); unicode-bidi: isolate; }
.matrix summary h3 { font-weight: 600; }
.matrix > summary:hover h2, .matrix .part > summary:hover h3 { text-decoration: underline; text-decoration-thickness: 1px; text-underline-offset: 0.2em; }
.matrix .wide { overflow-x: auto; position: relative; margin: 0.5rem 0; }
.matrix .wide th:first-child { position: sticky; left: 0; background: var(--paper); white-space: nowrap; }
.matrix .legend { display: flex; flex-wrap: wrap; gap: 0.2rem 1.2rem; margin: 0.6rem 0; font-size: 0.8125rem; }
.matrix .sign { color: var(--tone); font-weight: 640; }
.standings :is(td, th):nth-child(n+3) { text-align: right; font-variant-numeric: tabular-nums; }
.cells { width: auto; }
.cells :is(td, thead th:nth-child(n+2)) { text-align: center; padding: 0.15rem 0.3rem; min-width: 1.7rem; font-variant-numeric: tabular-nums; }
.cells td:is(.is-fail, .is-invalid, .is-unknown, .is-expected-failure) { background: color-mix(in srgb, var(--tone) 16%, transparent); }
.cells td:is(.is-unobserved, .is-not-applicable) .sign { opacity: 0.55; font-weight: 400; }
.columns { position: relative; padding-left: 2.2rem; font-size: 0.8125rem; columns: 22rem; }
.columns li { break-inside: avoid; unicode-bidi: isolate; overflow-wrap: anywhere; }
.matrix .note { margin-top: 0.4rem; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
`;
