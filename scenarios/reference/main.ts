// Runs an agent of the specimens as a program: `node scenarios/reference/main.ts <module> <export> <task>`.
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [module, name, task] = process.argv.slice(2);
if (module === undefined || name === undefined || task === undefined) throw new Error('usage: main.ts <module> <export> <task>');
const agents = (await import(pathToFileURL(resolve(module)).href)) as Readonly<Record<string, (task: unknown) => Promise<unknown>>>;
const agent = agents[name];
if (agent === undefined) throw new Error(`${module} has no export ${name}`);
const answer = await agent(/^[[{]/.test(task) ? JSON.parse(task) : task);
console.log(typeof answer === 'string' ? answer : JSON.stringify(answer));
