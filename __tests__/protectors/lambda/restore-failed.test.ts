import { describe, expect, test } from "vitest";
import { apply, Destination } from "../../support/destination.ts";
import { awsError } from "../../support/fake-aws/error.ts";
import { SAMPLE_MAP, sample, sampleBytes } from "../../support/sample-function.ts";

const HOME = { account: "111122223333", partition: "aws", region: "us-east-1" };
const INIT = { State: "Failed", StateReasonCode: "FunctionError", StateReason: "it failed to initialize" };
const DELETE =
  "correct that, `aws lambda delete-function --function-name orders --qualifier 8`, " +
  "and run the restore again: it continues where it stopped";

function functionOf(there: Destination) {
  const fn = there.lambda.functions.get("orders");
  if (fn === undefined) throw new Error("not restored");
  return fn;
}

async function armed(): Promise<Destination> {
  const there = new Destination(sampleBytes, HOME);
  await there.arm(await there.restore(sample, {}));
  return there;
}

/** Its updates fail as soon as they are written, while `broken`. */
function failingUpdates(there: Destination, isBroken: () => boolean): void {
  for (const call of ["UpdateFunctionConfiguration", "UpdateFunctionCode"] as const) {
    const real = there.lambda[call].bind(there.lambda) as (input: object) => object;
    (there.lambda as unknown as Record<string, unknown>)[call] = (input: object) => {
      const answer = real(input);
      const { config } = functionOf(there).latest as { config: Record<string, unknown> };
      delete config.LastUpdateStatus;
      delete config.LastUpdateStatusReason;
      if (isBroken())
        Object.assign(config, { LastUpdateStatus: "Failed", LastUpdateStatusReason: "no free addresses" });
      return answer;
    };
  }
}

function setFailedUpdate(there: Destination, settings: object = {}): void {
  const { latest } = functionOf(there);
  Object.assign(latest.config, settings, {
    LastUpdateStatus: "Failed",
    LastUpdateStatusReason: "no free addresses",
  });
}

describe("a function whose last update failed", () => {
  test.each([
    ["differs", { MemorySize: 1024 }, "replace set orders to $LATEST (MemorySize)"],
    ["is the same", {}, "replace set orders to $LATEST (again: its last update failed)"],
  ])("and that %s is written anew with --replace, and can be captured", async (_how, settings, step) => {
    const there = await armed();
    failingUpdates(there, () => false);
    setFailedUpdate(there, settings);
    const plan = await there.plan(sample, {}, { replace: true });
    expect(plan.blocked).toEqual([]);
    expect(plan.steps.map(({ effect, title }) => `${effect} ${title}`)).toContain(step);
    expect(plan.warnings).toContain(
      "the last update of orders failed (no free addresses): the restore writes it again",
    );
    await apply(plan);
    const { MemorySize, LastUpdateStatus } = functionOf(there).latest.config as Record<string, unknown>;
    expect({ MemorySize, LastUpdateStatus }).toEqual({ MemorySize: 512, LastUpdateStatus: undefined });
    await there.arm(await there.restore(sample, {}));
    await expect(there.capture("orders")).resolves.toBeDefined();
  });

  test("stops a restore when the restore's own update fails; the next run writes it once more", async () => {
    const there = await armed();
    let broken = true;
    failingUpdates(there, () => broken);
    setFailedUpdate(there, { MemorySize: 1024 });
    await expect(there.restore(sample, {}, { replace: true })).rejects.toThrow(
      "orders: lambda:GetFunction: its update failed: no free addresses\n  help: correct that, and run the restore again",
    );
    broken = false;
    await there.restore(sample, {}, { replace: true });
    expect(functionOf(there).latest.config).toMatchObject({ MemorySize: 512 });
    expect((await there.plan(sample, {})).steps.every(({ effect }) => effect === "keep")).toBe(true);
  });
});

test("a function that could not be made is told before anything is marked", async () => {
  const there = await armed();
  Object.assign(functionOf(there).latest.config, { ...INIT, MemorySize: 1024 });
  const { blocked } = await there.plan(sample, {}, { replace: true });
  expect(blocked).toEqual([
    {
      because: "live",
      message: "orders is in State Failed (it failed to initialize)",
      hint: "correct that, delete the function, and run the restore again: it continues where it stopped",
    },
  ]);
});

