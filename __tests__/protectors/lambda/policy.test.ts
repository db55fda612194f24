import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../modules/contract/json.ts";
import { livingStatement } from "../../../modules/protectors/kit/deleted-principal.ts";
import { findMark, unarmedPoint } from "../../../modules/protectors/kit/mark.ts";
import { statementsOf } from "../../../modules/protectors/lambda/capture/statements.ts";
import { compareFunctions } from "../../../modules/protectors/lambda/compare.ts";
import { triggersOf } from "../../../modules/restore/activation-step.ts";
import { Destination } from "../../support/destination.ts";
import { awsError } from "../../support/fake-aws/error.ts";
import { SAMPLE_MAP, sample, sampleBytes, sampleDocument } from "../../support/sample-function.ts";

const OWN = "arn:aws:lambda:eu-west-1:111122223333:function:orders";
const SEVERAL = {
  Sid: "several",
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::444455556666:root" },
  Action: ["lambda:GetFunction", "lambda:InvokeFunction"],
};
const DENIED = {
  Sid: "nobody-else",
  Effect: "Deny",
  Principal: "*",
  Action: "lambda:InvokeFunction",
  Condition: { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } },
};
const withStatements = (...statements: JsonObject[]) => ({
  ...sample,
  document: { ...sampleDocument, policies: [{ statements }] },
});
const policyOf = (there: Destination) => there.lambda.functions.get("orders")?.policies.get("") ?? [];
const add = (there: Destination, StatementId: string, Principal = "events.amazonaws.com") =>
  there.lambda.AddPermission({
    FunctionName: "orders",
    StatementId,
    Action: "lambda:InvokeFunction",
    Principal,
  });

test("a statement that AddPermission cannot say comes back, and no foreign one goes", async () => {
  const there = new Destination(sampleBytes);
  const result = await there.restore(withStatements(SEVERAL), SAMPLE_MAP);
  expect(policyOf(there)).toEqual([]);
  add(there, "theirs");
  const before = structuredClone(policyOf(there));
  expect((await there.arm(result)).failed).toEqual([]);
  expect(policyOf(there)).toEqual([...before, { Resource: OWN, ...SEVERAL }]);
  const writes = there.lambda.writes().length;
  expect((await there.arm(result)).steps.map(({ effect }) => effect)).toEqual(["keep", "keep", "keep"]);
  expect(there.lambda.writes()).toHaveLength(writes);
});

test("what keeps somebody out comes back with the function, before anybody is let in", async () => {
  const there = new Destination(sampleBytes);
  await there.restore(withStatements(DENIED, SEVERAL), SAMPLE_MAP);
  expect(policyOf(there)).toEqual([{ Resource: OWN, ...DENIED }]);
});

test("numbers of what others wrote, and of what comes back, stay as they are written", async () => {
  const late = '"Condition":{"NumericGreaterThan":{"aws:MultiFactorAuthAge":9007199254740993}}';
  const own = '"Condition":{"NumericLessThan":{"aws:MultiFactorAuthAge":4.0}}';
  const source = new Destination(sampleBytes);
  const of = (sid: string, condition: string) =>
    `{"Sid":"${sid}","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::444455556666:root"},"Action":["lambda:GetFunction","lambda:InvokeFunction"],"Resource":"${OWN}",${condition}}`;
  const read = (sid: string, condition: string) =>
    statementsOf("lambda:GetPolicy", "orders", `{"Statement":[${of(sid, condition)}]}`);
  const result = await source.restore(
    withStatements(...read("several", own).map(({ Resource: _, ...rest }) => rest)),
    SAMPLE_MAP,
  );
  const Policy = `{"Version":"2012-10-17","Statement":[${of("theirs", late)}]}`;
  source.lambda.PutResourcePolicy({ ResourceArn: OWN, Policy });
  expect((await source.arm(result)).failed).toEqual([]);
  const written = source.lambda.GetPolicy({ FunctionName: "orders" }).Policy;
  expect([written.includes(late), written.includes(own)]).toEqual([true, true]);
});

