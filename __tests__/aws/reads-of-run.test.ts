import { expect, test } from "vitest";
import { awsCapabilities } from "../../modules/aws/capabilities.ts";
import { TRIGGER_KINDS } from "../../modules/contract/triggers.ts";
import type { Protect } from "../../modules/policy/policy.ts";
import { captureFunction } from "../../modules/protectors/lambda/capture.ts";
import { inventory } from "../../modules/protectors/lambda/inventory.ts";
import { relatedCallers } from "../../modules/protectors/lambda/related.ts";
import { FakeRegion } from "../support/fake-region.ts";
import { OPTIONS, type request } from "../support/sample-request.ts";
import { functionArn, seedFunction, seedVersions } from "../support/seed-function.ts";

/** Lambda's reads a second, as its quotas page has them. */
const LAMBDA_READS = { getFunction: 100, getPolicy: 15, other: 15 };

const aws = awsCapabilities({ regions: [], zones: [] });

/** As many functions as a page has, each with an alias, a URL, a mapping and published versions; the page's ends. */
async function callsOfRun(
  scope: (typeof request)["protect"],
  functions: number,
  versions: number,
): Promise<string[]> {
  const source = new FakeRegion();
  source.page = 50;
  for (let i = 0; i < functions; i++) {
    const name = `f${i}`;
    const made = seedFunction(source.lambda, name);
    seedVersions(made, name, versions);
    made.aliases.set("live", { Name: "live", FunctionVersion: String(versions) });
    source.lambda.mappings.set(name, {
      UUID: name,
      FunctionArn: functionArn(name),
      EventSourceArn: "arn:aws:sqs:us-east-1:123456789012:q",
    });
  }
  const { triggers } = scope;
  const found = inventory(source.ports(), { triggers, needsTags: () => true, warn: () => undefined });
  for await (const item of found) {
    await relatedCallers(source.ports(), item, { ...scope, warn: () => undefined });
    await captureFunction(source.ports(), item, { ...OPTIONS, scope });
  }
  return source.lambda.called();
}

test.each([
  ["latest", "all", 5],
  ["published", "all", 5],
  ["all", "all", 49],
  ["published", ["url"], 5],
  ["published", ["s3"], 5],
  ["published", ["logs"], 5],
  ["published", [], 5],
] as const)(
  "a run of code %s and triggers %j makes the reads that the plan counts with",
  async (code, triggers, versions) => {
    const scope = { code, triggers };
    const protect: Protect = { ...scope, configuration: "all", state: [], events: {} };
    const { perFunction, perPage } = aws.readsOfRun(protect);
    const calls = await callsOfRun(scope, 50, versions);
    const seconds = (kind: RegExp, rate: number): number =>
      calls.filter((call) => kind.test(call)).length / rate;
    const busiest = Math.max(
      seconds(/^GetFunction$/, LAMBDA_READS.getFunction),
      seconds(/^GetPolicy$/, LAMBDA_READS.getPolicy),
      seconds(/^(?!GetFunction$|GetPolicy$)/, LAMBDA_READS.other),
    );
    const counted = ((50 * perFunction + perPage) * 60) / aws.reads.value;
    expect(busiest).toBeLessThanOrEqual(counted);
    // Not more than the rounding of a page, a version or an alias.
    expect(busiest).toBeGreaterThan(counted * 0.95);
  },
);

test("kinds that are not offered cost nothing", () => {
  const protect: Protect = { code: "latest", configuration: "all", triggers: "all", state: [], events: {} };
  const offered = TRIGGER_KINDS.filter((kind) => aws.refuse(`protect.triggers.${kind}`) === undefined);
  expect(aws.readsOfRun({ ...protect, triggers: offered })).toEqual(aws.readsOfRun(protect));
});
