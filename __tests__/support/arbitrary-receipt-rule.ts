import type { ReceiptAction, ReceiptRule } from "@aws-sdk/client-ses";
import fc from "fast-check";
import { SOURCE } from "./protector-conformance/conforming.ts";

const { account, region } = SOURCE;
const here = (service: string, resource: string): string =>
  `arn:aws:${service}:${region}:${account}:${resource}`;

const FUNCTION = here("lambda", "function:orders");
const TOPIC = here("sns", "orders");
const KEY = here("kms", "key/0b1e5f6a-aaaa-bbbb-cccc-000000000001");
const MAILBOXES = here("workmail", "organization/m-0123456789abcdef0123456789abcdef");
const CONNECT = here("connect", "instance/0b1e5f6a-aaaa-bbbb-cccc-000000000002");
const ROLE = `arn:aws:iam::${account}:role/keeper`;
/** All that the arbitrary's rules name in their region, but for a bucket. */
export const NAMED = [FUNCTION, `${FUNCTION}:live`, TOPIC, KEY, MAILBOXES, CONNECT];
export const BUCKET = "mail-of-orders";

const secret = fc.stringMatching(/^canary-[a-z0-9]{6,12}$/);
const name = fc.stringMatching(/^[a-zA-Z0-9][a-zA-Z0-9_.-]{2,9}$/);
const maybe = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(one, { nil: undefined });

const action: fc.Arbitrary<ReceiptAction> = fc.oneof(
  fc.constantFrom<ReceiptAction>(
    { LambdaAction: { FunctionArn: FUNCTION } },
    { LambdaAction: { FunctionArn: `${FUNCTION}:live`, InvocationType: "RequestResponse", TopicArn: TOPIC } },
    { SNSAction: { TopicArn: TOPIC } },
    { SNSAction: { TopicArn: TOPIC, Encoding: "Base64" } },
    { S3Action: { BucketName: BUCKET, ObjectKeyPrefix: "in/", KmsKeyArn: KEY, IamRoleArn: ROLE } },
    { S3Action: { BucketName: BUCKET, TopicArn: TOPIC } },
    { WorkmailAction: { OrganizationArn: MAILBOXES } },
    { ConnectAction: { InstanceARN: CONNECT, IAMRoleARN: ROLE } },
    { StopAction: { Scope: "RuleSet" } },
    {
      BounceAction: {
        ...{ SmtpReplyCode: "550", StatusCode: "5.1.1", Message: "no such mailbox" },
        Sender: "postmaster@example.com",
      },
    },
  ),
  secret.map((HeaderValue) => ({ AddHeaderAction: { HeaderName: "x-token", HeaderValue } })),
);

export interface MadeReceiptRule {
  readonly set: string;
  readonly rule: ReceiptRule & { Name: string; Enabled: boolean };
}

/** Receipt rules of every form. */
export const arbitraryReceiptRule: fc.Arbitrary<MadeReceiptRule> = fc
  .record({
    set: name,
    Name: name,
    Enabled: fc.boolean(),
    TlsPolicy: maybe(fc.constantFrom("Require" as const, "Optional" as const)),
    ScanEnabled: maybe(fc.boolean()),
    Recipients: fc.array(
      secret.map((word) => `${word}@example.com`),
      { minLength: 1, maxLength: 2 },
    ),
    Actions: fc.array(action, { minLength: 1, maxLength: 4 }),
  })
  .map(({ set, ...rule }) => ({ set, rule: defined(rule) }));

function defined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as T;
}