test("a policy that is no JSON is replaced by nobody, and the error names the function", async () => {
  const there = new Destination(sampleBytes);
  const result = await there.restore(withStatements(SEVERAL), SAMPLE_MAP);
  there.lambda.GetResourcePolicy = () => ({ Policy: "<html>", RevisionId: "1" });
  const { failed } = await there.arm(result);
  expect(failed.map(({ message }) => message)).toEqual([
    "orders: lambda:GetResourcePolicy: answered with no policy document",
  ]);
  expect(there.lambda.writes()).not.toContain("PutResourcePolicy");
});

test("a policy that another one writes at the same time is read again", async () => {
  const there = new Destination(sampleBytes);
  const result = await there.restore(withStatements(SEVERAL), SAMPLE_MAP);
  add(there, "a");
  let others = 2;
  there.wire.before = ({ name }) => {
    if (name === "PutResourcePolicy" && others-- > 0) add(there, `late-${others}`);
    return undefined;
  };
  expect((await there.arm(result)).failed).toEqual([]);
  expect(policyOf(there).map(({ Sid }) => Sid)).toEqual(["a", "late-1", "late-0", "several"]);
});

test("a policy that would not fit any longer is told by its size, and nothing of it goes", async () => {
  const there = new Destination(sampleBytes);
  const result = await there.restore(withStatements(SEVERAL), SAMPLE_MAP);
  for (let n = 0; n < 110; n++) add(there, `theirs-${n}`);
  const { failed } = await there.arm(result);
  expect(failed.map(({ message }) => message)).toEqual([
    expect.stringMatching(
      /^orders: lambda:PutResourcePolicy: with statement several its policy has \d+ bytes, and Lambda takes 20480$/,
    ),
  ]);
  expect(policyOf(there)).toHaveLength(110);
});

describe("a policy that a longer name makes too long", () => {
  const many = Array.from({ length: 110 }, (_, n) => ({
    Sid: `s-${n}`,
    Effect: "Allow",
    Principal: { Service: "s3.amazonaws.com" },
    Action: "lambda:InvokeFunction",
  }));
  const long = "orders-of-the-second-half-of-the-year";
  const told = async (count: number, as?: string, skip: readonly string[] = []) => {
    const there = new Destination(sampleBytes);
    const options = { skip: new Set(skip) };
    const kept = withStatements(...many.slice(0, count));
    const { warnings } = await there.plan(kept, SAMPLE_MAP, options, undefined, as);
    return warnings.filter((warning) => warning.includes("bytes"));
  };

  test("is told before it is restored, with its size", async () => {
    expect(await told(110, long)).toEqual([
      expect.stringMatching(
        new RegExp(
          `^the policy of ${long} would have 2\\d{4} bytes, and Lambda takes 20480: not every statement can be written; ` +
            "take a shorter name \\(--as\\), or leave some out \\(--skip statement/SID\\)$",
        ),
      ),
    ]);
  });

  test("and not under its own name, or without what is left out", async () => {
    expect(await told(100)).toEqual([]);
    expect(await told(100, long)).toHaveLength(1);
    const left = many.slice(60).map(({ Sid }) => `statement/${Sid}`);
    expect(await told(100, long, left)).toEqual([]);
  });
});

