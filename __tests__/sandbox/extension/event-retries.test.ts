import { afterAll, beforeAll, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "../../../sandbox/sandbox.ts";
import { type Aws, clients, makeFunction } from "./clients.ts";
import { arnOf, got, letServiceIn, SAYS_WHAT_IT_GOT } from "./listeners.ts";
import { counted, letter, makeMailbox, makeRule, put } from "./rules.ts";

/** Faults are the gateway's: EventBridge's own calls pass through it. */
let sandbox: Sandbox;
let aws: Aws;
beforeAll(async () => {
  sandbox = await startSandbox({ settleMs: 0 });
  aws = clients(sandbox.endpoint);
});
afterAll(() => sandbox?.stop());

const lost = (times?: number) =>
  sandbox.faults([
    {
      service: "lambda",
      action: "Invoke",
      ...(times !== undefined && { times }),
      fault: { kind: "error", status: 503, code: "ServiceUnavailableException" },
    },
  ]);

test("a function that cannot be reached is tried again until it can", async () => {
  const name = await makeFunction(aws, SAYS_WHAT_IT_GOT);
  const rule = await makeRule(aws, { Arn: arnOf(name) });
  await letServiceIn(aws, name, rule.arn);
  await lost(2);
  await put(aws, rule, { n: 1 });
  expect(await got(aws, name)).toMatchObject([{ detail: { n: 1 } }]);
  const calls = (await sandbox.calls()).filter(({ action }) => action === "Invoke");
  expect(calls.map(({ status, caller }) => [status, caller])).toEqual([
    [503, undefined],
    [503, undefined],
    [202, "events.amazonaws.com"],
  ]);
  expect(await counted(aws, rule, "FailedInvocations")).toBe(0);
});

test("it is tried as often as the target's policy says, and then given up", async () => {
  const name = await makeFunction(aws, SAYS_WHAT_IT_GOT);
  const dead = await makeMailbox(aws);
  const rule = await makeRule(aws, {
    Arn: arnOf(name),
    RetryPolicy: { MaximumRetryAttempts: 1 },
    DeadLetterConfig: { Arn: dead.arn },
  });
  await letServiceIn(aws, name, rule.arn);
  await lost();
  await put(aws, rule, { n: 2 });
  expect((await letter(aws, dead)).told).toMatchObject({
    ERROR_CODE: "ERROR_FROM_TARGET",
    EXHAUSTED_RETRY_CONDITION: "MaximumRetryAttempts",
    RETRY_ATTEMPTS: "1",
  });
});
