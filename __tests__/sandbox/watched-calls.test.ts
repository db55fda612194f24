import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { eventPattern, noticeOf } from "../../modules/aws/event-pattern.ts";
import { keyCalls } from "../../modules/aws/key-calls.ts";
import { callsIn, guardElsewhere } from "../../modules/aws/watched-calls.ts";
import { writesOfRestore } from "../../modules/aws/writes-of-restore.ts";
import { permissionsFor } from "../../modules/protectors/permissions-for.ts";
import { ensurePython } from "../../sandbox/python.ts";
import { isWrite } from "../support/protector-conformance/actions.ts";
import { ACCOUNT, EAST } from "../support/sample-plan.ts";
import { CALLS, eventOf, KEY_ARN, sessionOf } from "./calls/recorded-calls.ts";

const PLACES = { partition: "aws", account: ACCOUNT, region: EAST, site: EAST };
const WATCHED = [keyCalls(PLACES, [KEY_ARN]), ...callsIn(PLACES)];
/** In the region that watches: events that were handed on keep the region where they happened. */
const ELSEWHERE = guardElsewhere(EAST);

/** S3's names of calls and of their members are CloudTrail's own; KMS is known by ARN; every trail is watched. */
const ASKED = WATCHED.flatMap(({ calls }) =>
  calls
    .filter(({ service }) => service !== "s3")
    .flatMap(({ service, names = [], on }) =>
      names.flatMap((name) => Object.keys(on ?? {}).map((member) => [service, name, member])),
    ),
);

/** CloudTrail calls these reads. https://docs.aws.amazon.com/kms/latest/developerguide/ct-decrypt.html */
const READS =
  /^(kms:(Decrypt|Encrypt|GenerateDataKey(WithoutPlaintext)?|ReEncrypt(From|To))|dynamodb:(Query|Scan))$/;
/** Every call that a restore may make and that changes something, of whatever kind. */
const WRITES = [
  ...new Set(
    permissionsFor("restore", "activate")
      .map(({ action }) => action)
      .filter((action) => isWrite(action) && !READS.test(action)),
  ),
];
const writeBy = (action: string, role: string, readOnly: boolean): object => {
  const [service = "", name = ""] = action.split(":");
  return eventOf({ service, name, parameters: null }, { userIdentity: sessionOf(role), readOnly });
};
const RESTORES = writesOfRestore(PLACES);
/** What the rule on restores has to know: whether it is told. */
const BY_ROLE: readonly (readonly [event: object, told: boolean])[] = [
  ...WRITES.map((action) => [writeBy(action, `zonekeep-${EAST}-restore`, false), true] as const),
  [writeBy("kinesis:PutResourcePolicy", "zonekeep-eu-west-1-restore", false), true],
  [writeBy("iam:CreateUser", `zonekeep-${EAST}-restore`, false), true],
  [writeBy("lambda:GetFunction", `zonekeep-${EAST}-restore`, true), false],
  [writeBy("lambda:UpdateFunctionCode20150331v2", `zonekeep-${EAST}-capture`, false), false],
  [writeBy("lambda:UpdateFunctionCode20150331v2", "deployer", false), false],
  [{ ...writeBy("sns:DeleteTopic", `zonekeep-${EAST}-restore`, false), region: "eu-west-1" }, false],
  ...CALLS.map((call) => [eventOf(call), false] as const),
];

let answer: { readonly matches: readonly boolean[]; readonly unknown: readonly string[][] };

