import { describe, expect, test } from "vitest";
import { Destination } from "../../support/destination.ts";
import { awsError } from "../../support/fake-aws/error.ts";
import { SAMPLE_MAP, sample, sampleBytes } from "../../support/sample-function.ts";

async function restored(): Promise<Destination> {
  const there = new Destination(sampleBytes);
  await there.restore(sample, SAMPLE_MAP);
  return there;
}

describe("what AWS answers", () => {
  const refusing = (call: string, ...errors: Error[]): Destination => {
    const there = new Destination(sampleBytes);
    there.wire.refusals.set(call, errors);
    return there;
  };

  test("a throttle slows the restore down and does not stop it", async () => {
    const there = refusing(
      "CreateAlias",
      awsError("TooManyRequestsException", 429, "Rate exceeded"),
      awsError("TooManyRequestsException", 429, "Rate exceeded"),
    );
    await there.restore(sample, SAMPLE_MAP);
    expect(there.slept).toEqual(expect.arrayContaining([500, 1000]));
    expect(there.lambda.functions.get("orders")?.aliases.has("live")).toBe(true);
  });

  test("a role that is not known everywhere yet is tried again", async () => {
    const error = awsError(
      "InvalidParameterValueException",
      400,
      "The role defined for the function cannot be assumed by Lambda.",
    );
    const there = refusing("CreateFunction", error, error);
    await there.restore(sample, SAMPLE_MAP);
    expect(there.lambda.functions.has("orders")).toBe(true);
  });

  test("a refusal names the function, the call and the way out, and no value of the environment", async () => {
    const there = refusing(
      "CreateFunction",
      awsError("AccessDeniedException", 403, "may not lambda:CreateFunction with {SECRET=the-secret-value}"),
    );
    const { things, failed } = await there.attempted(sample, SAMPLE_MAP);
    expect(things).toEqual([]);
    expect(failed).toMatchObject([
      {
        kind: "lambda",
        id: "orders",
        title: "create function orders (version 7)",
        message: expect.stringMatching(/^orders: lambda:CreateFunction: AccessDeniedException: /),
        hint: expect.stringContaining("run the restore again"),
      },
    ]);
    expect(JSON.stringify(failed)).not.toContain("the-secret-value");
    expect(there.lambda.functions.has("orders")).toBe(false);
  });

  test("other bytes than the point's are an error, and what has them is not used", async () => {
    const bytes = new Map([...sampleBytes].map(([hash]) => [hash, new TextEncoder().encode("tampered")]));
    await expect(new Destination(bytes).restore(sample, SAMPLE_MAP)).rejects.toThrow(
      "layer base: lambda:PublishLayerVersion: Lambda stored other bytes than the point holds, as arn:aws:lambda:eu-west-1:111122223333:layer:base:1, which nothing uses",
    );
    const there = new Destination(bytes);
    const base = "arn:aws:lambda:us-east-1:111122223333:layer:base:4";
    const map = { ...SAMPLE_MAP, [base]: "arn:aws:lambda:eu-west-1:444455556666:layer:base:1" };
    await expect(there.restore(sample, map)).rejects.toThrow(
      /orders: lambda:CreateFunction: Lambda took other bytes .*: it was deleted/,
    );
    const calls = there.lambda.calls.map(({ name }) => name);
    expect(calls.slice(calls.indexOf("CreateFunction")).slice(0, 3)).toEqual([
      "CreateFunction",
      "PutFunctionConcurrency",
      "DeleteFunction",
    ]);
    expect(there.lambda.functions.has("orders")).toBe(false);
  });

  test("a function made of other bytes that may not be deleted can be invoked by nobody", async () => {
    const bytes = new Map([...sampleBytes].map(([hash]) => [hash, new TextEncoder().encode("tampered")]));
    const there = new Destination(bytes);
    there.wire.refusals.set("DeleteFunction", [awsError("AccessDeniedException", 403, "no")]);
    const base = "arn:aws:lambda:us-east-1:111122223333:layer:base:4";
    const map = { ...SAMPLE_MAP, [base]: "arn:aws:lambda:eu-west-1:444455556666:layer:base:1" };
    await expect(there.restore(sample, map)).rejects.toThrow(
      "nobody can invoke it any more (reserved concurrency 0); delete it: `aws lambda delete-function",
    );
    expect(there.lambda.functions.get("orders")?.concurrency).toBe(0);
  });

  test("a function that was there before and was given other bytes is stopped, and stays", async () => {
    const there = await restored();
    const fn = there.lambda.functions.get("orders");
    for (const key of there.lambda.objects.keys())
      there.lambda.objects.set(key, new TextEncoder().encode("tampered"));
    if (fn !== undefined) fn.latest = { ...fn.latest, code: new TextEncoder().encode("theirs") };
    await expect(there.restore(sample, SAMPLE_MAP, { replace: true })).rejects.toThrow(
      /lambda:UpdateFunctionCode: Lambda took other bytes .*: nobody can invoke it any more/,
    );
    expect(there.lambda.functions.get("orders")?.concurrency).toBe(0);
    expect(there.lambda.functions.get("orders")?.published.size).toBeGreaterThan(0);
  });

  test("an error that is not absence stops the plan: what cannot be read is not taken for none", async () => {
    for (const call of ["GetFunction", "ListAliases", "GetPolicy", "ListEventSourceMappings"]) {
      const there = await restored();
      there.wire.refusals.set(call, [awsError("AccessDeniedException", 403, "no")]);
      await expect(there.plan(sample, SAMPLE_MAP)).rejects.toThrow(`lambda:${call}`);
    }
  });
});
