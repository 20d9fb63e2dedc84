import { defineConfig, type ViteUserConfig } from 'vitest/config';

const config: ViteUserConfig = defineConfig({
  test: { include: ['test/**/*.test.ts', 'test/**/*.laws.ts'], testTimeout: 60_000, hookTimeout: 60_000, passWithNoTests: false },
});
export default config;
