import { createHash } from "node:crypto";
import fc from "fast-check";
import type { JsonObject } from "../../modules/contract/json.ts";
import type {
  AliasDocument,
  FunctionDocument,
  FunctionSecrets,
  MappingDocument,
  PolicyDocument,
  VersionDocument,
} from "../../modules/protectors/lambda/document.ts";
import { configurationOfImage, imageOf } from "./arbitrary-image.ts";
import { MAPPED_SOURCES, mappingSettings } from "./arbitrary-mapping.ts";

/** A function as a point holds it, with the bytes it names. */
export interface GeneratedFunction {
  readonly document: FunctionDocument;
  readonly secrets: FunctionSecrets;
  /** Hash, 64 hex digits, to bytes. */
  readonly bytes: ReadonlyMap<string, Uint8Array>;
}

export const SOURCE = { account: "111122223333", partition: "aws", region: "us-east-1" };
const ARN = `arn:aws:lambda:us-east-1:${SOURCE.account}:function:orders`;
const ROLE = `arn:aws:iam::${SOURCE.account}:role/orders`;

const code = fc.constantFrom("one", "two", "three").map((text) => new TextEncoder().encode(text));
const hex = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
const PROVIDER = `arn:aws:lambda:us-east-1:${SOURCE.account}:capacity-provider:ours`;
export const SIGNING = `arn:aws:lambda:us-east-1:${SOURCE.account}:code-signing-config:csc-0123456789abcdef0`;
const PINNED = "arn:aws:lambda:us-east-1::runtime:0123456789abcdef";
const layerNames = ["base", "tools"];
const layerArn = (name: string): string => `arn:aws:lambda:us-east-1:${SOURCE.account}:layer:${name}:4`;

const configuration = fc.record(
  {
    Handler: fc.constantFrom("index.handler", "main.run"),
    Runtime: fc.constantFrom("nodejs22.x", "python3.13"),
    Role: fc.constant(ROLE),
    Timeout: fc.constantFrom(3, 30),
    MemorySize: fc.constantFrom(128, 512),
    Description: fc.constantFrom("", "takes orders"),
    Architectures: fc.constantFrom(["arm64"], ["x86_64"]),
    EphemeralStorage: fc.constantFrom({ Size: 512 }, { Size: 2048 }),
    TracingConfig: fc.constantFrom({ Mode: "Active" }, { Mode: "PassThrough" }),
    SourceKMSKeyArn: fc.constant(`arn:aws:kms:us-east-1:${SOURCE.account}:key/code`),
    VpcConfig: fc.constant({ SubnetIds: ["subnet-0a"], SecurityGroupIds: ["sg-0b"] }),
    DeadLetterConfig: fc.constant({ TargetArn: `arn:aws:sqs:us-east-1:${SOURCE.account}:dead` }),
    Layers: fc.subarray(layerNames).map((names) => names.map(layerArn)),
    LoggingConfig: fc.constantFrom<JsonObject[]>(
      { LogFormat: "Text", LogGroup: "/aws/lambda/orders" },
      { LogFormat: "JSON", LogGroup: "/shop/orders", ApplicationLogLevel: "INFO" },
    ),
    SnapStart: fc.constantFrom({ ApplyOn: "PublishedVersions" }, { ApplyOn: "None" }),
    CapacityProviderConfig: fc.constant({
      LambdaManagedInstancesCapacityProviderConfig: { CapacityProviderArn: PROVIDER },
    }),
    DurableConfig: fc.constant({ RetentionPeriodInDays: 14, ExecutionTimeout: 3600 }),
  },
  { requiredKeys: ["Handler", "Runtime", "Role", "Timeout", "MemorySize", "LoggingConfig"] },
);

const variables = fc.dictionary(
  fc.constantFrom("TABLE", "KEY", "MODE"),
  fc.constantFrom("a-secret", "other-secret"),
  {
    noNullPrototype: true,
  },
);

const content = fc.record({ code, configuration, variables });
const REPOSITORY = `${SOURCE.account}.dkr.ecr.us-east-1.amazonaws.com/shop/orders`;

