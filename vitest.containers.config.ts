import { defineConfig, type ViteUserConfig } from 'vitest/config';

/** `npm run test:containers`: agents and a Toxiproxy in real containers. Without Docker they are skipped, and say so. */
const config: ViteUserConfig = defineConfig({
  test: {
    include: ['test/containers/**/*.containers.ts', 'test/laws/agent-driver.laws.ts'],
    env: { REHEARSAL_CONTAINERS: '1' },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    passWithNoTests: false,
  },
});
export default config;
