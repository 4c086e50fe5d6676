/** Checks that take minutes: one after the other, so that a process that is watched has the machine to itself. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/nightly/**/*.test.ts"],
    testTimeout: 30 * 60_000,
    hookTimeout: 5 * 60_000,
    maxWorkers: 1,
  },
});
