import { defineConfig, type ViteUserConfig } from 'vitest/config';

/** `npm run prove`: proofs that take minutes. One file after another, since each uses all cores itself. */
const config: ViteUserConfig = defineConfig({
  test: {
    include: ['test/prove/**/*.prove.ts'],
    testTimeout: 1_800_000,
    hookTimeout: 120_000,
    fileParallelism: false,
    passWithNoTests: false,
  },
});
export default config;
