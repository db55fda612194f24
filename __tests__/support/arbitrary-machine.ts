import type { CreateStateMachineInput } from "@aws-sdk/client-sfn";
import fc from "fast-check";
import { SOURCE } from "./protector-conformance/conforming.ts";

const { account, region } = SOURCE;
const here = (service: string, resource: string): string =>
  `arn:aws:${service}:${region}:${account}:${resource}`;

const FUNCTION = here("lambda", "function:orders");
const VERSION = here("lambda", "function:orders:7");
const TOPIC = here("sns", "told");
const OTHER = here("states", "stateMachine:billing");
const LOGS = here("logs", "log-group:/aws/vendedlogs/states/orders:*");
const KEY = here("kms", "key/0b1e5f6a-0000-4000-8000-000000000001");
const ROLES = [`arn:aws:iam::${account}:role/runs-orders`, `arn:aws:iam::${account}:role/runs-more`];
/** All that the arbitrary's machines name in their region. */
export const NAMED = [FUNCTION, VERSION, TOPIC, OTHER, LOGS, KEY];

const name = fc.stringMatching(/^[a-zA-Z0-9][a-zA-Z0-9_.-]{2,9}$/);
const secret = fc.stringMatching(/^canary-[a-z0-9]{6,12}$/);

type State = Record<string, unknown>;

const task = (Resource: string, told: object): State => ({ Type: "Task", Resource, End: true, ...told });

/** Ways of calling, with what is told. */
const call = secret.chain((token) =>
  fc.constantFrom(
    task(FUNCTION, { Parameters: { token } }),
    task(`${FUNCTION}:live`, {}),
    task(VERSION, { ResultSelector: { "id.$": "$.id" } }),
    task("arn:aws:states:::lambda:invoke", { Parameters: { FunctionName: FUNCTION, Payload: { token } } }),
    task("arn:aws:states:::lambda:invoke", { Parameters: { FunctionName: "orders", Qualifier: "live" } }),
    task("arn:aws:states:::aws-sdk:lambda:invoke", { Parameters: { FunctionName: "orders:live", token } }),
    task("arn:aws:states:::lambda:invoke.waitForTaskToken", {
      QueryLanguage: "JSONata",
      Arguments: { FunctionName: VERSION, Payload: `{% { "token": "${token}" } %}` },
    }),
    task("arn:aws:states:::lambda:invoke", { Parameters: { "FunctionName.$": "$.name" } }),
    task("arn:aws:states:::states:startExecution.sync:2", { Parameters: { StateMachineArn: OTHER } }),
    task("arn:aws:states:::sns:publish", { Parameters: { TopicArn: TOPIC, Message: token } }),
    { Type: "Pass", Result: { header: [`Bearer ${token}`] }, End: true },
  ),
);

const state = fc.oneof(
  call,
  call.map((one) => ({
    Type: "Parallel",
    Branches: [{ StartAt: "Deep", States: { Deep: one } }],
    End: true,
  })),
  call.map((one) => ({
    Type: "Map",
    ItemProcessor: { ProcessorConfig: { Mode: "INLINE" }, StartAt: "Each", States: { Each: one } },
    End: true,
  })),
);

const revision = fc.record({
  state,
  comment: secret,
  roleArn: fc.constantFrom(...ROLES),
  logs: fc.boolean(),
  traced: fc.boolean(),
  encrypted: fc.boolean(),
  /** Absent: it is not published. */
  published: fc.option(fc.constantFrom("", "the second"), { nil: undefined }),
});

type MadeRevision = Pick<CreateStateMachineInput, "definition" | "roleArn"> &
  Partial<CreateStateMachineInput> & { readonly published?: string };

/** A machine as it comes to be: each revision follows the one before. */
export interface MadeMachine {
  readonly name: string;
  readonly type: "STANDARD" | "EXPRESS";
  /** No two say the same. */
  readonly revisions: readonly MadeRevision[];
  /** The first version is deleted, where no alias leads to it. */
  readonly gap: boolean;
  /** Parts of a hundred for the last version; the one before it has the rest. */
  readonly aliases: readonly {
    readonly name: string;
    readonly description?: string;
    readonly last: number;
  }[];
  readonly tags: readonly { readonly key: string; readonly value: string }[];
}

export const arbitraryMachine: fc.Arbitrary<MadeMachine> = fc
  .record({
    name,
    type: fc.constantFrom("STANDARD", "EXPRESS"),
    revisions: fc.array(revision, { minLength: 1, maxLength: 4 }),
    gap: fc.boolean(),
    aliases: fc.uniqueArray(
      fc.record({
        name: fc.constantFrom("live", "next"),
        description: fc.option(fc.constant("the one in use"), { nil: undefined }),
        last: fc.constantFrom(100, 90),
      }),
      { maxLength: 2, selector: (one) => one.name },
    ),
    tags: fc.uniqueArray(fc.record({ key: fc.constantFrom("team", "stage"), value: name }), {
      maxLength: 2,
      selector: ({ key }) => key,
    }),
  })
  .map(({ revisions, aliases, ...made }) => ({
    ...made,
    revisions: revisions.map(({ published, ...one }, at) => ({
      ...settingsOf(one, at),
      ...(published !== undefined && { published }),
    })),
    aliases: aliases.map(({ description, ...one }) => ({
      ...one,
      ...(description !== undefined && { description }),
    })),
  })) as fc.Arbitrary<MadeMachine>;

function settingsOf(
  one: {
    readonly state: State;
    readonly comment: string;
    readonly roleArn: string;
    readonly logs: boolean;
    readonly traced: boolean;
    readonly encrypted: boolean;
  },
  at: number,
): MadeRevision {
  const definition = { Comment: one.comment, StartAt: `R${at}`, States: { [`R${at}`]: one.state } };
  return {
    definition: `${JSON.stringify(definition, undefined, at)}\n`,
    roleArn: one.roleArn,
    loggingConfiguration: one.logs
      ? { level: "ALL", destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: LOGS } }] }
      : { level: "OFF" },
    tracingConfiguration: { enabled: one.traced },
    encryptionConfiguration: one.encrypted
      ? { type: "CUSTOMER_MANAGED_KMS_KEY", kmsKeyId: KEY, kmsDataKeyReusePeriodSeconds: 60 }
      : { type: "AWS_OWNED_KEY" },
  };
}

/** Tokens in the definitions of a machine, and its comments. */
export function secretsOf({ revisions }: MadeMachine): string[] {
  return revisions.flatMap(({ definition = "" }) => definition.match(/canary-[a-z0-9]+/g) ?? []);
}
