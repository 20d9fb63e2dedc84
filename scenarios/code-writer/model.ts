// The models of the specimen: a small one that plans, a large one that writes code. The first code that is written may be wrong, or never end; what the sandbox says is heeded.
import type { ScriptedModel } from '../../src/domain/scripted-model.ts';

const model: ScriptedModel = ({ task, lastUser, request }) => {
  if (request.model === 'small-planner') {
    const { purpose } = JSON.parse(task) as { readonly purpose: string };
    return { text: JSON.stringify({ steps: ['find_function', 'search_docs', 'write', 'run_code', 'create_function'], purpose }) };
  }
  const { name, separator, flaw } = JSON.parse(task) as {
    readonly name: string;
    readonly separator: string;
    readonly flaw?: 'endless' | 'wrong' | 'greedy' | 'thief';
  };
  const mended = lastUser.startsWith('The sandbox says');
  const sound = `function ${name}(text) { return text.toLowerCase().split(/[^a-z0-9]+/).filter(Boolean).join(${JSON.stringify(separator)}); }`;
  const flawed = {
    endless: `function ${name}() { for (;;); }`,
    wrong: `function ${name}(text) { return text; }`,
    greedy: `function ${name}() { const all = []; for (;;) all.push(new Array(1e6).fill(7)); }`,
    thief: `const fs = await import('node:fs'); function ${name}() { return fs.readFileSync('/etc/passwd', 'utf8'); }`,
  };
  return { text: JSON.stringify({ code: flaw === undefined || mended ? sound : flawed[flaw] }) };
};

export default model;
