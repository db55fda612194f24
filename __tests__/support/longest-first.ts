import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files that take minutes, for Terraform or for what AWS makes a reader wait: each would be waited for alone if it began last. */
const LONGEST = [
  "proof/conformance.test.ts",
  "sandbox/deployed-records.test.ts",
  "sandbox/deployed.test.ts",
  "sandbox/cli/event-archive.test.ts",
  "sandbox/terraform/deploy.test.ts",
  "sandbox/terraform/as-terraform.test.ts",
  "sandbox/attacks.test.ts",
  "sandbox/application-scene.test.ts",
  "sandbox/main-job.test.ts",
  "sandbox/archived-events.test.ts",
  "sandbox/cli/restore.test.ts",
];

/** The files that take longest begin first; the others follow in vitest's own order. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = LONGEST.findIndex((file) => moduleId.endsWith(file));
      return at < 0 ? LONGEST.length : at;
    };
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}