describe("a version that failed to initialize", () => {
  function failingVersions(): Destination {
    const there = new Destination(sampleBytes, HOME);
    const real = there.lambda.PublishVersion.bind(there.lambda);
    there.lambda.PublishVersion = (input) => {
      const answer = real(input);
      const made = functionOf(there).published.get(answer.Version ?? "");
      if (made !== undefined) Object.assign(made, { config: { ...made.config, ...INIT } });
      return answer;
    };
    return there;
  }

  const withoutAlias = {
    ...sample,
    document: { ...sample.document, aliases: [], policies: [], mappings: [] },
  };

  test.each([
    ["an alias", sample],
    ["no alias", withoutAlias],
  ])(
    "is not taken for the point's by a second run, with %s, and its deletion is the way out",
    async (_what, kept) => {
      const there = failingVersions();
      await expect(there.restore(kept, {})).rejects.toThrow(`it failed to initialize\n  help: ${DELETE}`);
      const { blocked } = await there.plan(kept, {});
      expect(blocked).toEqual([
        {
          because: "live",
          message: "version 8 of orders is in State Failed (it failed to initialize)",
          hint: DELETE,
        },
      ]);
      functionOf(there).published.delete("8");
      Reflect.deleteProperty(there.lambda, "PublishVersion");
      await there.restore(kept, {});
      expect([...functionOf(there).published.keys()]).toEqual(["9"]);
    },
  );

  test("at its own number is the point's own: it stays, with a warning", async () => {
    const there = await armed();
    const fn = functionOf(there);
    const { document, secrets } = await there.capture("orders");
    const made = fn.published.get("8");
    if (made === undefined) throw new Error("not published");
    Object.assign(made, { config: { ...made.config, ...INIT } });
    const plan = await there.plan({ document, secrets, bytes: sampleBytes }, {});
    expect(plan.blocked).toEqual([]);
    expect(plan.warnings).toContainEqual(
      expect.stringMatching(/^version 8 of orders is in State Failed \(it failed to initialize\); it stays/),
    );
  });

  test("is no state to wait for", async () => {
    const there = new Destination(sampleBytes, HOME);
    const answer =
      "The operation cannot be performed at this time. The function is currently in the following state: 'Failed'";
    there.wire.refusals.set("CreateAlias", [awsError("ResourceConflictException", 409, answer)]);
    await expect(there.restore(sample, {})).rejects.toThrow(answer);
    const waiting = new Destination(sampleBytes, HOME);
    const pending = answer.replace("'Failed'", "Pending");
    waiting.wire.refusals.set("CreateAlias", [awsError("ResourceConflictException", 409, pending)]);
    await waiting.restore(sample, {});
    expect(waiting.slept).toContain(500);
  });
});

describe("a file system", () => {
  const answer =
    "EFS file system arn:aws:elasticfilesystem:us-east-1:111122223333:file-system/fs-1 referenced by access point " +
    "fsap-1 has mount targets created in all availability zones the function will execute in, but not all are in the " +
    "available life cycle state yet. Please wait for them to become available and try the request again.";

  test.each([
    ["EFS", answer],
    ["S3 Files", answer.replace("EFS", "S3 Files").replace("elasticfilesystem", "s3files")],
  ])("of %s whose mount targets are not up yet is waited for", async (_, words) => {
    const there = new Destination(sampleBytes);
    const error = awsError("InvalidParameterValueException", 400, words);
    there.wire.refusals.set("CreateFunction", [error, error]);
    await there.restore(sample, SAMPLE_MAP);
    expect(there.slept.filter((ms) => ms === 5_000)).toHaveLength(2);
  });

  test("that does not come up is not blamed on the role; a role that is refused is", async () => {
    const hintOf = async (message: string): Promise<string> => {
      const there = new Destination(sampleBytes);
      const error = awsError("InvalidParameterValueException", 400, message);
      there.wire.refusals.set("CreateFunction", Array(40).fill(error));
      const { failed = [] } = await there.attempted(sample, SAMPLE_MAP);
      return failed.map(({ hint }) => hint).join();
    };
    expect(await hintOf(answer)).toBe("run the restore again: it continues where it stopped");
    expect(await hintOf("The role defined for the function cannot be assumed by Lambda.")).toBe(
      "correct the role's trust or iam:PassRole; then run the restore again: it continues where it stopped",
    );
  });
});
