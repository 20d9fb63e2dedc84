/** The look of a way in which the agent breaks: the lanes, and the claim beside them. */
export const laneStyle = `
.finding { border-top: 1px solid var(--line); padding: 0.5rem 0; }
.finding > summary { cursor: pointer; list-style: none; }
.finding > summary::before { content: "▸" / ""; float: left; width: 1em; color: var(--soft); }
.finding[open] > summary::before { content: "▾" / ""; }
.finding > summary h4 { display: block; color: var(--tone); font-size: 1.05rem; margin: 0; unicode-bidi: isolate; overflow-wrap: anywhere; }
.finding > summary:hover h4 { text-decoration: underline; text-decoration-thickness: 1px; text-underline-offset: 0.2em; }
.finding > .held { padding: 0.6rem 0 0.6rem 1em; }
.picture { display: grid; grid-template-columns: minmax(0, 1fr) minmax(16rem, 19rem); gap: 1rem 1.6rem; align-items: start; }
.picture > * { min-width: 0; }
.swim { margin: 0; min-width: 0; }
.swim figcaption { color: var(--soft); font-size: 0.75rem; margin-top: 0.35rem; max-width: 62em; }
.swim figcaption .tone-bad { color: var(--fail); } .swim figcaption .tone-fault { color: var(--invalid); }
.lanes { display: flex; overflow-x: auto; width: fit-content; max-width: 100%; background: var(--raised); border: 1px solid var(--line); border-radius: 4px; }
.lanes svg { flex: none; display: block; }
.lanes text { font: 11px var(--sans); fill: var(--ink); unicode-bidi: isolate; }
.lanes .names { position: sticky; left: 0; z-index: 1; background: var(--raised); border-right: 1px solid var(--line); }
.lanes .names text { font-weight: 600; }
.lanes .stripe { fill: var(--sunken); }
.lanes .band { fill: var(--invalid); opacity: 0.1; }
.lanes .tick { fill: var(--soft); font-size: 10px; } .lanes .tick-line { stroke: var(--soft); fill: none; }
.mark { --mark: var(--lane-1); }
.mark.kind-call { --mark: var(--lane-4); } .mark.kind-person { --mark: var(--lane-2); } .mark.kind-report, .mark.kind-end { --mark: var(--soft); }
.mark.kind-effect { --mark: var(--lane-2); } .mark.kind-breaker { --mark: var(--lane-3); }
.mark.tone-bad { --mark: var(--fail); } .mark.tone-fault { --mark: var(--invalid); } .mark.tone-good.kind-breaker, .mark.tone-good.kind-end { --mark: var(--pass); }
.mark rect { fill: var(--mark); fill-opacity: 0.16; stroke: var(--mark); stroke-width: 1; }
.mark.tone-bad rect { fill-opacity: 0.2; stroke-dasharray: 5 2; }
.mark.tone-fault rect { fill-opacity: 0.28; }
.mark path { stroke: var(--soft); stroke-width: 1; stroke-dasharray: 2 3; fill: none; }
.mark circle, .mark polygon { fill: var(--mark); }
.lanes .mark.kind-gap text { fill: var(--soft); paint-order: stroke; stroke: var(--raised); stroke-width: 4px; }
.lanes .mark.tone-bad text, .lanes .mark.tone-fault text { fill: var(--mark); font-weight: 600; }
.lanes .mark.cited text { font-weight: 700; }
.mark.cited :is(rect, circle, polygon) { stroke: var(--ink); stroke-width: 2; stroke-dasharray: none; }
.mark:target :is(rect, circle, polygon) { stroke: var(--link); stroke-width: 3.5; fill-opacity: 0.45; }
.lanes .mark:target text { fill: var(--link); text-decoration: underline; }
.verdict { background: color-mix(in srgb, var(--fail) 6%, var(--raised)); border: 1px solid var(--line); border-left: 3px solid var(--fail); border-radius: 4px; padding: 0.6rem 0.8rem; }
.broken + .broken { border-top: 1px solid var(--line); margin-top: 0.6rem; padding-top: 0.6rem; }
.broken .name, .broken.name { font-weight: 650; color: var(--fail); unicode-bidi: isolate; overflow-wrap: anywhere; }
.broken .evidence { margin-top: 0.25rem; }
.broken .evidence a { display: inline-block; min-width: 1.6em; text-align: center; padding: 0 0.25em; border: 1px solid var(--line); border-radius: 3px; background: var(--raised); }
.broken h5 { margin-top: 0.4rem; }
.repeat { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); gap: 0.8rem 1.6rem; margin: 1rem 0; }
.repeat > div { min-width: 0; }
.repeat h4 { display: block; }
.repeat .command { margin: 0.3rem 0; }
.same li { break-inside: avoid; padding-bottom: 0.15rem; }
.same { list-style: none; font-size: 0.8125rem; unicode-bidi: isolate; overflow-wrap: anywhere; columns: 18rem; }
@media (max-width: 62rem) { .picture { grid-template-columns: minmax(0, 1fr); } .verdict { grid-row: 1; } }
@media print {
  .picture { grid-template-columns: minmax(0, 1fr); }
  .lanes { display: block; } .lanes .names { display: none; } .lanes .marks { max-width: 100%; height: auto; }
}
`;
