import type { PutRuleRequest, RuleState, Target } from "@aws-sdk/client-eventbridge";
import fc from "fast-check";
import { SOURCE } from "./protector-conformance/conforming.ts";

const { account, region } = SOURCE;
const here = (service: string, resource: string): string =>
  `arn:aws:${service}:${region}:${account}:${resource}`;

export const DESTINATION = here("events", "api-destination/partner/0b1e5f6a-0000-4000-8000-000000000001");
const LETTERS = here("sqs", "orders-dead");
const MACHINE = here("states", "stateMachine:orders");
const TARGETS = [
  here("lambda", "function:orders"),
  here("lambda", "function:orders:live"),
  here("sqs", "orders"),
  here("events", "event-bus/other"),
  DESTINATION,
];
const ROLES = [`arn:aws:iam::${account}:role/caller`, `arn:aws:iam::${account}:role/other`];
/** All that the arbitrary's rules name in their region. */
export const NAMED = [...TARGETS, LETTERS, MACHINE];

const name = fc.stringMatching(/^[a-zA-Z0-9][a-zA-Z0-9_.-]{2,9}$/);
const secret = fc.stringMatching(/^canary-[a-z0-9]{6,12}$/);

const told = fc.oneof(
  fc.constant({}),
  secret.map((word) => ({ Input: JSON.stringify({ token: word, n: 1 }) })),
  fc.constant({ InputPath: "$.detail" }),
  secret.map((word) => ({
    InputTransformer: {
      InputPathsMap: { id: "$.detail.id" },
      InputTemplate: `{"order": <id>, "token": "${word}"}`,
    },
  })),
  secret.map((word) => ({ HttpParameters: { HeaderParameters: { "X-Key": word } } })),
);

const targets = fc
  .array(
    fc.record({
      Arn: fc.constantFrom(...TARGETS),
      RoleArn: fc.option(fc.constantFrom(...ROLES), { nil: undefined }),
      told,
      RetryPolicy: fc.option(fc.constant({ MaximumRetryAttempts: 0 }), { nil: undefined }),
      DeadLetterConfig: fc.option(fc.constant({ Arn: LETTERS }), { nil: undefined }),
    }),
    { maxLength: 4 },
  )
  .map((all): Target[] =>
    all.map(({ told: words, ...target }, at) => ({ Id: `t${at}`, ...defined(target), ...words }) as Target),
  );

/** A rule as it is made, with its targets. */
export interface MadeRule {
  readonly rule: PutRuleRequest & {
    readonly Name: string;
    readonly EventBusName: string;
    readonly State: RuleState;
  };
  readonly targets: readonly Target[];
}

const when = fc.oneof(
  secret.map(
    (word): Partial<PutRuleRequest> => ({
      EventPattern: JSON.stringify({ source: ["orders"], detail: { token: [word] } }),
    }),
  ),
  // In one or another alternative, and with names joined by dots.
  fc.tuple(secret, secret).map(
    ([one, other]): Partial<PutRuleRequest> => ({
      EventPattern: JSON.stringify({
        source: ["orders"],
        $or: [
          { detail: { token: [one] } },
          { "detail-type": ["paid"], $or: [{ "detail.token": [other] }, { account: [account] }] },
        ],
      }),
    }),
  ),
  fc.constantFrom<Partial<PutRuleRequest>>(
    { EventPattern: JSON.stringify({ source: ["orders"], detail: { on: [{ exists: false }], n: [0, ""] } }) },
    { EventPattern: JSON.stringify({ region: [region], account: [account], resources: [MACHINE] }) },
  ),
);

/** Rules of every form. */
export const arbitraryRule: fc.Arbitrary<MadeRule> = fc
  .record({
    Name: name,
    EventBusName: fc.oneof(fc.constant("default"), name),
    State: fc.constantFrom<RuleState>("ENABLED", "DISABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"),
    when,
    expression: fc.boolean(),
    Description: fc.option(fc.constantFrom("nightly", "it's 100%"), { nil: undefined }),
    RoleArn: fc.option(fc.constantFrom(...ROLES), { nil: undefined }),
    tags: fc.dictionary(fc.stringMatching(/^[a-z]{2,6}$/), fc.stringMatching(/^[a-z]{0,5}$/), { maxKeys: 2 }),
    targets,
  })
  .map(({ when: pattern, expression, tags, targets: all, ...rest }) => ({
    rule: defined({
      ...rest,
      ...(expression && rest.EventBusName === "default"
        ? { ScheduleExpression: "rate(5 minutes)" }
        : pattern),
      Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    }) as MadeRule["rule"],
    targets: all,
  }));

/** What of a rule and its targets nobody may see. */
export function secretsOf({ rule, targets: all }: MadeRule): string[] {
  return [rule, ...all].flatMap((one) => JSON.stringify(one).match(/canary-[a-z0-9]+/g) ?? []);
}

function defined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as T;
}
