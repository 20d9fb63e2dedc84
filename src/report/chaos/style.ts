import { pageStyle } from '../html-style.ts';
import { laneStyle } from './lane-style.ts';

/** What the page of chaos has beyond the page of a run. */
export const chaosStyle: string = `${pageStyle}
.is-failed { --tone: var(--fail); } .is-weakness { --tone: var(--expected-failure); } .is-degraded { --tone: var(--lane-3); } .is-survived { --tone: var(--pass); }
body { max-width: 88rem; }
section { scroll-margin-top: 1rem; }
h2 { color: var(--ink); }
h3 { display: inline-block; font-size: 1.05rem; font-weight: 650; }
h4 { margin-bottom: 0.2rem; }
main > section { margin-top: 2.2rem; }
.meaning { max-width: 62em; margin: 0.3rem 0 0.7rem; }
.note { max-width: 62em; }
.facts code, .command, .prose pre, .beside pre, .broken pre { display: block; max-height: 14rem; overflow-y: auto; }
.sign { color: var(--tone); font-weight: 700; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.wide { overflow-x: auto; position: relative; margin: 0.5rem 0 1rem; }
.ways { margin: 0.5rem 0 0 1.4rem; display: grid; grid-template-columns: minmax(0, 1fr); gap: 0.45rem; max-width: 62em; overflow-wrap: anywhere; unicode-bidi: isolate; }
.ways li::marker { color: var(--fail); font-weight: 700; }
.ways > li > a { font-weight: 600; }
.ways .in { color: var(--soft); font-size: 0.8125rem; display: block; unicode-bidi: isolate; overflow-wrap: anywhere; }
.columns { list-style-position: inside; padding-left: 0; }
.columns li { padding-right: 1rem; }
.partial { color: var(--soft); font-weight: 400; }
.prose pre { font: inherit; }
.legend { list-style: none; display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 21rem), 1fr)); gap: 0.15rem 1.4rem; font-size: 0.8125rem; margin: 0.4rem 0 0.8rem; }
.legend li { display: grid; grid-template-columns: 1.2em auto 1fr; gap: 0 0.45rem; align-items: baseline; }
.legend b { color: var(--tone); white-space: nowrap; }
.legend .what { color: var(--soft); }

.faults { width: auto; min-width: min(100%, 34rem); font-variant-numeric: tabular-nums; }
.faults thead th { vertical-align: bottom; max-width: 10rem; min-width: 5rem; padding-right: 0.9rem; overflow-wrap: anywhere; unicode-bidi: isolate; }
.faults th:first-child { position: sticky; left: 0; background: var(--paper); z-index: 1; }
.case .faults th:first-child { background: var(--raised); }
.faults tbody th[scope=row] { max-width: 26rem; min-width: 9rem; padding-right: 1.2rem; }
.faults th[scope=row] b { font-weight: 600; }
.faults th[scope=row] small { display: block; line-height: 1.35; }
.faults .site th { color: var(--soft); font-size: 0.75rem; padding-top: 0.9rem; }
.faults .site { border-top: 0; }
.places thead th { font-weight: 400; }
.places tbody th b { font-size: 0.875rem; }
.box { padding: 2px; vertical-align: middle; }
.box a { display: block; padding: 0.2rem 0.5rem; border-radius: 3px; color: inherit; text-decoration: none; white-space: nowrap; background: color-mix(in srgb, var(--tone) 9%, transparent); }
.box.is-failed a { background: color-mix(in srgb, var(--tone) 20%, transparent); box-shadow: inset 3px 0 0 var(--tone); font-weight: 700; }
.box a:hover { text-decoration: underline; }
.box .sign + .sign { margin-left: 0.2em; }

.case > summary { grid-template-columns: 1fr auto; }
.case > summary h2 { display: inline; color: var(--tone); unicode-bidi: isolate; overflow-wrap: anywhere; }
.case { margin-top: 2.2rem; border-left-width: 4px; }
.case > summary .reason { font-size: 1rem; margin-top: 0.15rem; max-width: 62em; }
.part > h3 { margin-bottom: 0.2rem; }
.body > .part { margin-top: 2rem; }
.body h4 { margin-top: 0.6rem; }

.survival { margin: 0.7rem 0 1.2rem; }
.beads { list-style: none; display: flex; flex-wrap: wrap; gap: 0.9rem 0; margin-top: 0.5rem; }
.bead { width: 7.6rem; font-size: 0.75rem; padding-right: 0.5rem; }
.sides { display: flex; align-items: center; border-top: 2px solid var(--line); padding-top: 0.3rem; }
.side a, .side.none { display: inline-block; min-width: 1.7rem; min-height: 1.5rem; text-align: center; border-radius: 3px; color: inherit; text-decoration: none; background: color-mix(in srgb, var(--tone, transparent) 14%, transparent); padding: 0.1rem 0.2rem; font-size: 0.875rem; }
.side.is-failed a { outline: 2px solid var(--tone); background: color-mix(in srgb, var(--tone) 22%, transparent); }
.side a:hover { text-decoration: underline; }
.middle { flex: 0 0 auto; min-width: 2rem; text-align: center; color: var(--soft); font-variant-numeric: tabular-nums; }
.bead-label { display: block; color: var(--soft); line-height: 1.3; margin-top: 0.2rem; unicode-bidi: isolate; overflow-wrap: anywhere; padding-right: 0.6rem; }

section > .count, .part > .count { margin-left: 0.3rem; }
.rates { font-size: 0.8125rem; font-variant-numeric: tabular-nums; }
.rates.small { width: auto; }
.rates.small th[scope=row] { min-width: 0; }
.rates td { white-space: nowrap; }
.rates th[scope=row] { min-width: 7rem; overflow-wrap: anywhere; }
.rates td.is-failed { color: var(--fail); font-weight: 700; }
.interval { display: block; width: 9rem; height: 0.85rem; min-width: 6rem; }
.interval .rail { fill: var(--line); } .interval .range { fill: var(--link); opacity: 0.45; } .interval .point { fill: var(--link); }
.coverage meter { width: 12rem; vertical-align: middle; }
.not-exercised { margin-top: 0.5rem; display: grid; gap: 0.3rem; max-width: 62em; }
.not-exercised > div { display: grid; grid-template-columns: minmax(9rem, 16rem) 1fr; gap: 0 1rem; border-top: 1px solid var(--line); padding-top: 0.25rem; }
.not-exercised dt { font-weight: 600; unicode-bidi: isolate; overflow-wrap: anywhere; }
.not-exercised dd { color: var(--soft); }

.of-fault { border-top: 1px solid var(--line); padding: 0.35rem 0; }
.of-fault > summary { cursor: pointer; list-style: none; }
.of-fault > summary::before { content: "▸" / ""; display: inline-block; width: 1em; color: var(--soft); }
.of-fault[open] > summary::before { content: "▾" / ""; }
.of-fault > summary { overflow-wrap: anywhere; unicode-bidi: isolate; }
.of-fault > summary h4 { margin: 0; max-width: 100%; }
.of-fault > summary .count { color: var(--tone); }
.experiment { padding: 0.4rem 0 0.4rem 1em; }
.experiment h5 { font-size: 0.9375rem; font-weight: 600; color: var(--ink); unicode-bidi: isolate; overflow-wrap: anywhere; }
.experiment .signs span { color: var(--tone); }
.experiment:target, .finding:target > summary, .case:target > summary, .of-fault:target > summary { outline: 2px solid var(--link); outline-offset: 2px; }
.try { border-left: 2px solid var(--tone); padding: 0.1rem 0 0.3rem 0.7rem; margin: 0.35rem 0; }
.line { unicode-bidi: isolate; overflow-wrap: anywhere; }
.yaml summary { cursor: pointer; color: var(--link); font-size: 0.8125rem; width: fit-content; }
.packed { color: var(--soft); font-size: 0.8125rem; }
.part > summary h3 { margin: 0; }
@media (max-width: 42rem) {
  .faults th[scope=row] small { display: none; }
  .case .faults th:first-child { background: var(--raised); }
.faults tbody th[scope=row] { min-width: 7rem; max-width: 8.5rem; padding-right: 0.6rem; }
  .not-exercised > div { grid-template-columns: 1fr; }
  .bead { width: 6.4rem; }
}
@media print {
  body { max-width: none; padding: 0; }
  .wide, .lanes { overflow: visible; }
  .facts code, .command, .prose pre, .beside pre, .broken pre { max-height: none; }
  .finding, .bead, .try { break-inside: avoid-page; }
  .box a { border: 1px solid #bbb; }
}
${laneStyle}`;
