/**
 * The page. Everything between double braces is escaped by Handlebars; the triple ones hold this project's own constants (style, script and their hashes)
 * and nothing else. Ids are numbers or names of outcomes. The policy allows the one style and the one script by their hashes, and nothing from anywhere.
 */
export const pageTemplate = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '{{{styleHash}}}'; script-src '{{{scriptHash}}}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>{{verdict.word}}: {{sentence}} Rehearsal</title>
<style>{{{style}}}</style>
</head>
<body>
<header class="masthead is-{{verdict.outcome}}">
<h1{{#if isLong}} class="long"{{/if}}>{{sentence}}</h1>
{{#if incomplete}}<p class="alarm">{{incomplete}}</p>{{/if}}
<nav aria-label="Cases by outcome"><ul class="tallies">
{{#each tallies}}<li class="is-{{outcome}}{{#if isNone}} none{{/if}}">{{#if linked}}<a href="#group-{{outcome}}">{{> tally}}</a>{{else}}<span>{{> tally}}</span>{{/if}}</li>
{{/each}}</ul></nav>
<dl class="facts">
{{#each facts}}<div><dt>{{label}}</dt><dd>{{#if code}}<code>{{value}}</code>{{else}}{{value}}{{/if}}</dd></div>
{{/each}}</dl>
</header>
<search id="filter" class="filter" aria-label="Filter the cases" hidden>
<label>Find in cases <input type="search" id="filter-text" autocomplete="off" spellcheck="false"></label>
<fieldset><legend>Outcomes</legend>
{{#each groups}}<label><input type="checkbox" value="{{outcome}}" checked> {{title}}</label>
{{/each}}</fieldset>
<p id="filter-status" role="status"></p>
</search>
<main>
{{#if matrix}}{{> matrix matrix}}{{/if}}
{{#each groups}}
<section class="group is-{{outcome}}" id="group-{{outcome}}" data-outcome="{{outcome}}" aria-labelledby="heading-{{outcome}}">
<h2 id="heading-{{outcome}}"><span aria-hidden="true">{{symbol}}</span> {{title}} <span class="count">{{count}}</span></h2>
<p class="meaning">{{meaning}}</p>
{{#each cases}}{{> case}}{{/each}}
{{#if rows.length}}
<p class="note">{{rowsNote}}</p>
<table class="compact"><thead><tr><th scope="col">Case</th>{{#if rowsHaveReasons}}<th scope="col">Reason</th>{{/if}}<th scope="col">Duration</th><th scope="col">Model</th></tr></thead>
<tbody>
{{#each rows}}<tr data-case><th scope="row">{{name}} <small>{{scenario}}</small></th>{{#if ../rowsHaveReasons}}<td>{{sentence.text}}</td>{{/if}}<td>{{duration}}</td><td>{{calls}}</td></tr>
{{/each}}</tbody></table>
{{/if}}
</section>
{{/each}}
{{#if isEmpty}}<p class="meaning">There is no case in this report.</p>{{/if}}
</main>
<footer><p>Rehearsal {{version}}. Everything is in this file; it loads nothing and sends nothing. Characters that cannot be seen are written as ⟪U+…⟫.</p></footer>
<script>{{{script}}}</script>
</body>
</html>
`;