describe("a statement of the same Sid that says something else", () => {
  test("is not overwritten by arm where the restore has not seen it", async () => {
    const there = new Destination(sampleBytes);
    const result = await there.restore(withStatements(SEVERAL), SAMPLE_MAP);
    add(there, "several");
    const { failed } = await there.arm(result);
    expect(failed.map(({ message }) => message)).toEqual([
      "orders: lambda:PutResourcePolicy: statement several is there and says something else, " +
        "which the restore has not seen",
    ]);
    expect(policyOf(there)).toMatchObject([{ Sid: "several", Action: "lambda:InvokeFunction" }]);
  });

  test("blocks a restore, and is replaced with --replace", async () => {
    const there = new Destination(sampleBytes);
    await there.restore(withStatements(SEVERAL), SAMPLE_MAP);
    add(there, "several");
    const { blocked } = await there.plan(withStatements(SEVERAL), SAMPLE_MAP);
    expect(blocked.map(({ message }) => message)).toEqual([
      "orders is there and differs: replace statement several of orders",
    ]);
    const result = await there.restore(withStatements(SEVERAL), SAMPLE_MAP, { replace: true });
    expect((await there.arm(result)).failed).toEqual([]);
    expect(policyOf(there)).toEqual([{ Resource: OWN, ...SEVERAL }]);
  });
});

describe("a URL", () => {
  const url = { qualifier: "$LATEST", settings: { AuthType: "AWS_IAM", InvokeMode: "BUFFERED" } };
  const withUrl = (...statements: JsonObject[]) => ({
    ...sample,
    document: { ...sampleDocument, urls: [url], policies: [{ statements }] },
  });

  test("is made by arm, which tells its address", async () => {
    const there = new Destination(sampleBytes);
    const result = await there.restore(withUrl(), SAMPLE_MAP);
    expect(there.lambda.functions.get("orders")?.urls.size).toBe(0);
    const { failed, notes } = await there.arm(result);
    expect(failed).toEqual([]);
    expect(notes).toEqual(["the URL of orders is https://orders0.lambda-url.eu-west-1.on.aws/"]);
    expect((await there.arm(result)).notes).toEqual([]);
  });

  test("whose policy lets InvokeFunctionUrl alone is planned with a warning", async () => {
    const one = {
      Sid: "url",
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::444455556666:root" },
      Action: "lambda:InvokeFunctionUrl",
    };
    const both = { ...one, Sid: "both", Action: "lambda:InvokeFunction" };
    const warned = async (...statements: JsonObject[]) =>
      (await new Destination(sampleBytes).plan(withUrl(...statements), SAMPLE_MAP)).warnings.join("\n");
    expect(await warned(one)).toContain(
      "the policy of orders allows lambda:InvokeFunctionUrl alone; URLs made since November 2026 need " +
        "lambda:InvokeFunction too, and answer 403 without it: allow both",
    );
    expect(await warned(one, both)).not.toContain("403");
  });

  test("that answers 403 is no trigger of arm, which has the command, until somebody has run it", async () => {
    const alone = {
      Sid: "url",
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::444455556666:root" },
      Action: "lambda:InvokeFunctionUrl",
    };
    const there = new Destination(sampleBytes);
    const result = await there.restore(withUrl(alone), SAMPLE_MAP);
    const { steps, notes } = await there.arm(result);
    expect(triggersOf(steps).map(({ title }) => title)).not.toContain("create the URL of orders");
    expect(notes).toEqual([
      "the URL of orders is https://orders0.lambda-url.eu-west-1.on.aws/",
      "the URL of orders answers 403 to whom its policy lets in by lambda:InvokeFunctionUrl alone: " +
        "aws lambda add-permission --region eu-west-1 --function-name orders --statement-id invoke-by-url " +
        "--action lambda:InvokeFunction --principal 444455556666 --invoked-via-function-url; " +
        "it is not counted until then",
    ]);
    policyOf(there).push({ ...alone, Sid: "invoke-by-url", Action: "lambda:InvokeFunction" });
    const again = await there.arm(result, { dryRun: true });
    expect(again.notes).toEqual([]);
    expect(triggersOf(again.steps).map(({ title }) => title)).toContain("create the URL of orders");
  });

  test("that stays is noted by every disarm and check, whoever wrote it", async () => {
    const there = new Destination(sampleBytes);
    const result = await there.restore(withUrl(), SAMPLE_MAP);
    const written: string[] = [];
    await there.arm(result, { dryRun: false, before: async ({ waiting }) => void written.push(...waiting) });
    const told = {
      lasting: ["the URL of orders"],
      notes: [
        "the URL of orders stays, since another one would have another address: whom IAM lets invoke it in this account still can",
      ],
    };
    const first = await there.disarm({ ...result, armed: written });
    expect(first).toMatchObject({ ...told, stays: [], armed: [] });
    expect(await there.disarm(result)).toMatchObject(told);
    expect(await there.disarm(result, { dryRun: true })).toMatchObject(told);
    there.lambda.functions.get("orders")?.urls.clear();
    expect(await there.disarm(result)).toMatchObject({ lasting: [], notes: [] });
  });
});

