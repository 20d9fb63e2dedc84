/**
 * The page of a readiness verdict. Everything between double braces is escaped by Handlebars; the triple ones hold this project's own constants and the
 * pictures, whose texts the chart library has escaped.
 */
export const shadowTemplate = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '{{{styleHash}}}'; script-src '{{{scriptHash}}}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>{{verdict}}: may the agent decide? Rehearsal</title>
<style>{{{style}}}</style>
</head>
<body>
<header class="masthead is-{{tone}}">
<p class="plain-rule">{{seedRule.text}} <small>{{seedRule.warning}}</small></p>
<h1{{#if isLong}} class="long"{{/if}}>{{sentence}}</h1>
{{#if missing}}<p class="missing">Missing for READY: {{missing}}.</p>{{/if}}
<dl class="facts">
{{#each facts}}<div><dt>{{label}}</dt><dd>{{#if code}}<code>{{value}}</code>{{else}}{{value}}{{/if}}</dd></div>
{{/each}}</dl>
</header>
<nav class="contents" aria-label="Contents"><ul>
<li><a href="#why">Why</a></li><li><a href="#accuracy">Accuracy</a></li><li><a href="#critical">Critical errors</a></li><li><a href="#segments">Segments</a></li><li><a href="#envelope">Envelope</a></li><li><a href="#confusion">Confusion</a></li><li><a href="#people">People</a></li><li><a href="#calibration">Calibration</a></li><li><a href="#drift">Drift</a></li><li><a href="#rollout">Rollout</a></li><li><a href="#queue">Disagreements</a></li><li><a href="#policy">Policy</a></li>
</ul></nav>
<main>
<section id="why" aria-labelledby="why-heading"><h2 id="why-heading">Why</h2>
<div class="scroll"><table class="gates"><thead><tr><th scope="col">Outcome</th><th scope="col">Condition</th><th scope="col">Still needs</th><th scope="col">Valid</th></tr></thead><tbody>
{{#each gates}}<tr class="is-{{tone}}"><th scope="row"><span aria-hidden="true">{{sign}}</span> {{word}}</th><td>{{text}}</td><td>{{needs}}</td><td>{{validity}}</td></tr>
{{/each}}</tbody></table></div>
{{#if counts.length}}<ul class="counts">{{#each counts}}<li>{{this}}</li>{{/each}}{{#each imports}}<li>{{this}}</li>{{/each}}</ul>{{/if}}
</section>

<section id="accuracy" aria-labelledby="accuracy-heading"><h2 id="accuracy-heading">Accuracy</h2>
<p>{{accuracy.rate}} of {{accuracy.n}} decisions agree with the reference. The accuracy holds above <strong>{{accuracy.lower}}</strong> whatever day one looks. For one look on a day declared beforehand: above {{accuracy.wilson}} (Wilson), {{accuracy.clopperPearson}} (Clopper–Pearson).</p>
{{#if charts.bound}}<figure>{{{charts.bound}}}<figcaption>The thick line is the bound that counts; the level line is what is needed, {{accuracy.needed}}. The dashed one is what a single look would have believed on each day.{{#unless isDated}} There are no dates: the order is that of the ledger.{{/unless}}</figcaption></figure>{{/if}}
{{#if accuracy.path.length}}<details><summary>The figures</summary><div class="scroll"><table><thead><tr><th scope="col">Until (UTC)</th><th scope="col">Decisions</th><th scope="col">Accuracy</th><th scope="col">Holds above, any look</th><th scope="col">One look (Wilson)</th></tr></thead><tbody>
{{#each accuracy.path}}<tr><th scope="row">{{at}}</th><td>{{n}}</td><td>{{accuracy}}</td><td>{{lower}}</td><td>{{wilson}}</td></tr>
{{/each}}</tbody></table></div></details>{{/if}}
{{#each clusters}}<p class="note{{#if warns}} is-invalid warn{{/if}}">{{text}}</p>{{/each}}
</section>

<section id="critical" aria-labelledby="critical-heading"><h2 id="critical-heading">Critical errors</h2>
<p>{{critical.errors}} among {{critical.possible}} cases in which one was possible.{{#if critical.upper}} Proven: at most {{critical.upper}}; needed: at most {{critical.rateMax}}. Valid at any look, since a single one blocks.{{/if}}{{#if critical.notSaid}} Of {{critical.notSaid}} cases nobody said whether a mistake could have been critical.{{/if}}</p>
{{#if critical.cases.length}}<div class="scroll"><table><thead><tr><th scope="col">Case</th><th scope="col">When (UTC)</th><th scope="col">Agent</th><th scope="col">Right</th><th scope="col">Amount</th><th scope="col">Trace</th></tr></thead><tbody>
{{#each critical.cases}}<tr><th scope="row">{{caseId}}</th><td>{{at}}</td><td>{{decision}}</td><td>{{reference}}</td><td class="number">{{amount}}</td><td>{{> trace}}</td></tr>
{{/each}}</tbody></table></div>{{/if}}
</section>

<section id="segments" aria-labelledby="segments-heading"><h2 id="segments-heading">Segments</h2>
{{#if segments.length}}<p>Each must hold above {{segmentsThreshold}} by itself; bounds at α over the number of segments, valid at any look. A segment that does not stays with people.</p>
{{#if charts.segments}}<figure>{{{charts.segments}}}<figcaption>The weakest first. A point is what was seen, the line around it what it may be; the upright line is what is needed.</figcaption></figure>{{/if}}
<details><summary>All segments</summary><div class="scroll"><table><thead><tr><th scope="col">Segment</th><th scope="col">Right</th><th scope="col">Of</th><th scope="col">Share</th><th scope="col">Above</th><th scope="col">Below</th><th scope="col">Outcome</th></tr></thead><tbody>
{{#each segments}}<tr class="is-{{tone}}"><th scope="row">{{name}}</th><td>{{k}}</td><td>{{n}}</td><td>{{rate}}</td><td>{{lower}}</td><td>{{upper}}</td><td>{{outcome}}</td></tr>
{{/each}}</tbody></table></div></details>{{else}}<p class="meaning">The cases carry no segments.</p>{{/if}}
</section>

<section id="envelope" aria-labelledby="envelope-heading"><h2 id="envelope-heading">The part that it may be given</h2>
<p>{{envelope.text}}.</p>
{{#if envelope.found}}<p>{{envelope.certificate}} Valid: {{envelope.validity}}.{{#if envelope.money}} {{envelope.money}}{{/if}}</p>
<figure class="code"><figcaption>As configuration of supervised autonomy:</figcaption><pre>{{envelope.configuration}}</pre></figure>{{/if}}
{{#if charts.risk}}<figure>{{{charts.risk}}}<figcaption>Risk and coverage: what it would decide, and get wrong, if it were given only the cases it is surest of. Shown, proves nothing by itself.</figcaption></figure>
<details><summary>The figures</summary><div class="scroll"><table><thead><tr><th scope="col">Confidence at least</th><th scope="col">It decides</th><th scope="col">Wrong among them</th></tr></thead><tbody>
{{#each riskCoverage}}<tr><th scope="row">{{confidence}}</th><td>{{coverage}}</td><td>{{errorRate}}</td></tr>
{{/each}}</tbody></table></div></details>{{/if}}
</section>

<section id="confusion" aria-labelledby="confusion-heading"><h2 id="confusion-heading">What was decided against what was right</h2>
{{#if charts.confusion}}<figure>{{{charts.confusion}}}<figcaption>Rows are what was right, columns what the agent decided.</figcaption></figure>{{/if}}
{{#if confusion.rows.length}}<details><summary>The figures</summary><div class="scroll"><table><thead><tr><th scope="col">Right</th>{{#each confusion.decisions}}<th scope="col">{{this}}</th>{{/each}}</tr></thead><tbody>
{{#each confusion.rows}}<tr><th scope="row">{{reference}}</th>{{#each counts}}<td>{{this}}</td>{{/each}}</tr>
{{/each}}</tbody></table></div></details>{{/if}}
</section>

<section id="people" aria-labelledby="people-heading"><h2 id="people-heading">People, baselines, costs</h2>
{{#if people}}<p>On {{people.cases}} cases that two or more people decided, people agree with each other on <strong>{{people.people}}</strong>, the agent with them on <strong>{{people.agent}}</strong>; the difference is {{people.difference}}, above {{people.differenceLower}} at any look.</p>
<div class="scroll"><table><thead><tr><th scope="col">Agreement beyond chance</th><th scope="col">Cohen’s κ</th><th scope="col">Gwet’s AC1</th></tr></thead><tbody><tr><th scope="row">Among people</th><td>{{people.peopleKappa}}</td><td>{{people.peopleAc1}}</td></tr><tr><th scope="row">The agent with the reference</th><td>{{people.agentKappa}}</td><td>{{people.agentAc1}}</td></tr></tbody></table></div>
<p class="note">κ collapses where one decision is rare; AC1 does not.</p>{{else}}<p class="meaning">No case was decided by two people: how well people agree among themselves is not known.</p>{{/if}}
{{#if baselines.length}}<div class="scroll"><table><thead><tr><th scope="col">Against</th><th scope="col">Cases</th><th scope="col">Its accuracy</th><th scope="col">The agent’s</th><th scope="col">Only the agent right</th><th scope="col">Only it right</th><th scope="col">The agent’s share of these (any look)</th><th scope="col">McNemar p (one look)</th></tr></thead><tbody>
{{#each baselines}}<tr><th scope="row">{{name}} <small>{{kind}}</small></th><td>{{n}}</td><td>{{accuracy}}</td><td>{{agent}}</td><td>{{onlyAgent}}</td><td>{{onlyBaseline}}</td><td>{{share}}</td><td>{{p}}</td></tr>
{{/each}}</tbody></table></div>{{/if}}
{{#if cost}}<p>Mean loss on {{cost.n}} cases with an adjudicated truth: the agent {{cost.agent}}, people {{cost.people}}; difference {{cost.difference}} at any look; {{cost.margin}} more still counts as no worse.</p>{{/if}}
</section>

<section id="calibration" aria-labelledby="calibration-heading"><h2 id="calibration-heading">Is its confidence worth its name?</h2>
{{#if calibration}}<p>Brier score {{calibration.brier}}, expected calibration error {{calibration.error}} over groups of equal size. Shown, does not decide.{{#if calibration.without}} {{calibration.without}} came without a confidence.{{/if}}</p>
{{#if charts.reliability}}<figure class="square">{{{charts.reliability}}}<figcaption>On the dashed line it would be right as often as it is sure.</figcaption></figure>{{/if}}
<details><summary>The figures</summary><div class="scroll"><table><thead><tr><th scope="col">Confidence</th><th scope="col">Mean</th><th scope="col">Right</th><th scope="col">Between (one look)</th><th scope="col">Decisions</th></tr></thead><tbody>
{{#each calibration.bins}}<tr><th scope="row">{{range}}</th><td>{{mean}}</td><td>{{accuracy}}</td><td>{{bounds}}</td><td>{{n}}</td></tr>
{{/each}}</tbody></table></div></details>{{else}}<p class="meaning">The agent gave no confidence.</p>{{/if}}
{{#if selfNoise}}<p>{{selfNoise}}</p>{{/if}}
</section>

<section id="drift" aria-labelledby="drift-heading"><h2 id="drift-heading">Drift</h2>
{{#if drift.length}}<div class="scroll"><table><thead><tr><th scope="col">Field</th><th scope="col">Outcome</th><th scope="col">PSI</th><th scope="col">By chance up to</th><th scope="col">Kolmogorov–Smirnov</th><th scope="col">In words</th></tr></thead><tbody>
{{#each drift}}<tr class="is-{{tone}}"><th scope="row">{{field}}</th><td class="toned">{{outcome}}</td><td>{{psi}}</td><td>{{byChance}}</td><td>{{ks}}</td><td>{{text}}</td></tr>
{{/each}}</tbody></table></div>{{else}}<p class="meaning">No field is watched.</p>{{/if}}
</section>

<section id="rollout" aria-labelledby="rollout-heading"><h2 id="rollout-heading">Rollout</h2>
<p>{{rollout.sentence}}</p>
<ol class="steps">
{{#each rollout.steps}}<li{{#if isHere}} class="here" aria-current="step"{{/if}}><strong>{{stage}}</strong> <small>{{#if isOpen}}open{{else}}closed{{/if}}, {{share}} of the cases</small><br>On: {{forward}}<br>Back: {{back}}</li>
{{/each}}</ol>
{{#if rollout.watch.length}}<h3>Watched on the ledger</h3><ul class="counts">{{#each rollout.watch}}<li{{#if alarm}} class="is-fail warn"{{/if}}>{{text}}</li>{{/each}}</ul>{{/if}}
{{#if rollout.alerts.length}}<details><summary>Alert bounds to watch</summary><ul>{{#each rollout.alerts}}<li>{{this}}</li>{{/each}}</ul></details>{{/if}}
</section>

<section id="queue" aria-labelledby="queue-heading"><h2 id="queue-heading">Disagreements <span class="count">{{queue.total}}</span></h2>
{{#if hasDisagreements}}<p class="meaning">{{queue.order}}. {{#if queue.cut}}{{queue.cut}} {{/if}}<a href="disagreements.csv" download>disagreements.csv</a></p>
<fieldset class="kinds"><legend>Show</legend>
<label><input type="radio" name="kind" id="kind-all" checked> all</label>
{{#each queue.kinds}}{{#unless isNone}}<label><input type="radio" name="kind" id="kind-{{kind}}"> {{title}} <span class="count">{{count}}</span></label>
{{/unless}}{{/each}}</fieldset>
<search id="filter" class="filter" aria-label="Find in the disagreements" hidden><label>Find <input type="search" id="filter-text" autocomplete="off" spellcheck="false"></label><p id="filter-status" role="status"></p></search>
<div class="scroll"><table class="queue"><thead><tr><th scope="col">Case</th>{{#if queue.hasLoss}}<th scope="col">Loss</th>{{/if}}{{#if queue.hasAmount}}<th scope="col">Amount</th>{{/if}}<th scope="col">Agent</th><th scope="col">Right</th><th scope="col">People</th>{{#if queue.hasConfidence}}<th scope="col">Confidence</th>{{/if}}<th scope="col">Segments</th><th scope="col">When (UTC)</th>{{#if queue.hasTrace}}<th scope="col">Trace</th>{{/if}}</tr></thead><tbody>
{{#each queue.rows}}<tr class="{{kinds}}"><th scope="row">{{caseId}}{{#if isCritical}} <small class="is-fail">could be critical</small>{{/if}}</th>{{#if ../queue.hasLoss}}<td class="number">{{loss}}</td>{{/if}}{{#if ../queue.hasAmount}}<td class="number">{{amount}}</td>{{/if}}<td>{{decision}}{{#if words}}<br><q>{{words}}</q>{{/if}}</td><td>{{reference}} <small>{{from}}</small></td><td>{{people}}</td>{{#if ../queue.hasConfidence}}<td>{{confidence}}</td>{{/if}}<td>{{segments}}</td><td>{{at}}</td>{{#if ../queue.hasTrace}}<td>{{> trace}}</td>{{/if}}</tr>
{{/each}}</tbody></table></div>{{else}}<p class="meaning">There are none.</p>{{/if}}
</section>

<section id="policy" aria-labelledby="policy-heading"><h2 id="policy-heading">Policy <span class="count">{{policyName}}</span></h2>
<p class="meaning">Every threshold that was used.</p>
<details><summary>The whole policy</summary><pre>{{policyText}}</pre></details>
</section>
</main>
<footer><p>Rehearsal {{version}}. Again: <code>{{command}}</code>. Everything is in this file; it loads nothing and sends nothing. Characters that cannot be seen are written as ⟪U+…⟫.</p></footer>
<script>{{{script}}}</script>
</body>
</html>
`;

/** A trace: a link where it is an address of the web, words where not. */
export const traceTemplate = `{{#if trace}}{{#if trace.href}}<a href="{{trace.href}}" rel="noreferrer noopener">{{trace.text}}</a>{{else}}<code>{{trace.text}}</code>{{/if}}{{/if}}`;