const statement = (sid: string): fc.Arbitrary<JsonObject> =>
  fc
    .constantFrom<
      { Principal: JsonObject | string; Condition?: JsonObject; Effect?: string; Action?: string[] }[]
    >(
      // What AddPermission cannot say.
      {
        Effect: "Deny",
        Principal: "*",
        Condition: { StringNotEquals: { "aws:PrincipalAccount": SOURCE.account } },
      },
      { Principal: { AWS: "111122223333" }, Action: ["lambda:GetFunction", "lambda:InvokeFunction"] },
      {
        Principal: { Service: "s3.amazonaws.com" },
        Condition: {
          StringEquals: { "AWS:SourceAccount": SOURCE.account },
          ArnLike: { "AWS:SourceArn": "arn:aws:s3:::orders-in" },
        },
      },
      {
        Principal: { Service: "events.amazonaws.com" },
        Condition: { ArnLike: { "AWS:SourceArn": `arn:aws:events:us-east-1:${SOURCE.account}:rule/hourly` } },
      },
      { Principal: { Service: "logs.us-east-1.amazonaws.com" } },
      { Principal: { AWS: `arn:aws:iam::${SOURCE.account}:root` } },
      { Principal: { AWS: `arn:aws:iam::${SOURCE.account}:role/caller` } },
      { Principal: "*", Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1234567890" } } },
      { Principal: "*", Condition: { StringEquals: { "lambda:FunctionUrlAuthType": "AWS_IAM" } } },
    )
    .map(({ Principal, Condition, Effect = "Allow", Action = "lambda:InvokeFunction" }) => ({
      Sid: sid,
      Effect,
      Action,
      Resource: ARN,
      Principal,
      ...(Condition !== undefined && { Condition }),
    }));

/** With one other account. */
const SHARING: JsonObject = {
  Sid: "partner",
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::444455556666:root" },
  Action: "lambda:GetLayerVersion",
};

const statements = fc
  .subarray(["one", "two", "three"], { minLength: 1 })
  .chain((sids) => fc.tuple(...sids.map((sid) => statement(sid))));

const asyncSettings = fc.record(
  {
    MaximumRetryAttempts: fc.constantFrom(0, 1, 2),
    MaximumEventAgeInSeconds: fc.constantFrom(60, 21600),
    DestinationConfig: fc.constant({
      OnFailure: { Destination: `arn:aws:sqs:us-east-1:${SOURCE.account}:dead` },
    }),
  },
  { requiredKeys: ["MaximumRetryAttempts"] },
);

const urlSettings = fc.record(
  {
    AuthType: fc.constantFrom("AWS_IAM", "NONE"),
    InvokeMode: fc.constantFrom("BUFFERED", "RESPONSE_STREAM"),
    Cors: fc.constant({ AllowOrigins: ["https://shop.example"], AllowMethods: ["GET"], MaxAge: 60 }),
  },
  { requiredKeys: ["AuthType", "InvokeMode"] },
);

interface Shape {
  readonly contents: readonly {
    code: Uint8Array;
    configuration: JsonObject;
    variables: Record<string, string>;
  }[];
  readonly first: number;
  readonly step: number;
  /** A function is of packages or of images for ever. */
  readonly ofImages: boolean;
}

const contents = (fc.array(content, { minLength: 1, maxLength: 4 }) as fc.Arbitrary<Shape["contents"]>).map(
  durableForEver,
);
const numbers = { first: fc.integer({ min: 1, max: 40 }), step: fc.integer({ min: 1, max: 3 }) };

const shape: fc.Arbitrary<Shape> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ contents, ...numbers, ofImages: fc.constant(false) }) },
  {
    weight: 1,
    arbitrary: fc.record({ contents: contents.chain(asImages), ...numbers, ofImages: fc.constant(true) }),
  },
);

/** A function is durable from its birth on, or never. */
function durableForEver(made: Shape["contents"]): Shape["contents"] {
  const durable = made[0]?.configuration.DurableConfig;
  return made.map(({ configuration: { DurableConfig: _own, ...rest }, ...one }) => ({
    ...one,
    configuration: { ...rest, ...(durable !== undefined && { DurableConfig: durable }) },
  }));
}