describe("a statement that denies what restoring and arming do themselves", () => {
  const FROZEN = { Sid: "frozen", Effect: "Deny", Principal: "*", Action: "lambda:*" };
  const url = { qualifier: "$LATEST", settings: { AuthType: "AWS_IAM", InvokeMode: "BUFFERED" } };
  const frozen = {
    ...sample,
    document: { ...sampleDocument, urls: [url], policies: [{ statements: [FROZEN, SEVERAL] }] },
  };
  /** Lambda's answer once the policy of a function denies everything to everybody. */
  const enforced = (there: Destination): void => {
    there.wire.before = ({ service }) =>
      service === "lambda" && policyOf(there).some(({ Sid }) => Sid === "frozen")
        ? awsError("AccessDeniedException", 403, "with an explicit deny in a resource-based policy")
        : undefined;
  };

  test("is the last that arm writes, after the mark is gone", async () => {
    const there = new Destination(sampleBytes);
    enforced(there);
    const result = await there.restore(frozen, SAMPLE_MAP);
    expect(policyOf(there)).toEqual([]);
    expect(unarmedPoint(there.lambda.functions.get("orders")?.tags ?? {})).toBeDefined();
    expect((await there.arm(result)).failed).toEqual([]);
    expect(policyOf(there).map(({ Sid }) => Sid)).toEqual(["several", "frozen"]);
    expect(there.lambda.functions.get("orders")?.urls.size).toBe(1);
    expect(findMark(there.lambda.functions.get("orders")?.tags ?? {})).toBeUndefined();
  });

  test("is planned with a warning that names it, and shown among what arm does", async () => {
    const { warnings, atArm, steps } = await new Destination(sampleBytes).plan(frozen, SAMPLE_MAP);
    expect(warnings).toContainEqual(
      expect.stringMatching(
        /^statement frozen of orders denies calls that restoring and arming make \(lambda:AddPermission and \d+ more\): it is the last that arm writes, keeps nobody out until then, and after that whoever it denies can neither restore, arm nor back up the function$/,
      ),
    );
    expect(atArm?.map(({ title }) => title)).toContain("add statement frozen of orders");
    expect(steps.map(({ title }) => title)).not.toContain("add statement frozen of orders");
  });

  test("waits while something else of the function is not armed", async () => {
    const there = new Destination(sampleBytes);
    enforced(there);
    const result = await there.restore(frozen, SAMPLE_MAP);
    there.wire.refusals.set("CreateFunctionUrlConfig", [
      awsError("InvalidParameterValueException", 400, "not now"),
    ]);
    const { failed } = await there.arm(result);
    expect(failed.map(({ title }) => title)).toEqual([
      "create the URL of orders",
      "deny by statement frozen of orders",
    ]);
    expect(failed[1]?.message).toBe(
      "orders: lambda:PutResourcePolicy: it would keep arm out, and not all else of the function is armed",
    );
    expect((await there.arm(result)).failed).toEqual([]);
    expect(policyOf(there).map(({ Sid }) => Sid)).toEqual(["several", "frozen"]);
  });

  test("comes back with the function where it names somebody else, or what neither calls", async () => {
    const there = new Destination(sampleBytes);
    const role = (name: string) => ({ AWS: `arn:aws:iam::111122223333:role/path/${name}` });
    const theirs = { ...FROZEN, Sid: "theirs", Principal: role("contractors") };
    const ours = { ...FROZEN, Sid: "ours", Principal: role("restorer") };
    const { atArm } = await there.plan(withStatements(theirs, ours, DENIED), SAMPLE_MAP);
    expect(atArm?.map(({ title }) => title)).toContain("add statement ours of orders");
    await there.restore(withStatements(theirs, ours, DENIED), SAMPLE_MAP);
    expect(policyOf(there).map(({ Sid }) => Sid)).toEqual(["theirs", "nobody-else"]);
  });
});

