import { createHash } from "node:crypto";
import type { CaptureItem } from "../../modules/contract/events.ts";
import { captureFunction } from "../../modules/protectors/lambda/capture.ts";
import type { FunctionDocument, FunctionSecrets } from "../../modules/protectors/lambda/document.ts";
import type { FunctionCapturePorts } from "../../modules/protectors/lambda/ports.ts";
import type { FunctionRestorePorts } from "../../modules/protectors/lambda/restore/ports.ts";
import { apply, Destination } from "./destination.ts";
import { MemorySpool } from "./memory-spool.ts";
import { OPTIONS } from "./sample-request.ts";
import { answerOf, leavesOf, other, withLeaf } from "./sdk-model.ts";

const MODEL_SOURCE = { account: "111122223333", partition: "aws", region: "us-east-1" };
const ARN = "arn:aws:lambda:us-east-1:111122223333:function:orders";
const LAYER = "arn:aws:lambda:us-east-1:111122223333:layer:base:1";
const BYTES = Buffer.from("PK bytes");
const CodeSha256 = createHash("sha256").update(BYTES).digest("base64");

const MODEL_ITEM: CaptureItem = {
  kind: "lambda",
  id: "orders",
  name: "orders",
  arn: ARN,
  related: [],
  hints: { mappings: ["m1"] },
};

/** What the answers say where any value would not do; `undefined`: a member that is there in case of a fault alone. */
const SAID: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  GetFunction: {
    "Configuration.FunctionArn": ARN,
    "Configuration.Version": "1",
    "Configuration.RevisionId": "revision",
    "Configuration.CodeSha256": CodeSha256,
    "Configuration.CodeSize": BYTES.length,
    "Configuration.State": "Active",
    "Configuration.LastUpdateStatus": "Successful",
    "Configuration.PackageType": "Zip",
    "Configuration.Runtime": "nodejs22.x",
    "Configuration.MasterArn": undefined,
    "Configuration.ImageConfigResponse": undefined,
    "Configuration.Environment.Error": undefined,
    "Configuration.RuntimeVersionConfig.Error": undefined,
    "Configuration.Layers[].Arn": LAYER,
    "Code.RepositoryType": "S3",
    "Code.ImageUri": undefined,
    "Code.ResolvedImageUri": undefined,
    "Code.Error": undefined,
    TagsError: undefined,
    "Concurrency.ReservedConcurrentExecutions": 100_000,
  },
  ListAliases: {
    "Aliases[].Name": "live",
    "Aliases[].FunctionVersion": "1",
    "Aliases[].RoutingConfig.AdditionalVersionWeights": { $LATEST: 0.25 },
    NextMarker: undefined,
  },
  ListFunctionUrlConfigs: { "FunctionUrlConfigs[].FunctionArn": `${ARN}:live`, NextMarker: undefined },
  ListFunctionEventInvokeConfigs: {
    "FunctionEventInvokeConfigs[].FunctionArn": `${ARN}:live`,
    NextMarker: undefined,
  },
  ListProvisionedConcurrencyConfigs: {
    "ProvisionedConcurrencyConfigs[].FunctionArn": `${ARN}:1`,
    NextMarker: undefined,
  },
  GetFunctionRecursionConfig: { RecursiveLoop: "Allow" },
  GetRuntimeManagementConfig: { UpdateRuntimeOn: "Manual" },
  GetEventSourceMapping: {
    FunctionArn: ARN,
    EventSourceArn: "arn:aws:sqs:us-east-1:111122223333:orders",
    State: "Enabled",
    FilterCriteriaError: undefined,
  },
  GetPolicy: {
    Policy: policyOf(
      {
        Action: "lambda:InvokeFunction",
        Principal: { Service: "s3.amazonaws.com" },
        Condition: {
          ArnLike: { "AWS:SourceArn": "arn:aws:s3:::orders-in" },
          StringEquals: { "AWS:SourceAccount": "111122223333", "lambda:EventSourceToken": "token" },
        },
      },
      {
        Action: "lambda:InvokeFunctionUrl",
        Principal: "*",
        Condition: {
          StringEquals: { "aws:PrincipalOrgID": "o-1234567890", "lambda:FunctionUrlAuthType": "AWS_IAM" },
          Bool: { "lambda:InvokedViaFunctionUrl": "true" },
        },
      },
    ),
  },
  GetLayerVersionByArn: {
    LayerVersionArn: LAYER,
    "Content.CodeSha256": CodeSha256,
    "Content.CodeSize": BYTES.length,
  },
  GetLayerVersionPolicy: {
    Policy: policyOf(
      { Action: "lambda:GetLayerVersion", Principal: { AWS: "arn:aws:iam::444455556666:root" } },
      {
        Action: "lambda:GetLayerVersion",
        Principal: "*",
        Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1234567890" } },
      },
    ),
  },
};

