import { defineConfig } from "vitest/config";
import { LongestFirst } from "./__tests__/support/longest-first.ts";

/** By itself vitest leaves one alone, which is half of a small machine. */
const EVERY_CORE = "100%";

/** `unit` needs nothing but Node, nor does `proof`, which runs long; `browser` needs Chromium; `sandbox` starts moto and the real Terraform. */
export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: "unit",
          include: ["__tests__/**/*.test.ts"],
          exclude: ["__tests__/browser/**", "__tests__/proof/**", "__tests__/sandbox/**"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // Files share what they import: loading it anew for each took longer than the tests. None changes a module.
          pool: "threads",
          isolate: false,
          maxWorkers: EVERY_CORE,
        },
      },
      {
        test: {
          name: "proof",
          include: ["__tests__/proof/**/*.test.ts"],
          maxWorkers: EVERY_CORE,
          testTimeout: 600_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: "browser",
          include: ["__tests__/browser/**/*.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "sandbox",
          include: ["__tests__/sandbox/**/*.test.ts"],
          globalSetup: ["__tests__/sandbox/build.ts"],
          testTimeout: 300_000,
          // As many deployments at once on two cores take their time.
          hookTimeout: 600_000,
          // They wait most of their time: Terraform's provider, and runs for what AWS makes them wait for.
          maxWorkers: 5,
          // Runtimes of today are refused one day, and so are those that Terraform's provider knows.
          env: { ZONEKEEP_SANDBOX_TODAY: "2026-11-29" },
        },
      },
    ],
  },
});
