import type { Action, RuleCondition } from "@aws-sdk/client-elastic-load-balancing-v2";
import fc from "fast-check";
import { SOURCE } from "./protector-conformance/conforming.ts";

const { account, region } = SOURCE;
const here = (service: string, resource: string): string =>
  `arn:aws:${service}:${region}:${account}:${resource}`;

export const LISTENERS = [
  here("elasticloadbalancing", "listener/app/shop/50dc6c495c0c9188/f2f7dc8efc522ab2"),
  here("elasticloadbalancing", "listener/app/shop/50dc6c495c0c9188/0467ef3c8400ae65"),
];
export const OTHER_GROUP = here("elasticloadbalancing", "targetgroup/zz-canary/6d0ecf831eec9f09");
const POOL = here("cognito-idp", "userpool/us-east-1_shop");
const FUNCTIONS = [here("lambda", "function:orders"), here("lambda", "function:orders:live")];
/** All that the arbitrary's groups name in their region. */
export const NAMED = [...LISTENERS, OTHER_GROUP, POOL, ...FUNCTIONS];
/** Stands for the group's own ARN, which is known once it is made. */
export const OWN = "own";

interface MadeRule {
  readonly listener: string;
  readonly priority: number;
  readonly conditions: readonly RuleCondition[];
  readonly actions: readonly Action[];
  readonly tags: Readonly<Record<string, string>>;
}

/** A group as it is made, with the rules that forward to it. */
export interface MadeGroup {
  readonly id: string;
  readonly check: Readonly<Record<string, string | number | boolean>>;
  readonly multiValue: boolean;
  readonly target: string | undefined;
  readonly rules: readonly MadeRule[];
  readonly tags: Readonly<Record<string, string>>;
}

const tags = fc.dictionary(fc.stringMatching(/^[a-z]{2,6}$/), fc.stringMatching(/^[a-z]{0,5}$/), {
  maxKeys: 2,
});
const secret = fc.stringMatching(/^canary-[a-z0-9]{6,12}$/);

const condition: fc.Arbitrary<RuleCondition> = fc.oneof(
  fc.constant<RuleCondition>({
    Field: "host-header",
    HostHeaderConfig: { Values: ["b.example.com", "a.example.com"] },
  }),
  secret.map(
    (word): RuleCondition => ({
      Field: "http-header",
      HttpHeaderConfig: { HttpHeaderName: "X-Origin-Verify", Values: [word] },
    }),
  ),
  secret.map(
    (word): RuleCondition => ({
      Field: "query-string",
      QueryStringConfig: { Values: [{ Key: "token", Value: word }] },
    }),
  ),
  fc.constant<RuleCondition>({
    Field: "http-request-method",
    HttpRequestMethodConfig: { Values: ["GET", "HEAD"] },
  }),
  fc.constant<RuleCondition>({ Field: "source-ip", SourceIpConfig: { Values: ["10.0.0.0/8"] } }),
);

const actions = fc.constantFrom<readonly Action[]>(
  [{ Type: "forward", TargetGroupArn: OWN }],
  [
    {
      Type: "forward",
      ForwardConfig: {
        TargetGroups: [
          { TargetGroupArn: OWN, Weight: 9 },
          { TargetGroupArn: OTHER_GROUP, Weight: 1 },
        ],
        TargetGroupStickinessConfig: { Enabled: true, DurationSeconds: 3600 },
      },
    },
  ],
  [
    {
      Type: "authenticate-cognito",
      Order: 1,
      AuthenticateCognitoConfig: {
        UserPoolArn: POOL,
        UserPoolClientId: "1example23456789",
        UserPoolDomain: "shop",
        OnUnauthenticatedRequest: "authenticate",
      },
    },
    { Type: "forward", Order: 2, TargetGroupArn: OWN },
  ],
);

const rule = fc.record({
  listener: fc.constantFrom(...LISTENERS),
  priority: fc.integer({ min: 1, max: 50_000 }),
  path: secret,
  beside: fc.option(condition, { nil: undefined }),
  actions,
  tags,
});

const check = fc.record(
  {
    HealthCheckEnabled: fc.boolean(),
    HealthCheckPath: fc.constant("/health"),
    HealthCheckIntervalSeconds: fc.integer({ min: 60, max: 300 }),
    HealthyThresholdCount: fc.integer({ min: 2, max: 10 }),
  },
  { requiredKeys: [] },
);

/** Groups of every form. */
export const arbitraryGroup: fc.Arbitrary<MadeGroup> = fc.record({
  id: fc.stringMatching(/^[a-zA-Z0-9][a-zA-Z0-9-]{2,9}[a-zA-Z0-9]$/),
  check,
  multiValue: fc.boolean(),
  target: fc.option(fc.constantFrom(...FUNCTIONS), { nil: undefined, freq: 8 }),
  rules: fc
    .uniqueArray(rule, { maxLength: 4, selector: ({ listener, priority }) => `${listener}/${priority}` })
    .map((all): MadeRule[] =>
      all.map(({ beside, path, ...one }, at) => ({
        ...one,
        conditions: [
          { Field: "path-pattern", PathPatternConfig: { Values: [`/orders/${at}/*`, `/hooks/${path}`] } },
          ...(beside === undefined ? [] : [beside]),
        ],
      })),
    ),
  tags,
});

/** What of a group nobody may see. */
export function secretsOf(group: MadeGroup): string[] {
  return JSON.stringify(group.rules).match(/canary-[a-z0-9]+(?=")/g) ?? [];
}
