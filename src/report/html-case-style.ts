/** The look of one case and its parts; see `html-style.ts` for the names of the colours. */
export const caseStyle = `
.case { background: var(--raised); border: 1px solid var(--line); border-left: 3px solid var(--tone); border-radius: 3px; margin-bottom: 0.5rem; }
.case > summary { display: grid; grid-template-columns: 9.2rem 1fr auto; gap: 0 1rem; align-items: baseline; padding: 0.6rem 0.9rem; cursor: pointer; list-style: none; }
summary::-webkit-details-marker { display: none; }
.case > summary:hover h3, .part > summary:hover h4 { text-decoration: underline; text-decoration-thickness: 1px; text-underline-offset: 0.2em; }
.title { min-width: 0; }
.title h3 { font-weight: 620; unicode-bidi: isolate; overflow-wrap: anywhere; }
.reason { display: block; color: var(--soft); white-space: pre-wrap; unicode-bidi: plaintext; overflow-wrap: anywhere; }
.case:not(.is-pass) > summary .reason { color: var(--ink); }
.figures { color: var(--soft); font-size: 0.8125rem; text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.figures span { display: block; }
.badge { color: var(--tone); font-size: 0.8125rem; font-weight: 640; white-space: nowrap; }
.badge > span { display: inline-block; min-width: 1.1em; text-align: center; }
.body { padding: 0 0.9rem 0.9rem; border-top: 1px solid var(--line); }
.where { padding-top: 0.6rem; color: var(--soft); font-size: 0.8125rem; unicode-bidi: isolate; }

.part { margin-top: 1.15rem; }
.part > summary { cursor: pointer; list-style: none; }
.part > summary::before { content: "▸" / ""; display: inline-block; width: 1em; color: var(--soft); }
.part[open] > summary::before { content: "▾" / ""; }
h4 { display: inline-block; font-weight: 640; margin-bottom: 0.35rem; }
h5 { color: var(--soft); font-size: 0.75rem; font-weight: 400; }
.prose pre, .notes pre, .timeline pre, .ledger pre, .changes pre, .task pre, .answer pre { font: inherit; }
.beside { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr)); gap: 0.6rem; margin-top: 0.3rem; }
.beside > div { background: var(--sunken); border-radius: 3px; padding: 0.45rem 0.65rem 0.55rem; min-width: 0; }
.miss, .command { background: var(--sunken); border-radius: 3px; padding: 0.6rem 0.75rem; }
.miss .removed { color: var(--fail); background: color-mix(in srgb, var(--fail) 11%, transparent); }
.miss .added { color: var(--pass); background: color-mix(in srgb, var(--pass) 13%, transparent); }
.command { user-select: all; }
.body > .facts { margin-top: 1.1rem; }

.claim { display: grid; grid-template-columns: 8.3rem 1fr 8.5rem; gap: 0.1rem 0.9rem; padding: 0.4rem 0; border-top: 1px solid var(--line); align-items: baseline; }
.claim > div { min-width: 0; }
.claim.head { border-top: 0; padding: 0; color: var(--soft); font-size: 0.75rem; }
.claim .name { font-weight: 640; }
.evidence { font-size: 0.8125rem; font-variant-numeric: tabular-nums; }
.label { color: var(--soft); font-size: 0.8125rem; }
.claim.is-pass .prose { color: var(--soft); }

@media (max-width: 42rem) { .campaign table:not(.bars), .campaign table:not(.bars) :is(tbody, tr, td, th) { display: block; } .campaign table:not(.bars) thead { display: none; } }
.campaign :is(td, th) { overflow-wrap: anywhere; }
.campaign table { margin: 0.3rem 0 0.6rem; font-variant-numeric: tabular-nums; }
.campaign .alerted :is(th, td), .campaign .alert b { color: var(--fail); }
.campaign .alert pre { display: inline; font: inherit; }
.campaign .bars { width: auto; }
.campaign meter { width: 12rem; }
.session { border-top: 1px solid var(--line); padding: 0.35rem 0; }
.session > pre:first-of-type { display: inline; font: inherit; }

.talk { list-style: none; }
.talk li { border-left: 2px solid var(--line); padding: 0.3rem 0 0.3rem 0.8rem; margin-bottom: 0.3rem; }
.who { font-size: 0.8125rem; color: var(--soft); unicode-bidi: isolate; }
.who b { color: var(--ink); }
.who .at { margin-left: 0.4rem; }
.by-user pre, .by-assistant pre, .by-system pre, .by-developer pre, .by-note pre { font: inherit; }
.by-system pre, .by-developer pre, .by-note pre { color: var(--soft); }
.by-call pre, .by-tool pre { background: var(--sunken); border-radius: 3px; padding: 0.35rem 0.6rem; margin-top: 0.15rem; }
.by-call .who b::before { content: "→ " / ""; } .by-tool .who b::before { content: "← " / ""; }
.lane { color: var(--lane); font-weight: 640; }
.lane-1 { --lane: var(--lane-1); } .lane-2 { --lane: var(--lane-2); } .lane-3 { --lane: var(--lane-3); } .lane-4 { --lane: var(--lane-4); }
.talk .lane-1, .talk .lane-2, .talk .lane-3, .talk .lane-4 { border-left-color: var(--lane); }

table { border-collapse: collapse; width: 100%; }
th { text-align: left; font-weight: inherit; }
thead th { color: var(--soft); font-size: 0.75rem; }
td, th { padding: 0.22rem 0.8rem 0.22rem 0; vertical-align: baseline; }
tbody tr { border-top: 1px solid var(--line); }
.ledger td:last-child, .ledger th[scope=row] { white-space: nowrap; width: 1%; color: var(--soft); }
.changes { margin: 0; padding: 0; list-style: none; }
.changes li { margin: 0.2rem 0; overflow-wrap: anywhere; }
.changes :is(div, pre) { display: inline; white-space: pre-wrap; }
.changes .was { color: var(--fail); }
.changes .now { color: var(--pass); }
.timeline :is(td, th):nth-child(-n+2) { font-variant-numeric: tabular-nums; white-space: nowrap; text-align: right; width: 1%; }
.timeline td:nth-child(3) { white-space: nowrap; width: 1%; color: var(--soft); }
.timeline th[scope=row], .timeline td:nth-child(2) { color: var(--soft); }
.timeline tr:target { outline: 2px solid var(--link); outline-offset: -1px; }
.timeline .cited th[scope=row] { color: var(--ink); font-weight: 700; }
.timeline .tone-bad td:last-child, .tone-bad .tone { color: var(--fail); }
.timeline .tone-good td:last-child { color: var(--pass); }
.timeline .tone-fault { background: color-mix(in srgb, var(--invalid) 15%, transparent); }
.timeline .tone-fault :is(td, th) { color: var(--invalid); }
.timeline tbody :is(td, th):first-child { padding-left: 0.4rem; }
.notes { padding-left: 1.1rem; }
.compact td:nth-last-child(-n+2), .compact thead th:nth-last-child(-n+2) { text-align: right; white-space: nowrap; color: var(--soft); font-variant-numeric: tabular-nums; width: 1%; }
.compact th[scope=row], .compact td { overflow-wrap: anywhere; unicode-bidi: isolate; }

@media (max-width: 42rem) {
  .case > summary { grid-template-columns: 1fr auto; }
  .case > summary .title { grid-row: 2; grid-column: 1 / -1; }
  .figures { display: flex; gap: 0 0.9rem; flex-wrap: wrap; justify-content: end; }
  .claim { grid-template-columns: 1fr auto; }
  .claim > :nth-child(2) { grid-row: 2; grid-column: 1 / -1; }
  .claim.head { display: none; }
  .timeline, .timeline tbody { display: block; }
  .timeline thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .timeline tr { display: grid; grid-template-columns: auto auto 1fr; }
  .timeline td:last-child { grid-column: 1 / -1; padding-left: 0.4rem; }
  .timeline :is(td, th) { width: auto !important; text-align: left !important; }
}
@media print {
  :root { --paper: #fff; --raised: #fff; --sunken: #f4f4f4; --ink: #000; --soft: #444; --line: #bbb; --link: #000; --fail: #a00; --invalid: #754200; --pass: #145a28; --unknown: #4c2a80; --diverged: #0b4a55; --not-run: #444; --expected-failure: #20504c; }
  html { font-size: 9.5pt; }
  .filter { display: none; }
  details::details-content { content-visibility: visible; display: block; }
  .case > summary, h2, h4 { break-after: avoid; }
  .claim, tr, .talk li { break-inside: avoid; }
}
`;
