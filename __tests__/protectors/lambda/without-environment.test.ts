import { describe, expect, test } from "vitest";
import { captureFunction } from "../../../modules/protectors/lambda/capture.ts";
import { apply, Destination } from "../../support/destination.ts";
import { item, richFunction, SECRET } from "../../support/rich-function.ts";
import { SAMPLE_MAP, sample, sampleBytes } from "../../support/sample-function.ts";
import { OPTIONS } from "../../support/sample-request.ts";

test("a policy without environments keeps names of variables, no value, and says so", async () => {
  const scope = { ...OPTIONS.scope, configuration: "without-environment" as const };
  const captured = await captureFunction(richFunction().ports(), item, { ...OPTIONS, scope });
  expect(captured?.document.environmentValues).toBe("left-out");
  expect(captured?.document.versions.at(-1)?.environment).toEqual(["A", "API_KEY"]);
  expect(captured?.secrets).toBeUndefined();
  expect(JSON.stringify({ ...captured, blobs: [] })).not.toContain(SECRET);
});

describe("a restore of such a point", () => {
  const kept = {
    ...sample,
    document: { ...sample.document, environmentValues: "left-out" as const },
    secrets: {},
  };
  const given = { QUEUE_URL: "https://queue", SECRET: "given-value" };

  test("is refused with the names of all that is missing", async () => {
    const there = new Destination(sampleBytes);
    const { blocked } = await there.plan({ ...kept, given: { SECRET: "given-value" } }, SAMPLE_MAP);
    expect(blocked).toEqual([
      {
        because: "incomplete",
        message:
          "orders needs values of environment variables QUEUE_URL, which its policy keeps out of the points",
        hint: 'give them with --environment FILE: lines `NAME: "value"` below `orders:`',
      },
    ]);
  });

  test("takes what it is given, for every version, shows no value and tells what it has no use for", async () => {
    const there = new Destination(sampleBytes);
    const plan = await there.plan({ ...kept, given: { ...given, OTHER: "unused-value" } }, SAMPLE_MAP);
    expect(plan.warnings).toContain("orders has no environment variable OTHER: its value is not used");
    expect(JSON.stringify({ ...plan, whole: undefined })).not.toMatch(/given-value|unused-value/);
    await apply(plan);
    const fn = there.lambda.functions.get("orders");
    for (const version of [fn?.latest, ...(fn?.published.values() ?? [])])
      expect(version?.config.Environment).toEqual({ Variables: given });
  });
});
