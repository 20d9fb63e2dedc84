// Runs an agent of the specimens as a program: `node scenarios/reference/main.ts <module> <export> <task>`; without a task, one JSON value per line of stdin.
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const [module, name, task] = process.argv.slice(2);
if (module === undefined || name === undefined) throw new Error('usage: main.ts <module> <export> [<task>]');
const agents = (await import(pathToFileURL(resolve(module)).href)) as Readonly<Record<string, (task: unknown) => Promise<unknown>>>;
const agent = agents[name];
if (agent === undefined) throw new Error(`${module} has no export ${name}`);
const print = (answer: string): void => void process.stdout.write(`${answer}\n`);
if (task === undefined) for await (const line of createInterface({ input: process.stdin })) print(JSON.stringify(await agent(JSON.parse(line))));
else {
  const answer = await agent(/^[[{]/.test(task) ? JSON.parse(task) : task);
  print(typeof answer === 'string' ? answer : JSON.stringify(answer));
}