function asImages(packages: Shape["contents"]): fc.Arbitrary<Shape["contents"]> {
  return fc.tuple(
    ...packages.map((made) =>
      configurationOfImage(made.configuration).map((settings) => ({ ...made, configuration: settings })),
    ),
  );
}

function versionsOf({ contents: made, first, step, ofImages }: Shape): VersionDocument[] {
  return made.map(({ code: bytes, configuration: settings, variables: values }, index) => {
    const image = ofImages ? imageOf(REPOSITORY, bytes) : undefined;
    const parts = [image?.manifest ?? bytes, ...(image?.parts ?? [])];
    return {
      version: index === made.length - 1 ? "$LATEST" : String(first + index * step),
      codeSha256: hex(image?.manifest ?? bytes),
      codeSize: parts.reduce((sum, { length }) => sum + length, 0),
      ...(image !== undefined && { image: image.document }),
      configuration: settings,
      environment: Object.keys(values).sort(),
      ...besideOf(settings),
    };
  });
}

/** What of the code lies in the point. */
function codeOf({ contents: made, ofImages }: Shape): Uint8Array[] {
  return made.flatMap(({ code: bytes }) => {
    const image = ofImages ? imageOf(REPOSITORY, bytes) : undefined;
    return image === undefined ? [bytes] : [image.manifest, ...image.parts];
  });
}

/** What belongs to a version beside its configuration: the same for the same content, which is one version. */
function besideOf({ Runtime, Timeout, CapacityProviderConfig }: JsonObject) {
  const pinned = { UpdateRuntimeOn: "Manual", RuntimeVersionArn: PINNED };
  return {
    ...(Timeout === 30 &&
      Runtime !== undefined && {
        runtimeManagement: Runtime === "python3.13" ? pinned : { UpdateRuntimeOn: "FunctionUpdate" },
      }),
    ...(CapacityProviderConfig !== undefined && {
      scaling: { MinExecutionEnvironments: 2, MaxExecutionEnvironments: 10 },
    }),
  };
}

