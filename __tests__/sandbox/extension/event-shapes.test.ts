import { expect } from "vitest";
import type { Aws } from "./clients.ts";
import { type Probe, probeBoth } from "./probes.ts";
import { type Answer, aim, events, letter, makeMailbox, makeRule, put } from "./rules.ts";

const DETAIL = {
  command: "update",
  payload: { acc_id: "0a787ecb", sf_id: "baz" },
  list: ["HIGH"],
  flag: true,
};

const paths = {
  type: "$.detail-type",
  command: "$.detail.command",
  payload: "$.detail.payload",
  id: "$.detail.payload.acc_id",
  list: "$.detail.list",
  flag: "$.detail.flag",
  missing: "$.detail.missing",
};

/** What a queue is sent of one event by a target with this input. */
async function sent(aws: Aws, input: Answer): Promise<string> {
  const mailbox = await makeMailbox(aws);
  const rule = await makeRule(aws, { Arn: mailbox.arn, ...input });
  await put(aws, rule, DETAIL);
  return (await letter(aws, mailbox)).body;
}

const made = (InputTemplate: string): Answer => ({
  InputTransformer: { InputPathsMap: paths, InputTemplate },
});

/** Templates, and what comes of them. */
const TEMPLATES: readonly (readonly [template: string, made: string])[] = [
  ['"Event of <type>, <command>, <missing>"', '"Event of Ordered, update, "'],
  ['"Payload of <payload> and <id>"', '"Payload of {acc_id:0a787ecb,sf_id:baz} and 0a787ecb"'],
  ['"{[/starts oddly: <type>"', '"{[/starts oddly: Ordered"'],
  ['"<list> single"\n"<flag>!"', '"[HIGH] single"\n"true!"'],
  [
    '{"path": "users/<id>/<id>", "body": <payload>}',
    '{"path": "users/0a787ecb/0a787ecb", "body": {"acc_id":"0a787ecb","sf_id":"baz"}}',
  ],
  [
    '{"id": <id>, "quoted": "<id>", "none": <missing>}',
    '{"id": "0a787ecb", "quoted": "0a787ecb", "none": ""}',
  ],
  ['{"list": <list>, "ids": [<id>, "fixed"]}', '{"list": ["HIGH"], "ids": ["0a787ecb", "fixed"]}'],
];

const fits = async (aws: Aws, pattern: unknown, more: Answer): Promise<unknown> => {
  const event = {
    id: "1",
    source: "order",
    "detail-type": "Test",
    account: "123456789012",
    region: "us-east-1",
    time: "2026-01-01T00:00:00Z",
    ...more,
  };
  const input = { Event: JSON.stringify(event), EventPattern: JSON.stringify(pattern) };
  return (await events(aws, "TestEventPattern", input)).Result;
};

/** A field's filter with values that fit and values that do not; undefined: the field is missing. */
const FILTERS: readonly (readonly [
  filter: unknown,
  fitting: readonly unknown[],
  others: readonly unknown[],
])[] = [
  [["running"], ["running", ["stopped", "running"]], ["Running", ["stopped"], [], undefined, null]],
  [[1], [1, 1.0], [true, "1", 2]],
  [[null], [null], [undefined, "", [], 0]],
  [[""], [""], [null, undefined]],
  [[{ prefix: "in/" }], ["in/a"], ["IN/a", 1, undefined]],
  [[{ prefix: { "equals-ignore-case": "IN/" } }], ["in/a"], ["out/a"]],
  [[{ suffix: ".png" }], ["a.png"], ["a.PNG"]],
  [[{ suffix: { "equals-ignore-case": ".PNG" } }], ["a.png"], ["a.jpg"]],
  [[{ "equals-ignore-case": "Alice" }], ["aLICE"], ["alic"]],
  [[{ wildcard: "a*/\\*b" }], ["a/x/*b"], ["a/x/b"]],
  [[{ "anything-but": "a" }], ["b", null, ["a", "b"], 1], ["a", undefined]],
  [[{ "anything-but": [1, 2] }], [3, "1"], [1, 2.0]],
  [[{ "anything-but": { prefix: ["in", "out"] } }], ["up", 12, null], ["inner", undefined]],
  [[{ "anything-but": { wildcard: "*/dir/*" } }], ["a/b"], ["a/dir/b"]],
  [[{ "anything-but": { "equals-ignore-case": ["A", "B"] } }], ["c"], ["b"]],
  [[{ numeric: [">", 0, "<=", 5] }], [5, 0.1], [0, 5.1, "3", true, null]],
  [[{ exists: true }], ["", null, 0], [undefined, [], { inner: 1 }]],
  [[{ exists: false }], [undefined, []], [null, ""]],
  [[{ cidr: "10.0.0.0/24" }], ["10.0.0.255"], ["10.0.1.0", "ten"]],
  [[{ cidr: "2001:db8::/32" }], ["2001:db8::1"], ["10.0.0.1"]],
  [["a", { exists: false }], ["a", undefined], ["b"]],
];