describe("who was deleted since", () => {
  const ALIVE = "arn:aws:iam::444455556666:role/alive";
  const grant = (...AWS: readonly string[]) => ({
    Sid: "callers",
    Effect: "Allow",
    Principal: { AWS },
    Action: "lambda:InvokeFunction",
  });

  test("is left out by name, and the others of the statement come back", async () => {
    const there = new Destination(sampleBytes);
    const kept = withStatements(grant("AROAEXAMPLE1", ALIVE, "AIDAEXAMPLE2"));
    const plan = await there.plan(kept, SAMPLE_MAP);
    expect(plan.warnings).toContain(
      "statement callers of orders names AIDAEXAMPLE2, AROAEXAMPLE1: roles or users that were deleted are left out",
    );
    const result = await there.restore(kept, SAMPLE_MAP);
    expect((await there.arm(result)).failed).toEqual([]);
    expect(policyOf(there)).toMatchObject([{ Sid: "callers", Principal: { AWS: ALIVE } }]);
    const { document } = await there.capture("orders");
    expect(compareFunctions(kept.document, document, result.idMap, { armed: true })).toEqual([]);
  });

  test("of a role of this account that the capture still saw: the rest comes back, and the restore is not whole", async () => {
    const there = new Destination(sampleBytes);
    const gone = "arn:aws:iam::111122223333:role/caller";
    const ports = {
      ...there.restorePorts,
      role: async (arn: string): Promise<"absent" | "present"> => (arn === gone ? "absent" : "present"),
    };
    const { leftOut, atArm } = await there.plan(withStatements(grant(gone, ALIVE)), SAMPLE_MAP, {}, ports);
    expect(leftOut).toEqual([
      `statement callers of orders: role ${gone} does not exist; it comes back without`,
    ]);
    expect(atArm?.map(({ title }) => title)).toContain("add statement callers of orders");
  });

  test("in a statement of somebody else keeps nothing from being written, and is told", async () => {
    const there = new Destination(sampleBytes);
    const result = await there.restore(withStatements(SEVERAL), SAMPLE_MAP);
    const theirs = { ...grant("AROAEXAMPLE1", ALIVE), Sid: "theirs" };
    const dead = { ...grant("AROAEXAMPLE3"), Sid: "dead" };
    there.lambda.functions.get("orders")?.policies.set("", [theirs, dead]);
    const { failed, notes } = await there.arm(result);
    expect(failed).toEqual([]);
    expect(policyOf(there)).toMatchObject([
      { Sid: "theirs", Principal: { AWS: [ALIVE] } },
      { Sid: "several" },
    ]);
    expect(notes).toEqual([
      "the policy of orders no longer names AROAEXAMPLE1 in statement theirs: roles or users that were deleted",
      "the policy of orders no longer names AROAEXAMPLE3 in statement dead: roles or users that were deleted",
    ]);
  });

  test("is not spared any longer where a statement spared him alone", () => {
    const spared = { Effect: "Deny", Action: "lambda:InvokeFunction" };
    expect(livingStatement({ ...spared, NotPrincipal: { AWS: "AROAEXAMPLE1" } }).statement).toEqual({
      ...spared,
      Principal: "*",
    });
    expect(livingStatement({ ...spared, NotPrincipal: { AWS: ["AROAEXAMPLE1", ALIVE] } }).statement).toEqual({
      ...spared,
      NotPrincipal: { AWS: [ALIVE] },
    });
  });
});