/** Any function: published versions of any content, weighted aliases, policies on both, triggers of each kind. */
export const generatedFunction: fc.Arbitrary<GeneratedFunction> = shape.chain((made) => {
  const versions = versionsOf(made).map(({ scaling, ...version }) => ({
    ...version,
    // `$LATEST` itself runs on no instances.
    ...(scaling !== undefined && version.version !== "$LATEST" && { scaling }),
  }));
  const published = versions.slice(0, -1).map(({ version }) => version);
  const aliases: fc.Arbitrary<AliasDocument[]> = fc
    .subarray(published.length === 0 ? [] : ["live", "beta"])
    .chain((names) =>
      fc.tuple(
        ...names.map((name) =>
          fc.record({ version: fc.constantFrom(...published), other: fc.constantFrom(...published) }).map(
            ({ version, other }): AliasDocument => ({
              name,
              version,
              description: "",
              weights: version === other ? {} : { [other]: 0.25 },
            }),
          ),
        ),
      ),
    );
  return aliases.chain((some) => {
    const qualifiers = some.map(({ name }) => name);
    return fc
      .record({
        policies: fc.record({
          own: fc.option(statements),
          others: fc.subarray([...qualifiers, ...published.slice(0, 1)]),
          more: statements,
        }),
        asyncOn: fc.subarray(["$LATEST", ...qualifiers]),
        asyncSettings,
        urlOn: fc.subarray(["$LATEST", ...qualifiers]),
        urlSettings,
        concurrency: fc.option(fc.constantFrom(0, 5), { nil: undefined }),
        provisionedOn: fc.subarray([...qualifiers, ...published.slice(0, 1)]),
        signed: fc.boolean(),
        loops: fc.boolean(),
        shared: fc.boolean(),
        tags: fc.dictionary(fc.constantFrom("team", "stage"), fc.constantFrom("shop", "prod"), {
          noNullPrototype: true,
        }),
        mappings: fc.subarray([0, 1]),
        mapped: fc.tuple(mappingSettings, fc.boolean(), fc.constantFrom(undefined, ...qualifiers)),
      })
      .map((parts): GeneratedFunction => {
        const [settings, enabled, qualifier] = parts.mapped;
        const mappings: MappingDocument[] = parts.mappings.slice(0, 1).map(() => ({
          uuid: "aaaaaaaa-0000-4000-8000-000000000001",
          enabled,
          ...(qualifier !== undefined && { qualifier }),
          settings,
          ...(enabled && { tags: { team: "shop" } }),
        }));
        // Not more than what is reserved.
        const provisioned = parts.concurrency === 0 ? [] : parts.provisionedOn;
        const policies: PolicyDocument[] = [
          ...(parts.policies.own === null ? [] : [{ statements: parts.policies.own }]),
          ...parts.policies.others.map((name) => ({
            qualifier: name,
            statements: parts.policies.more.map((one) => ({ ...one, Resource: `${ARN}:${name}` })),
          })),
        ];
        const layers = [
          ...new Set(made.contents.flatMap(({ configuration: c }) => (c.Layers ?? []) as string[])),
        ];
        const layerBytes = (name: string) => new TextEncoder().encode(`layer ${name}`);
        return {
          document: {
            kind: "lambda",
            name: "orders",
            arn: ARN,
            account: SOURCE.account,
            region: SOURCE.region,
            versions,
            aliases: some,
            policies,
            asyncConfigs: parts.asyncOn.map((name) => ({
              qualifier: name,
              settings: parts.asyncSettings as JsonObject,
            })),
            urls: parts.urlOn.map((name) => ({ qualifier: name, settings: parts.urlSettings as JsonObject })),
            ...(parts.concurrency !== undefined && { reservedConcurrency: parts.concurrency }),
            ...(provisioned.length > 0 && {
              provisioned: provisioned.sort().map((name, n) => ({
                qualifier: name,
                settings: { ProvisionedConcurrentExecutions: n === 0 ? 2 : 1 },
              })),
            }),
            ...(parts.signed && { codeSigningConfig: SIGNING }),
            ...(parts.loops && { recursiveLoop: "Allow" }),
            tags: parts.tags,
            layers: layers.map((arn) => {
              const name = arn.split(":")[6] ?? "";
              return {
                arn,
                name,
                sha256: hex(layerBytes(name)),
                settings: { Description: name },
                ...(parts.shared && { statements: [SHARING] }),
              };
            }),
            mappings,
          },
          secrets: Object.fromEntries(
            made.contents.map(({ variables: values }, i) => [versions[i]?.version ?? "", values]),
          ),
          bytes: new Map(
            [...codeOf(made), ...layerNames.map(layerBytes)].map((bytes) => [hex(bytes), bytes]),
          ),
        };
      });
  });
});

/** What the generated functions name and another region does not have. */
export const MAP = {
  "subnet-0a": "subnet-1a",
  "sg-0b": "sg-1b",
  "orders-in": "orders-in-eu",
  [PROVIDER]: PROVIDER.replace("us-east-1", "eu-west-1"),
  [SIGNING]: SIGNING.replace("us-east-1", "eu-west-1"),
  [PINNED]: PINNED.replace("us-east-1", "eu-west-1"),
  [`arn:aws:kms:us-east-1:${SOURCE.account}:key/code`]: `arn:aws:kms:eu-west-1:${SOURCE.account}:key/code`,
  [`arn:aws:sqs:us-east-1:${SOURCE.account}:dead`]: `arn:aws:sqs:eu-west-1:${SOURCE.account}:dead`,
  ...Object.fromEntries(
    MAPPED_SOURCES.map((source) => [source, source.replaceAll("us-east-1", "eu-west-1")]),
  ),
  [`arn:aws:events:us-east-1:${SOURCE.account}:rule/hourly`]: `arn:aws:events:eu-west-1:${SOURCE.account}:rule/hourly`,
};