/** A policy as its text, the statements called `s0` and so on. */
function policyOf(...statements: readonly object[]): string {
  return JSON.stringify({
    Statement: statements.map((statement, n) => ({ Sid: `s${n}`, Effect: "Allow", ...statement })),
  });
}

/** What Lambda answers for one function with all that a function can have, by operation. */
export type Answers = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export function modelAnswers(read: readonly string[]): Answers {
  return Object.fromEntries(
    read.map((operation) => {
      const said = Object.entries(SAID[operation] ?? {});
      const answer = said.reduce<unknown>(
        (value, [path, word]) => withLeaf(value, path, () => word),
        answerOf(operation),
      );
      return [operation, answer as Record<string, unknown>];
    }),
  );
}

/** The answers with one leaf of one of them changed, or there where it was not. */
export function changedAnswers(answers: Answers, operation: string, leaf: string): Answers {
  const fresh = leavesOf(answerOf(operation)).includes(leaf) ? `${operation}.${leaf}` : "";
  const changed = withLeaf(answers[operation], leaf, (old) => {
    if (leaf.endsWith("CodeSha256")) return createHash("sha256").update("others").digest("base64");
    if (leaf === "Aliases[].FunctionVersion") return "$LATEST";
    if (leaf === "Configuration.Layers[].Arn") return String(old).replace("base", "tools");
    if (leaf === "Policy") return String(old).replace('"s0"', '"other"');
    if (/\[\]\.FunctionArn$/.test(leaf)) return old === `${ARN}:live` ? `${ARN}:$LATEST` : `${ARN}:live`;
    if (operation === "GetEventSourceMapping" && leaf === "State") return "Disabled";
    return old === undefined ? fresh : other(old);
  });
  return { ...answers, [operation]: changed as Record<string, unknown> };
}

interface ModelCapture {
  readonly document: FunctionDocument;
  readonly secrets?: FunctionSecrets;
}

/** What is captured of a function that is answered so. @throws what the capture throws */
export async function captureModel(answers: Answers): Promise<ModelCapture> {
  const listed = (Version: string) => ({
    Version,
    RevisionId: "revision",
    CodeSha256,
    Runtime: "nodejs22.x",
  });
  const send = async (command: { constructor: { name: string }; input: unknown }) => {
    const { input } = command;
    const operation = command.constructor.name.replace(/Command$/, "");
    const { Qualifier } = input as { Qualifier?: string };
    if (operation === "ListVersionsByFunction") return { Versions: [listed("$LATEST"), listed("1")] };
    const answer = answers[operation];
    if (answer === undefined) throw new Error(`nobody said what ${operation} answers`);
    if (operation === "GetFunction" && Qualifier === undefined)
      return withLeaf(answer, "Configuration.Version", () => "$LATEST");
    return structuredClone(answer);
  };
  const ports = {
    ...MODEL_SOURCE,
    client: () => ({ send }),
    lambda: { send },
    download: async function* () {
      yield BYTES;
    },
    spool: new MemorySpool(),
    known: async () => undefined,
    sleep: async () => undefined,
  } as unknown as FunctionCapturePorts;
  const found = await captureFunction(ports, MODEL_ITEM, OPTIONS);
  if (found === undefined) throw new Error("the function is gone");
  const { document, secrets } = found;
  return { document, ...(secrets !== undefined && { secrets }) };
}

/** What a restore of it at home and its arming write: every call in order and what is left for `arm`, as a text, and `CreateFunction.Role` of each member. */
export async function restoreModel({ document, secrets = {} }: ModelCapture): Promise<{
  readonly text: string;
  readonly members: ReadonlySet<string>;
}> {
  const bytes = new Map(document.versions.map(({ codeSha256 }) => [codeSha256, BYTES]));
  const there = new Destination(bytes, MODEL_SOURCE);
  // Whatever a function runs from is there, and so is what checks its signatures.
  there.lambda.objects.get = () => BYTES;
  there.lambda.codeSigning.add(document.codeSigningConfig ?? "");
  // The model's numbers are of any size, and the account has room for them.
  Object.assign(there.lambda.limits, {
    concurrency: Number.MAX_SAFE_INTEGER,
    codeSize: Number.MAX_SAFE_INTEGER,
  });
  const ports: FunctionRestorePorts = { ...there.restorePorts, object: async () => "present" };
  const result = await apply(
    await there.plan({ document, secrets, bytes }, {}, { today: "2025-01-01" }, ports),
  );
  // What lets events in is written by arming.
  await there.arm(result);
  const writes = there.wire.calls.filter(({ name }) => !/^(Get|List)/.test(name));
  return {
    text: JSON.stringify([writes.map(({ name, input }) => ({ name, input })), result]),
    members: new Set(
      writes.flatMap(({ name, input }) =>
        Object.keys(input).flatMap((member) => (input[member] === undefined ? [] : [`${name}.${member}`])),
      ),
    ),
  };
}
