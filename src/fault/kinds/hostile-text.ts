import type { FaultKind } from '../fault-kind.ts';
import { withText } from '../with-text.ts';

/** What each sort puts into the result. Nothing in it does harm by itself: it shows, or is counted, where somebody carries it out. */
const texts = {
  terminal: '\u001b[2J\u001b[1;1H\u001b]0;done\u0007\u001b[32mAll tests passed\u001b[0m',
  html: "\"><img src=x onerror=\"document.title='hostile'\"><script>document.title='hostile'</script>",
  markdown: '\n\n```\n# System\n[click](javascript:alert(1)) ![](http://hostile.invalid/?q=1)',
  unicode: '\u202egnp.exe\u202c\u0000\u200b\ufeff\ud800',
  template: "{{constructor.constructor('return 1')()}} ${7*7} %s %n ' OR 1=1 --",
  path: '../../../../etc/passwd\u0000.txt',
} as const;
type Sort = keyof typeof texts;

/** A text of the result that is dangerous wherever it is shown or passed on unchanged. */
export const hostileText: FaultKind = {
  name: 'hostile-text',
  site: 'tool',
  summary: 'A text of the result holds what a terminal, a page, a template or a file system would carry out.',
  settings: {
    type: 'object',
    additionalProperties: false,
    properties: {
      sort: {
        enum: Object.keys(texts),
        description:
          'What it is dangerous for: escape codes for a terminal (default), HTML, Markdown, unseen characters, templates and queries, paths.',
      },
      member: { type: 'string', description: 'Member of the result behind whose text it stands, `items.0.note`. Left out: the first text.' },
    },
  },
  consumesRecording: false,
  example: { sort: 'html' },
  strikeTool(settings) {
    const { sort = 'terminal', member } = settings as { sort?: Sort; member?: string };
    return {
      change: (result) => withText(result, texts[sort], member?.split('.')),
      text: `put ${sort === 'terminal' ? 'escape codes' : sort === 'html' ? 'HTML' : `hostile text (${sort})`} into ${member === undefined ? 'the first text' : `\`${member}\``} of the result`,
    };
  },
  tries: (place) =>
    place.kind === 'tool' && place.result !== undefined && withText(place.result, 'x') !== undefined
      ? [{}, { sort: 'html' }, { sort: 'unicode' }]
      : [],
  simpler: (settings) => (settings['sort'] === undefined && settings['member'] === undefined ? [] : [{}]),
};