beforeAll(async () => {
  const pairs = [
    ...CALLS.flatMap((call) => WATCHED.map((watched) => [eventPattern(watched), eventOf(call)])),
    ...CALLS.map((call) => [eventPattern(ELSEWHERE), eventOf(call)]),
    ...CALLS.map((call) => [eventPattern(ELSEWHERE), { ...eventOf(call), region: "eu-west-1" }]),
    ...CALLS.filter(({ told }) => told.includes("guard")).flatMap((call) =>
      WATCHED.map((watched) => [eventPattern(watched), { ...eventOf(call), region: "eu-west-1" }]),
    ),
    ...BY_ROLE.map(([event]) => [RESTORES, event]),
  ];
  const script = join(import.meta.dirname, "calls", "match_events.py");
  const input = JSON.stringify({ pairs, asked: ASKED });
  answer = JSON.parse(String(execFileSync((await ensurePython()).path, [script], { input })));
});

describe("a call on what is zonekeep's is told by the rules that it concerns, and by no other", () => {
  test.each(CALLS.map((call, index) => ({ ...call, index })))("$service $name $told", ({ told, index }) => {
    const matched = WATCHED.filter((_, at) => answer.matches[index * WATCHED.length + at]);
    expect(matched.map(({ rule }) => rule)).toEqual(told);
  });

  test("and each name that a rule asks for is tried", () => {
    const untried = WATCHED.flatMap(({ rule, calls }) =>
      calls.flatMap(({ service, names = [] }) =>
        names
          .filter(
            (name) =>
              !CALLS.some(
                (call) => call.service === service && call.told.includes(rule) && call.name.startsWith(name),
              ),
          )
          .map((name) => `${service} ${name}`),
      ),
    );
    expect(untried).toEqual([]);
  });
});

test("whatever a standby role writes, of whatever kind, is matched by the rule that an alarm looks at, and nothing else", () => {
  expect(WRITES).toEqual(
    expect.arrayContaining([
      "dynamodb:PutResourcePolicy",
      "elasticloadbalancing:ModifyRule",
      "kinesis:PutResourcePolicy",
      "lambda:PutResourcePolicy",
      "logs:PutDataProtectionPolicy",
      "logs:PutRetentionPolicy",
      "logs:PutSubscriptionFilter",
      "states:UpdateStateMachine",
    ]),
  );
  expect(answer.matches.slice(-BY_ROLE.length)).toEqual(BY_ROLE.map(([, told]) => told));
});

/** Newer than the models that come with the sandbox. */
const NEWER = ["PutResourcePolicy"];

test("what one region's guard hands on, the rule for it tells in another one, and none of the rules for that region", () => {
  const at = CALLS.length * WATCHED.length;
  const handedOn = CALLS.map(({ told }) => told.includes("guard"));
  const told = answer.matches.slice(at, at + CALLS.length);
  expect(told.filter((_, index) => handedOn[index])).not.toContain(false);
  expect(answer.matches.slice(at + CALLS.length, -BY_ROLE.length)).not.toContain(true);
});

test("an alternative stands beside another one, or it would be the name of a member", () => {
  for (const watched of [...WATCHED, ELSEWHERE]) {
    const { detail } = eventPattern(watched) as { detail: { $or?: readonly object[] } };
    expect(detail.$or?.length).not.toBe(1);
  }
});

test("members of requests that rules look at are in AWS's own API models", () => {
  expect(answer.unknown.filter(([, name = ""]) => !NEWER.includes(name))).toEqual([]);
});

test("a notice says who called what, from where and when, and what to do", () => {
  for (const watched of [...WATCHED, ELSEWHERE]) {
    const { inputPaths, inputTemplate } = noticeOf(watched);
    const text = JSON.parse(inputTemplate) as string;
    const named = [...text.matchAll(/<(\w+)>/g)].map(([, name = ""]) => name);
    expect(named.sort()).toEqual(Object.keys(inputPaths).sort());
    const first = CALLS.find(({ told }) => told.includes(watched.rule)) ?? CALLS[0];
    for (const path of Object.values(inputPaths)) {
      const found = path
        .split(".")
        .slice(1)
        .reduce((value: unknown, part) => (value as Record<string, unknown>)[part], first && eventOf(first));
      expect(found, path).toEqual(expect.any(String));
    }
  }
});
