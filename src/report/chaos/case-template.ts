/** The parts of the page that stand for one case. What is large comes as text that was made before, or packed: see `html.ts`. */
export const chaosCaseTemplates = {
  box: `{{#if anchor}}<a href="#{{anchor}}" title="{{words}}">{{#each signs}}<span class="sign is-{{outcome}}" aria-hidden="true">{{symbol}}</span>{{/each}}{{#if more}}<small aria-hidden="true">{{more}}</small>{{/if}}<span class="unseen">{{words}}</span></a>{{/if}}`,

  survival: `<section class="survival" aria-label="Survival map: {{fault}}"><h4>{{fault}}</h4> <span class="count">{{count}}</span>
{{#if summary}}<p class="note">{{summary}}</p>{{/if}}
<ol class="beads">{{#each points}}<li class="bead"><div class="sides">{{#if before}}<span class="side is-{{before.outcome}}">{{> box before}}</span>{{else}}<span class="side none"></span>{{/if}}<span class="middle">{{#if event}}{{> event row=row seq=event}}{{else}}·{{/if}}</span>{{#if after}}<span class="side is-{{after.outcome}}">{{> box after}}</span>{{else}}<span class="side none"></span>{{/if}}</div><span class="bead-label">{{label}}</span></li>
{{/each}}</ol>{{#if leftOut}}<p class="note">{{leftOut}}</p>{{/if}}</section>`,

  places: `<h4>{{title}}</h4>
<div class="wide" role="region" aria-label="{{title}}" tabindex="0"><table class="faults places"><thead><tr><th scope="col">Fault</th>{{#each columns}}<th scope="col">{{label}}</th>{{/each}}</tr></thead>
<tbody>{{#each rows}}<tr><th scope="row"><b>{{fault}}</b></th>{{#each boxes}}{{#if this}}<td class="box is-{{outcome}}">{{> box}}</td>{{else}}<td class="empty"><span class="unseen">does not strike here</span></td>{{/if}}{{/each}}</tr>
{{/each}}</tbody></table></div>{{#if leftOut}}<p class="note">{{leftOut}}</p>{{/if}}`,

  interval: `<svg class="interval" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect class="rail" x="0" y="4.4" width="100" height="1.2"/><rect class="range" x="{{from}}" y="3" width="{{length}}" height="4"/><rect class="point" x="{{point}}" y="0" width="2" height="10"/></svg>`,

  rates: `<div class="wide" role="region" aria-label="How it survives each kind of fault" tabindex="0"><table class="rates"><thead><tr><th scope="col">Fault</th><th scope="col" colspan="2">Held, of those judged</th><th scope="col">95 % interval</th><th scope="col">Goal missed</th><th scope="col">Failed</th><th scope="col">Not judged</th><th scope="col">Goes on after</th><th scope="col">Model calls</th><th scope="col">Cost</th></tr></thead>
<tbody>{{#each rates}}<tr><th scope="row">{{fault}}</th><td class="number">{{held}}</td><td>{{#if bar}}{{> interval bar}}{{/if}}</td><td>{{#if bar}}{{bar.interval}}{{else}}nothing judged{{/if}}</td><td class="number">{{degraded}}</td><td class="number{{#if isBroken}} is-failed{{/if}}">{{failed}}</td><td class="number">{{notJudged}}</td><td class="number">{{#if recovery}}{{recovery}}{{else}}–{{/if}}</td><td class="number">{{calls}}</td><td class="number">{{cost}}</td></tr>
{{/each}}</tbody></table></div>
<p class="note">“Goes on after” is the time from the fault to the next thing that went well, the median. Model calls and cost are what the fault added to the undisturbed run.</p>`,

  reliability: `<h4>Several runs in a row</h4>
<p class="note">The chance that so many runs in a row all hold, estimated from the repeats.</p>
<div class="wide" role="region" aria-label="Several runs in a row" tabindex="0"><table class="rates small"><thead><tr><th scope="col">Runs in a row</th><th scope="col" colspan="2">All hold</th><th scope="col">95 % interval</th></tr></thead>
<tbody>{{#each reliability}}<tr><th scope="row">{{k}}</th><td class="number">{{value}}</td><td>{{> interval bar}}</td><td>{{bar.interval}}</td></tr>{{/each}}</tbody></table></div>`,

  tables: `<p class="meaning">One sign for each variant that was tried. An empty box: the fault does not strike there.</p>
{{#each tables}}{{> places}}{{/each}}`,

  experiment: `<article class="experiment" id="{{anchor}}"><h5><span class="signs" aria-hidden="true">{{#each signs}}<span class="is-{{outcome}}">{{symbol}}</span>{{/each}}</span> {{title}}</h5>
{{#each cells}}<div class="try is-{{outcome}}"><p class="line">{{> badge}} {{#if variant}}<b>{{variant}}</b>{{/if}}{{#if facts}} <span class="label">{{facts}}</span>{{/if}}</p>
<div class="prose">{{> text sentence}}</div>{{#if broken}}<p class="label">Broke: {{broken}}.{{#if finding}} <a href="#{{finding}}">See how it breaks</a>{{/if}}</p>{{/if}}
<details class="yaml"><summary>its schedule</summary><pre class="command">
{{yaml}}</pre></details></div>
{{/each}}</article>`,

  experimentsHead: `<h4>{{fault}}</h4> <span class="count">{{count}}</span>{{#if summary}} <span class="label">{{summary}}</span>{{/if}}`,

  experiments: `{{#each groups}}{{> experiment}}{{/each}}`,

  caseBody: `<p class="where">{{scenario}} <code>{{place}}</code></p>
{{#if hasFindings}}<section class="part"><h3>How it breaks</h3> <span class="count">{{findingsCount}}</span>
{{{findingsHtml}}}</section>{{/if}}
{{#if notes.length}}<ul class="notes">{{#each notes}}<li>{{> text}}</li>{{/each}}</ul>{{/if}}
{{#if maps.length}}<section class="part"><h3>Survival map</h3>
<p class="meaning">The history from left to right. Left of each number: struck just before that event; right of it: just after. The numbers lead to the undisturbed run.</p>
{{#each maps}}{{> survival}}{{/each}}</section>{{/if}}
{{{tablesHtml}}}
{{#if rates.length}}<section class="part"><h3>Rates and costs</h3>
{{> rates}}{{#if reliability.length}}{{> reliability}}{{/if}}</section>{{/if}}
<section class="part"><h3>What was not exercised</h3>
<p class="coverage"><meter min="0" max="100" value="{{coverage.percent}}" aria-label="Coverage in percent">{{coverage.percent}} %</meter> {{coverage.words}}</p>
{{#if notExercised.length}}<dl class="not-exercised">{{#each notExercised}}<div><dt>{{what}}</dt><dd class="prose">{{> text why}}</dd></div>{{/each}}</dl>{{else}}<p class="none">Nothing was left out.</p>{{/if}}</section>
<section class="part"><h3>Every experiment</h3> <span class="count">{{experimentsCount}}</span>
{{{experimentsHtml}}}</section>
<details class="part undisturbed"><summary><h3>The undisturbed run</h3> <span class="count is-{{undisturbed.outcome}}">{{undisturbed.outcomeWord}}</span></summary>
<div class="beside"><div class="task"><h4>Task</h4>{{> text task}}</div><div class="answer"><h4>Answered</h4>{{#if undisturbed.answer}}{{> text undisturbed.answer}}{{else}}<p class="none">No answer was given.</p>{{/if}}</div></div>
<div class="prose">{{> text undisturbed.sentence}}</div>
{{#with undisturbed}}{{#if hasConversation}}{{> conversation}}{{/if}}{{#if hasTimeline}}{{> timeline}}{{/if}}{{/with}}</details>`,

  caseHead: `<h2><span aria-hidden="true">{{symbol}}</span> {{name}}</h2><span class="reason">{{sentence}}</span>`,
} as const;
