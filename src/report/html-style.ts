import { caseStyle } from './html-case-style.ts';
import { matrixStyle } from './html-matrix-style.ts';

/**
 * The look of the page: type and space do the work, colour only marks outcomes, and every colour has its word beside it. Light and dark share one set of names.
 * Text from agents is isolated (`unicode-bidi`), so that right-to-left writing cannot reorder what stands around it.
 */
export const pageStyle: string = `
:root {
  --paper: #fbfaf7; --raised: #ffffff; --sunken: #f3f1ec; --ink: #1d1c1a; --soft: #5e5a53; --line: #e2ded5; --link: #1f5fa8;
  --fail: #b42318; --invalid: #8f5100; --unknown: #6d3fa5; --diverged: #0f6674; --not-run: #5f5b55; --expected-failure: #2f6460; --pass: #2a6b3c;
  --lane-1: #1f5fa8; --lane-2: #a33a75; --lane-3: #6f6a00; --lane-4: #0f6674;
  --sans: ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif;
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
  color-scheme: light dark;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #161513; --raised: #1e1d1a; --sunken: #262420; --ink: #ebe7df; --soft: #a9a297; --line: #38352f; --link: #8fbcf2;
    --fail: #ff8d80; --invalid: #eeb45c; --unknown: #c8a3f5; --diverged: #76cfdd; --not-run: #b5afa5; --expected-failure: #86cbc4; --pass: #86cf97;
    --lane-1: #8fbcf2; --lane-2: #f0a0cc; --lane-3: #d4cd62; --lane-4: #76cfdd;
  }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
.is-fail { --tone: var(--fail); } .is-invalid { --tone: var(--invalid); } .is-unknown { --tone: var(--unknown); }
.is-diverged { --tone: var(--diverged); } .is-not-run, .is-not-applicable, .is-unobserved { --tone: var(--not-run); }
.is-expected-failure { --tone: var(--expected-failure); } .is-pass { --tone: var(--pass); }
html { background: var(--paper); color: var(--ink); font: 400 0.9375rem/1.5 var(--sans); -webkit-text-size-adjust: 100%; scroll-padding-top: 4.5rem; }
body { margin: 0 auto; max-width: 74rem; padding: 0 clamp(0.9rem, 3vw, 2.5rem) 3rem; overflow-wrap: break-word; }
h1, h2, h3, h4, h5, p, dl, dd, ul, ol { margin: 0; padding: 0; }
h3, h4, h5 { font-size: inherit; }
a { color: var(--link); text-underline-offset: 0.15em; text-decoration-thickness: 1px; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 2px; }
code, pre { font-family: var(--mono); font-size: 0.86em; }
code { overflow-wrap: anywhere; }
pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: plaintext; }
small, .count, .note, .cut, .meaning, .none { color: var(--soft); font-size: 0.8125rem; }
.count { font-weight: 400; font-variant-numeric: tabular-nums; }

.masthead { padding: clamp(1.6rem, 5vw, 3.5rem) 0 1.5rem; }
.masthead::before { content: ""; display: block; width: 4rem; height: 0.35rem; background: var(--tone); margin-bottom: 1.3rem; }
h1 { font-size: clamp(1.55rem, 4.6vw, 2.9rem); line-height: 1.12; font-weight: 680; letter-spacing: -0.021em; text-wrap: balance; max-width: 27em; unicode-bidi: isolate; }
h1.long { font-size: clamp(1.25rem, 2.9vw, 1.9rem); line-height: 1.22; letter-spacing: -0.014em; text-wrap: pretty; }
.alarm { color: var(--fail); font-weight: 600; margin-top: 0.7rem; }
.tallies { list-style: none; display: flex; flex-wrap: wrap; gap: 0.4rem 1.9rem; margin: 1.5rem 0 1.3rem; }
.tallies a, .tallies li > span { display: inline-flex; align-items: baseline; gap: 0.45rem; color: var(--tone); text-decoration: none; }
.tallies a:hover .what { text-decoration: underline; }
.tallies b { font-size: 1.6rem; line-height: 1; font-weight: 640; font-variant-numeric: tabular-nums; letter-spacing: -0.02em; }
.tallies .none { opacity: 0.62; }
.facts { display: flex; flex-wrap: wrap; gap: 0.5rem 2rem; border-top: 1px solid var(--line); padding-top: 0.8rem; }
.facts dt { color: var(--soft); font-size: 0.75rem; }
.facts dd { font-variant-numeric: tabular-nums; }

.filter { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; align-items: center; gap: 0.4rem 1rem; padding: 0.55rem 0; background: var(--paper); border-block: 1px solid var(--line); font-size: 0.8125rem; }
.filter input[type=search] { font: inherit; color: inherit; background: var(--raised); border: 1px solid var(--soft); border-radius: 4px; padding: 0.25rem 0.5rem; width: min(14rem, 55vw); margin-left: 0.3rem; }
.filter fieldset { border: 0; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: 0.2rem 0.75rem; min-width: 0; }
.filter legend { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.filter fieldset label { display: inline-flex; align-items: center; gap: 0.3rem; }
.filter input[type=checkbox] { accent-color: var(--ink); margin: 0; }
.filter p { color: var(--soft); margin-left: auto; font-variant-numeric: tabular-nums; }

.group { margin-top: 2.3rem; }
h2 { font-size: 1.25rem; font-weight: 650; letter-spacing: -0.01em; color: var(--tone); }
.meaning { margin-bottom: 0.8rem; }
footer { margin-top: 3rem; border-top: 1px solid var(--line); padding-top: 0.8rem; color: var(--soft); font-size: 0.8125rem; }
${caseStyle}${matrixStyle}`;
