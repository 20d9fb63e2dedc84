/**
 * The page. Everything between double braces is escaped by Handlebars; the triple ones hold this project's own constants and parts that these same templates
 * have made. Ids are numbers. The policy allows the one style and the one script by their hashes, and nothing from anywhere.
 */
export const chaosPageTemplate = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '{{{styleHash}}}'; script-src '{{{scriptHash}}}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>{{word}}: {{sentence}} Rehearsal</title>
<style>{{{style}}}</style>
</head>
<body>
<header class="masthead is-{{outcome}}">
<h1{{#if isLong}} class="long"{{/if}}>{{sentence}}</h1>
<ul class="tallies" aria-label="Experiments by outcome">
{{#each tallies}}<li class="is-{{outcome}}{{#if isNone}} none{{/if}}"><span>{{> tally}}</span></li>
{{/each}}</ul>
<dl class="facts">
{{#each facts}}<div><dt>{{label}}</dt><dd>{{#if code}}<code>{{value}}</code>{{else}}{{value}}{{/if}}</dd></div>
{{/each}}</dl>
</header>
<main>
{{#if ways.length}}<section aria-labelledby="breaks"><h2 id="breaks">How it breaks</h2>
<ol class="ways">{{#each ways}}<li>{{#if only}}<a href="#{{only}}">{{sentence}}</a>{{else}}<b>{{sentence}}</b> <span class="in">{{#each cases}}<a href="#{{anchor}}">{{name}}</a>{{#unless @last}}, {{/unless}}{{/each}}{{#if casesLeftOut}} {{casesLeftOut}}{{/if}}</span>{{/if}}</li>
{{/each}}</ol>{{#if waysLeftOut}}<p class="note">{{waysLeftOut}}</p>{{/if}}</section>{{/if}}
<section aria-labelledby="matrix"><h2 id="matrix">Faults and scenarios</h2>
<p class="meaning">Each box: how many of the experiments that could be judged held, and the sign of the worst. A box leads to what happened.</p>
<ul class="legend">{{#each legend}}<li class="is-{{outcome}}"><span class="sign" aria-hidden="true">{{symbol}}</span> <b>{{word}}</b> <span class="what">{{meaning}}</span></li>{{/each}}</ul>
{{#if isEmpty}}<p class="meaning">There is no case in this report.</p>{{else}}{{> matrix matrix}}{{/if}}
</section>
{{{cases}}}
</main>
<footer><p>Rehearsal {{version}}. Everything is in this file; it loads nothing and sends nothing. Characters that cannot be seen are written as ⟪U+…⟫. chaos.json has every figure.</p></footer>
<script>{{{script}}}</script>
</body>
</html>
`;

/** Fault × scenario. A box is a sign and a fraction; its words are there for those who do not see the sign. */
export const chaosMatrixTemplate = `<div class="wide" role="region" aria-label="Table of faults and scenarios" tabindex="0"><table class="faults"><thead><tr><th scope="col">Fault</th>
{{#each columns}}<th scope="col"><a href="#{{anchor}}">{{#if ../isNamed}}{{name}}{{else}}{{number}}{{/if}}</a></th>{{/each}}</tr></thead>
{{#each sites}}<tbody><tr class="site"><th colspan="{{../span}}" scope="rowgroup">{{site}}</th></tr>
{{#each rows}}<tr><th scope="row"><b>{{fault}}</b>{{#if summary}} <small>{{summary}}</small>{{/if}}</th>{{#each boxes}}{{#if this}}<td class="box is-{{outcome}}"><a href="#{{anchor}}" title="{{words}}"><span class="sign" aria-hidden="true">{{symbol}}</span> <span aria-hidden="true">{{figures}}{{#if isPartial}} <span class="partial">○</span>{{/if}}</span><span class="unseen">{{words}}</span></a></td>{{else}}<td class="empty"><span class="unseen">not exercised</span></td>{{/if}}{{/each}}</tr>
{{/each}}</tbody>{{/each}}</table></div>
{{#unless isNamed}}<ol class="columns">{{#each columns}}<li class="is-{{outcome}}"><span class="sign" aria-hidden="true">{{symbol}}</span> <a href="#{{anchor}}">{{name}}</a> <small>{{scenario}}</small> <span class="unseen">{{word}}</span></li>{{/each}}</ol>{{/unless}}
{{#if leftOut}}<p class="note">{{leftOut}}</p>{{/if}}`;
