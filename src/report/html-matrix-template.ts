/** Claims × cases, as tables that fold. A cell is a sign with its word beside it for those who do not see it. */
export const matrixTemplate = `<details class="matrix" id="claims">
<summary><h2>Claims</h2> <span class="count">{{count}}</span></summary>
<p class="legend">{{#each legend}}<span class="is-{{outcome}}"><span class="sign" aria-hidden="true">{{symbol}}</span> {{word}}</span> {{/each}}</p>
<div class="wide"><table class="standings"><thead><tr><th scope="col">Claim</th><th scope="col">Outcome</th><th scope="col">Cases that exercised it</th><th scope="col">Held</th><th scope="col">Failed</th><th scope="col">Broken on purpose</th><th scope="col">Unobserved</th></tr></thead>
<tbody>
{{#each claims}}<tr class="is-{{outcome}}"><th scope="row"><code>{{claim}}</code></th><td>{{> badge}}</td><td>{{exercised}}</td><td>{{held}}</td><td>{{failed}}</td><td>{{specimens}}</td><td>{{unobserved}}</td></tr>
{{/each}}</tbody></table></div>
{{#each scenarios}}<details class="part"><summary><h3>{{name}}</h3> <span class="count">{{count}}</span></summary>
{{#if rows.length}}<div class="wide"><table class="cells"><thead><tr><th scope="col">Claim</th>{{#each columns}}<th scope="col">{{#if anchor}}<a href="#{{anchor}}">{{number}}</a>{{else}}{{number}}{{/if}}</th>{{/each}}</tr></thead>
<tbody>
{{#each rows}}<tr><th scope="row"><code>{{claim}}</code></th>{{#each cells}}<td class="is-{{outcome}}"><span class="sign" aria-hidden="true">{{symbol}}</span><span class="unseen">{{word}}</span></td>{{/each}}</tr>
{{/each}}</tbody></table></div>{{/if}}
<ol class="columns">{{#each columns}}<li class="is-{{outcome}}"><span class="sign" aria-hidden="true">{{symbol}}</span> {{#if anchor}}<a href="#{{anchor}}">{{name}}</a>{{else}}{{name}}{{/if}} <span class="unseen">{{word}}</span></li>{{/each}}</ol>
{{#if leftOut}}<p class="note">{{leftOut}}</p>{{/if}}
{{#if unobserved}}<p class="note"><b>Unobserved in every case:</b> {{unobserved}}.</p>{{/if}}
{{#if notApplicable}}<p class="note"><b>Not applicable:</b> {{notApplicable}}.</p>{{/if}}</details>
{{/each}}{{#if scenariosLeftOut}}<p class="note">{{scenariosLeftOut}}</p>{{/if}}</details>
`;
