/** One way in which the agent breaks: the lanes, the broken claim with its arithmetic, the smallest schedule, the command. */
export const findingTemplates = {
  mark: `<g id="{{id}}" class="mark kind-{{kind}} tone-{{tone}}{{#if cited}} cited{{/if}}"><title>{{title}}</title>{{#if isBar}}<rect x="{{x}}" y="{{y}}" width="{{width}}" height="{{height}}" rx="3"/>{{/if}}{{#if isGap}}<path d="M{{x}} {{middle}}H{{end}}"/>{{/if}}{{#if isDiamond}}<polygon points="{{diamond}}"/>{{/if}}{{#if isDot}}<circle cx="{{x}}" cy="{{middle}}" r="4"/>{{/if}}<text x="{{labelX}}" y="{{labelY}}" text-anchor="{{anchorWord}}">{{label}}</text></g>`,

  lanes: `<figure class="swim"><div class="lanes" role="region" aria-label="{{title}}" tabindex="0">
<svg class="names" width="144" height="{{height}}" aria-hidden="true">{{#each lanes}}{{#if isOdd}}<rect class="stripe" x="0" y="{{y}}" width="144" height="{{height}}"/>{{/if}}<text x="4" y="{{nameY}}"><title>{{name}}</title>{{short}}</text>{{/each}}</svg>
<svg class="marks" width="{{width}}" height="{{height}}" viewBox="0 0 {{width}} {{height}}" role="img" aria-labelledby="{{anchor}}-title {{anchor}}-description"><title id="{{anchor}}-title">{{title}}</title><desc id="{{anchor}}-description">{{description}}</desc>
{{#each lanes}}{{#if isOdd}}<rect class="stripe" x="0" y="{{y}}" width="{{width}}" height="{{height}}"/>{{/if}}{{/each}}
{{#each bands}}<rect class="band" x="{{x}}" y="22" width="{{width}}" height="{{height}}"/>{{/each}}
{{#each ticks}}<text class="tick" x="{{x}}" y="13">{{text}}</text><path class="tick-line" d="M{{x}} 17v5"/>{{/each}}
{{#each lanes}}{{#each marks}}{{> mark}}{{/each}}{{/each}}</svg></div>
<figcaption>Time runs from left to right and is not to scale: long waits are shortened, their length is written. Numbers are events; those that the verdict rests on are framed. <span class="tone-bad">✘</span> went wrong, <span class="tone-fault">↯</span> a fault struck, ◆ an effect was committed.{{#if leftOut}} {{leftOut}}{{/if}}</figcaption></figure>`,

  finding: `<div class="picture">{{#if lanes}}{{> lanes lanes}}{{else}}<p class="none">There is no history of this run.</p>{{/if}}
<div class="verdict"><h4>What broke</h4>
{{#each claims}}<div class="broken"><p class="name">{{claim}}</p><div class="prose">{{> text text}}</div>
{{#if evidence.length}}<p class="evidence">{{evidenceLabel}} {{#each evidence}}{{> event}} {{/each}}{{#if evidenceLeftOut}}{{evidenceLeftOut}}{{/if}}</p>{{/if}}
{{#if expected}}<h5>Expected</h5>{{> text expected}}{{/if}}{{#if actual}}<h5>Actual</h5>{{> text actual}}{{/if}}</div>
{{/each}}{{#if otherClaims}}<p class="broken name">{{otherClaims}}</p>{{/if}}</div></div>
<div class="repeat"><div><h4>The smallest schedule</h4><p class="prose">{{words}}.</p><p class="note">{{shrinking}}</p><pre class="command">
{{yaml}}</pre>{{#if found}}<details class="yaml"><summary>as it was found</summary><pre class="command">
{{found}}</pre></details>{{/if}}</div>
<div><h4>See it again</h4><pre class="command">
{{command}}</pre>{{#if file}}<p class="note">Saved as <code>{{file}}</code>; it fails until the agent is repaired.</p>{{/if}}{{#if fileProblem}}<div class="alarm">{{> text fileProblem}}</div>{{/if}}
<h4>Breaks the same</h4><p class="note">{{cellsCount}}</p><ul class="same">{{#each cells}}<li>{{#if anchor}}<a href="#{{anchor}}">{{words}}</a>{{else}}{{words}}{{/if}}</li>{{/each}}{{#if cellsLeftOut}}<li>{{cellsLeftOut}}</li>{{/if}}</ul></div></div>
<div class="beside"><div class="task"><h5>Task</h5>{{> text task}}</div><div class="answer"><h5>Answered</h5>{{#if answer}}{{> text answer}}{{else}}<p class="none">No answer was given.</p>{{/if}}</div></div>
{{#if hasTimeline}}{{> timeline}}{{/if}}
{{#if hasConversation}}{{> conversation}}{{/if}}
{{#if world}}{{> world}}{{/if}}`,

  findingHead: `<h4><span aria-hidden="true">{{symbol}}</span> {{sentence}}</h4>`,
} as const;
