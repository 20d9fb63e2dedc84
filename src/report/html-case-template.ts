/**
 * The parts of the page that stand for one case. A line feed directly after `<pre>` is dropped by every HTML parser, so each opens with one; otherwise a text
 * that begins with a line feed would lose it.
 */
export const caseTemplates = {
  tally: `<b>{{count}}</b> <span class="what"><span aria-hidden="true">{{symbol}}</span> {{word}}</span>`,

  text: `<pre>
{{text}}</pre>{{#if cut}}<p class="cut">{{cut}}</p>{{/if}}`,

  badge: `<span class="badge is-{{outcome}}"><span aria-hidden="true">{{symbol}}</span> {{word}}</span>`,

  event: `{{#if row}}<a href="#{{row}}">{{seq}}</a>{{else}}{{seq}}{{/if}}`,

  verdicts: `<section class="part"><h4>Claims</h4>
<div class="claims" role="table" aria-label="Claims of this case">
<div class="claim head" role="row"><span role="columnheader">Outcome</span><span role="columnheader">Claim and arithmetic</span><span role="columnheader">Evidence</span></div>
{{#each verdicts}}<div class="claim is-{{outcome}}" role="row"><div role="cell">{{> badge}}</div>
<div role="cell"><code class="name">{{claim}}</code>{{#if place}} <small>{{place}}</small>{{/if}}<div class="prose">{{> text text}}</div>
{{#if compared}}<div class="beside">{{#if expected}}<div><h5>Expected</h5>{{> text expected}}</div>{{/if}}{{#if actual}}<div><h5>Actual</h5>{{> text actual}}</div>{{/if}}</div>{{/if}}</div>
<div role="cell" class="evidence">{{#if evidence.length}}<span class="label">{{evidenceLabel}}</span> {{#each evidence}}{{> event}} {{/each}}{{else}}<span class="label">none</span>{{/if}}</div></div>
{{/each}}</div>
{{#if notApplicable}}<p class="note">Not applicable here: {{notApplicable}}.</p>{{/if}}</section>`,

  conversation: `<details class="part"{{#if conversation.open}} open{{/if}}><summary><h4>Conversation</h4> <span class="count">{{conversation.count}}</span></summary>
{{#if conversation.leftOut}}<p class="note">{{conversation.leftOut}}</p>{{/if}}
<ol class="talk">
{{#each conversation.rows}}<li class="by-{{kind}} lane-{{lane}}"><p class="who">{{#if conversation}}<span class="lane">conversation {{conversation}}</span> {{/if}}<b>{{who}}</b>{{#if title}} <code>{{title}}</code>{{/if}} <span class="at">event {{> event seq=event}}</span></p>{{> text text}}</li>
{{/each}}</ol></details>`,

  change: `<li><code>{{path}}</code> {{#if before}}<div class="was">{{> text before}}</div>{{else}}<span class="none">nothing</span>{{/if}} <span aria-hidden="true">→</span> {{#if after}}<div class="now">{{> text after}}</div>{{else}}<span class="none">nothing</span>{{/if}}</li>`,

  world: `<details class="part"{{#if world.open}} open{{/if}}><summary><h4>What really happened</h4> <span class="count">{{world.count}}</span></summary>
{{#if world.leftOut}}<p class="note">{{world.leftOut}}</p>{{/if}}
{{#if world.effects.length}}<table class="ledger"><thead><tr><th scope="col">Effect</th><th scope="col">What was committed</th><th scope="col">What it changed</th><th scope="col">Event</th></tr></thead>
<tbody>
{{#each world.effects}}<tr><th scope="row">{{effect}}</th><td>{{> text text}}{{#if isPerson}}<p class="note">By a person.</p>{{/if}}{{#if undoes}}<p class="note">Takes back effect {{undoes}}.</p>{{/if}}{{#if undoneBy}}<p class="note">Taken back by effect {{undoneBy}}.</p>{{/if}}</td><td>{{#if changes.length}}<ul class="changes">{{#each changes}}{{> change}}{{/each}}</ul>{{else}}<span class="none">nothing</span>{{/if}}</td><td>{{> event seq=event}}</td></tr>
{{/each}}</tbody></table>{{else}}<p class="none">Nothing was committed.</p>{{/if}}
<h5>The world at the end, against the start</h5>
{{#if world.changesLeftOut}}<p class="note">{{world.changesLeftOut}}</p>{{/if}}
{{#if world.changes.length}}<ul class="changes">{{#each world.changes}}{{> change}}{{/each}}</ul>{{else}}<p class="none">It is as it was.</p>{{/if}}</details>`,

  timeline: `<details class="part"{{#if timeline.open}} open{{/if}}><summary><h4>Timeline</h4> <span class="count">{{timeline.count}}</span></summary>
{{#if timeline.leftOut}}<p class="note">{{timeline.leftOut}}</p>{{/if}}
<table class="timeline"><thead><tr><th scope="col">Event</th><th scope="col">Seconds</th><th scope="col">Kind</th><th scope="col">What happened</th></tr></thead>
<tbody>
{{#each timeline.rows}}<tr id="{{anchor}}" class="tone-{{tone}}{{#if cited}} cited{{/if}}"><th scope="row">{{seq}}</th><td>{{at}}</td><td>{{kind}}{{#if toneWord}} <b class="tone">{{toneWord}}</b>{{/if}}</td><td>{{> text text}}</td></tr>
{{/each}}</tbody></table></details>`,

  campaign: `<section class="part campaign"><h4>Campaign</h4> <span class="count">{{campaign.facts}}</span>
{{#each campaign.alerts}}<div class="alert"><b>Alert</b> {{> text}}</div>{{/each}}
<table><thead><tr><th scope="col">Figure</th><th scope="col">Value</th><th scope="col">Interval, 95 %</th><th scope="col">Bound</th><th scope="col">Measured by</th></tr></thead>
<tbody>
{{#each campaign.rows}}<tr{{#if isAlert}} class="alerted"{{/if}}><th scope="row">{{label}}</th><td>{{value}}{{#if isAlert}} <b class="tone">alert</b>{{/if}}</td><td>{{#if interval}}{{interval}}{{#if method}} <small>{{method}}</small>{{/if}}{{/if}}</td><td>{{#if bound}}{{bound}}{{/if}}</td><td>{{basis}}</td></tr>
{{/each}}</tbody></table>
{{#if campaign.claims.length}}<h5>Claims that did not hold in every session</h5><ul class="notes">{{#each campaign.claims}}<li>{{this}}</li>{{/each}}</ul>{{/if}}
{{#if campaign.confidences}}<h5>Confidence, by tenths</h5><table class="bars"><tbody>{{#each campaign.confidences}}<tr><th scope="row">{{range}}</th><td><meter min="0" max="100" value="{{percent}}">{{count}}</meter></td><td>{{count}}</td></tr>{{/each}}</tbody></table>{{/if}}
{{#if campaign.troubled.length}}<h5>Sessions that did not pass, the lowest seeds first</h5>
{{#each campaign.troubled}}<div class="session">{{> badge}} <span class="label">seed {{seed}}</span> {{> text sentence}}<pre class="command">
{{repeat}}</pre></div>
{{/each}}{{/if}}</section>`,

  case: `<details class="case is-{{outcome}}" id="{{anchor}}" data-case{{#if open}} open{{/if}}>
<summary>{{> badge}}<span class="title"><h3>{{name}}</h3><span class="reason">{{sentence.text}}</span></span><span class="figures"><span>{{duration}}</span> <span>{{calls}}</span>{{#if cost}} <span>{{cost}}</span>{{/if}}</span></summary>
<div class="body">
<p class="where">{{scenario}} <code>{{place}}</code></p>
{{#if miss}}<section class="part"><h4>Why no recording answered</h4><pre class="miss">
{{#each miss.parts}}{{#if marked}}<span class="{{tone}}">{{text}}</span>{{else}}{{text}}{{/if}}{{/each}}</pre>{{#if miss.cut}}<p class="cut">{{miss.cut}}</p>{{/if}}</section>{{/if}}
{{#if campaign}}{{> campaign}}{{/if}}
{{#if verdicts.length}}{{> verdicts}}{{else}}{{#if notApplicable}}{{> verdicts}}{{/if}}{{/if}}
<section class="part"><h4>Task, expectation and answer</h4>
<div class="beside"><div class="task"><h5>Task</h5>{{> text task}}</div>
{{#if expectation}}<div><h5>Expected</h5>{{> text expectation}}</div>{{/if}}
<div class="answer"><h5>Answered</h5>{{#if answer}}{{> text answer}}{{else}}<p class="none">No answer was given.</p>{{/if}}</div></div></section>
{{#if conversation.rows.length}}{{> conversation}}{{/if}}
{{#if world}}{{> world}}{{/if}}
{{#if timeline.rows.length}}{{> timeline}}{{/if}}
{{#if notes.length}}<section class="part"><h4>Notes</h4><ul class="notes">{{#each notes}}<li>{{> text}}</li>{{/each}}</ul></section>{{/if}}
<section class="part again"><h4>See it again</h4><pre class="command">
{{repeat}}</pre></section>
<dl class="facts">{{#each facts}}<div><dt>{{label}}</dt><dd>{{value}}</dd></div>{{/each}}</dl>
</div></details>
`,
} as const;
