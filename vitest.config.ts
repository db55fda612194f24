import { defineConfig } from "vitest/config";

/** `unit` needs nothing but Node; `sandbox` starts moto and the real Terraform. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["__tests__/**/*.test.ts"],
          exclude: ["__tests__/sandbox/**"],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: "sandbox",
          include: ["__tests__/sandbox/**/*.test.ts"],
          globalSetup: ["__tests__/sandbox/build.ts"],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          maxWorkers: 2,
        },
      },
    ],
  },
});