const probes: readonly Probe[] = [
  {
    says: "a target is handed the text that is always the same, or the part that it asks for",
    holds: async (aws) => {
      expect(await sent(aws, { Input: '{"a": 1}' })).toBe('{"a": 1}');
      expect(await sent(aws, { InputPath: "$.detail.payload" })).toBe('{"acc_id":"0a787ecb","sf_id":"baz"}');
      expect(await sent(aws, { InputPath: "$.detail.payload.sf_id" })).toBe('"baz"');
    },
  },
  {
    says: "templates make what AWS was recorded to make of them",
    holds: async (aws) => {
      for (const [template, text] of TEMPLATES) expect(await sent(aws, made(template))).toBe(text);
    },
  },
  {
    says: "what is predefined is the event, without its detail or whole, and the rule",
    holds: async (aws) => {
      const template =
        '{"event": <aws.events.event>, "whole": <aws.events.event.json>, "rule": "<aws.events.rule-name>"}';
      const { event, whole, rule } = JSON.parse(await sent(aws, made(template)));
      expect(whole.detail).toEqual(DETAIL);
      expect(event).toEqual({
        version: "0",
        id: whole.id,
        detailType: "Ordered",
        source: rule,
        account: whole.account,
        time: whole.time,
        region: whole.region,
        resources: [],
      });
    },
  },
  {
    says: "a list between quotes makes no JSON, and the event goes to the dead-letter queue",
    holds: async (aws) => {
      const mailbox = await makeMailbox(aws);
      const dead = await makeMailbox(aws);
      const rule = await makeRule(aws);
      const DeadLetterConfig = { Arn: dead.arn };
      await aim(aws, rule.name, { Arn: mailbox.arn, DeadLetterConfig, ...made('{"list": "<list>"}') });
      await put(aws, rule, DETAIL);
      expect((await letter(aws, dead)).told).toMatchObject({ ERROR_CODE: "INVALID_JSON" });
    },
  },
  ...FILTERS.map(([filter, fitting, others]) => ({
    says: `${JSON.stringify(filter)} fits ${JSON.stringify(fitting)} and not ${JSON.stringify(others)}`,
    holds: async (aws: Aws) => {
      const ask = (state: unknown) => fits(aws, { detail: { state: filter } }, { detail: { state } });
      expect(await Promise.all(fitting.map(ask))).toEqual(fitting.map(() => true));
      expect(await Promise.all(others.map(ask))).toEqual(others.map(() => false));
    },
  })),
  {
    says: "dots join names, one of several may fit, and a list's fields are of one and the same object",
    holds: async (aws) => {
      const ask = (pattern: unknown, detail: unknown) => fits(aws, { detail: pattern }, { detail });
      const running = { state: { status: "running" } };
      expect(await ask({ "state.status": ["running"] }, running)).toBe(true);
      expect(await ask({ "state.status": { status: ["running"] } }, running)).toBe(false);
      expect(await ask({ state: { status: ["running"] } }, { "state.status": "running" })).toBe(true);
      const either = { $or: [{ a: [1] }, { b: [{ numeric: [">", 5] }] }], c: ["c"] };
      expect(await ask(either, { b: 6, c: "c" })).toBe(true);
      expect(await ask(either, { b: 5, c: "c" })).toBe(false);
      const both = { items: { a: [1], b: [2] } };
      expect(await ask(both, { items: [{ x: 0 }, { a: 1, b: 2 }] })).toBe(true);
      expect(await ask(both, { items: [{ a: 1 }, { b: 2 }] })).toBe(false);
      expect(await ask({ gone: { s: [{ exists: false }] } }, {})).toBe(true);
    },
  },
];

probeBoth(probes);
