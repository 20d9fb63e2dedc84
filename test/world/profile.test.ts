import { describe, expect, test } from 'vitest';
import { rehearsal } from '../support/command-line.ts';
import { worldProject, type WorldProject } from '../support/world-project.ts';

// Goal: the profile of a world decides what configuration the agent reads; --profile chooses another, and one that does not exist is an error.
// Method: whole cases, from the code and from the command line.

const agent = `export default async (task, { environment }) => {
  const { profile, configuration } = await (await fetch(environment.REHEARSAL_CONFIGURATION_URL)).json();
  return [profile, configuration, environment.REHEARSAL_PROFILE ?? null];
};`;

function project(members: string): WorldProject {
  return worldProject('module', agent, `world: { ${members} }\n`);
}
const profiles = 'profiles: { dev: { maxSteps: 50 }, prod: { maxSteps: 5 } }';

test.each([
  ['the one that the scenario names', `profile: dev, ${profiles}`, undefined, ['dev', { maxSteps: 50 }, 'dev']],
  ['the one that the command names', `profile: dev, ${profiles}`, 'prod', ['prod', { maxSteps: 5 }, 'prod']],
  ['none', profiles, undefined, [null, {}, null]],
  ['a name alone', 'profile: dev', undefined, ['dev', {}, 'dev']],
])('the profile in force: %s', async (_, members, chosen, answer) => {
  expect((await project(members).run(chosen)).answer).toEqual(answer);
});

describe('a profile that does not exist is an error', () => {
  test.each([
    ['in the scenario', `profile: produ, ${profiles}`, undefined, /no profile named "produ"/],
    ['on the command line', `profile: dev, ${profiles}`, 'stage', /has no profile named "stage"/],
    ['where no world has any', 'profile: dev', 'prod', /No scenario has a world with profiles/],
  ])('%s', async (_, members, chosen, why) => {
    await expect(project(members).run(chosen)).rejects.toThrow(why);
  });
});

test('--profile', async () => {
  const { folder } = project(`profile: dev, ${profiles}`);
  const ended = await rehearsal(['run', 's.yaml', '--profile', 'prod', '--json'], { folder });
  expect(ended.code, ended.stderr).toBe(0);
  expect((JSON.parse(ended.stdout) as { cases: { answer: string }[] }).cases[0]!.answer).toBe('["prod",{"maxSteps":5},"prod"]');
  const wrong = await rehearsal(['run', 's.yaml', '--profile', 'none'], { folder });
  expect(wrong.code).toBe(2);
  expect(wrong.stderr).toContain('Its profiles: dev, prod');
});
