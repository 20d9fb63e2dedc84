import { pageStyle } from './html-style.ts';

/** What the page of a verdict has beyond the page of a run. The kinds of disagreements are shown and hidden without a script. */
export const shadowStyle: string = `${pageStyle}
.is-not-yet { --tone: var(--fail); }
.plain-rule { color: var(--soft); max-width: 62em; margin-bottom: 1.1rem; }
.plain-rule small { display: block; }
.missing { margin-top: 0.8rem; font-weight: 600; }
.facts { margin-top: 1.4rem; }
.contents { position: sticky; top: 0; z-index: 1; background: var(--paper); border-block: 1px solid var(--line); font-size: 0.8125rem; }
.contents ul { list-style: none; display: flex; flex-wrap: wrap; gap: 0.2rem 1rem; padding: 0.5rem 0; }
section { margin-top: 2.6rem; scroll-margin-top: 4.5rem; }
section > p { max-width: 58em; margin: 0.5rem 0; }
h2 { color: var(--ink); margin-bottom: 0.4rem; }
.scroll { overflow-x: auto; margin: 0.7rem 0; }
table { border-collapse: collapse; font-size: 0.8125rem; font-variant-numeric: tabular-nums; min-width: 50%; }
th, td { text-align: left; vertical-align: top; padding: 0.3rem 1rem 0.3rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
thead th { color: var(--soft); font-weight: 500; white-space: nowrap; overflow-wrap: normal; }
tbody th { font-weight: 500; }
.number { text-align: right; white-space: nowrap; }
.gates { width: 100%; }
.gates th[scope=row] { color: var(--tone); white-space: nowrap; }
.gates td:last-child { white-space: nowrap; color: var(--soft); }
.toned, .warn { color: var(--tone); }
.counts { margin: 0.8rem 0 0 1.2rem; color: var(--soft); font-size: 0.8125rem; }
figure { margin: 1rem 0 0.4rem; max-width: 54rem; }
figure.square { max-width: 30rem; }
figure svg { display: block; width: 100%; height: auto; background: var(--raised); border: 1px solid var(--line); border-radius: 4px; }
figure svg text { font: 12px var(--sans); }
figcaption { color: var(--soft); font-size: 0.8125rem; margin-top: 0.35rem; }
figure.code pre, details pre { background: var(--sunken); padding: 0.7rem 0.9rem; border-radius: 4px; margin-top: 0.4rem; }
details { margin: 0.5rem 0; }
summary { cursor: pointer; color: var(--link); font-size: 0.8125rem; width: fit-content; }
.steps { margin: 0.6rem 0 0 1.3rem; display: grid; gap: 0.7rem; max-width: 58em; }
.steps .here { border-left: 0.3rem solid var(--pass); padding-left: 0.8rem; }
.kinds { border: 0; padding: 0; margin: 0.6rem 0; display: flex; flex-wrap: wrap; gap: 0.3rem 1.1rem; font-size: 0.8125rem; }
.kinds legend { float: left; margin-right: 0.6rem; color: var(--soft); }
.queue td, .queue th { min-width: 5.5rem; }
.queue q { color: var(--soft); }
.queue .is-fail, td .is-fail { color: var(--tone); }
.filter { position: static; border: 0; }
#queue:has(#kind-critical:checked) tbody tr:not(.of-critical), #queue:has(#kind-silent:checked) tbody tr:not(.of-silent),
#queue:has(#kind-truth:checked) tbody tr:not(.of-truth), #queue:has(#kind-contested:checked) tbody tr:not(.of-contested) { display: none; }
@media (max-width: 40rem) {
  .gates thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .gates, .gates tbody, .gates tr, .gates th, .gates td { display: block; }
  .gates tr { border-bottom: 1px solid var(--line); padding: 0.35rem 0; }
  .gates th, .gates td { border: 0; padding: 0.1rem 0; }
  .gates td:empty { display: none; }
}
@media print {
  :root { --paper: #fff; --raised: #fff; --sunken: #f4f4f4; --ink: #000; --soft: #444; --line: #ccc; --link: #1f5fa8; color-scheme: light; }
  html { font-size: 10pt; }
  body { max-width: none; padding: 0; }
  .contents, .filter, .kinds, summary { display: none; }
  details::details-content { content-visibility: visible; display: block; }
  .scroll { overflow: visible; }
  figure, tr, .steps li { break-inside: avoid; }
  h2 { break-after: avoid; }
  a { color: inherit; text-decoration: none; }
}
`;
