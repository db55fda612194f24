import type { FunctionDocument, VersionDocument } from "../../../modules/protectors/lambda/document.ts";
import { imageAddress } from "../../../modules/protectors/lambda/image.ts";
import { lambda } from "../../../modules/protectors/lambda/protector.ts";
import { SEPARATOR } from "../../../modules/protectors/lambda/restore/separator.ts";
import type { IdMap } from "../../../modules/protectors/protector.ts";
import { type GeneratedFunction, generatedFunction, MAP, SIGNING } from "../arbitrary-function.ts";
import type { FakeLambda } from "../fake-lambda/lambda.ts";
import { type Config, type Fn, newFn, type Version } from "../fake-lambda/state.ts";
import type { AnyCaptured, Conforming } from "../protector-conformance/conforming.ts";
import { endToEnd, START } from "../protector-conformance/proven.ts";
import { seedFunction } from "../seed-function.ts";
import { LambdaPlace } from "./lambda-fake.ts";

type Value = GeneratedFunction & { readonly id: string };
/** Of every layer that the generated functions name. */
const LAYER_VERSION = 4;
/** What Lambda shows of a function that says nothing of it. */
const DEFAULTS = {
  Architectures: ["x86_64"],
  EphemeralStorage: { Size: 512 },
  PackageType: "Zip",
  SnapStart: { ApplyOn: "None" },
  TracingConfig: { Mode: "PassThrough" },
};
const ON_BEHALF = "Lambda does it with the caller's rights";

/** Lambda functions, as the suite of kinds takes them. */
export const conforming: Conforming<LambdaPlace, Value> = {
  protector: lambda,
  fake: (options) => new LambdaPlace(options),
  arbitrary: generatedFunction.map((made) => ({ ...made, id: made.document.name })),
  put: ({ lambda: fake, ecr }, value) => {
    const { document } = value;
    prepareSigning(fake);
    for (const { image, codeSha256 } of document.versions)
      if (image !== undefined)
        ecr.seed(
          image.repository.replace(/^[^/]*\//, ""),
          bytesOf(value, codeSha256),
          image.mediaType,
          image.parts.map(({ sha256 }) => bytesOf(value, sha256)),
        );
    for (const { name, sha256 = "", settings, statements = [] } of document.layers)
      fake.layers.set(
        name,
        new Map([
          [
            LAYER_VERSION,
            { config: { ...settings }, code: bytesOf(value, sha256), statements: [...statements] },
          ],
        ]),
      );
    fake.functions.set(document.name, fnOf(value));
    for (const { version, name, description } of document.aliases)
      fake.CreateAlias({
        FunctionName: document.name,
        Name: name,
        FunctionVersion: version,
        Description: description,
      });
    // Lambda takes no provisioned concurrency for an alias that has weights.
    for (const { qualifier, settings } of document.provisioned ?? [])
      fake.PutProvisionedConcurrencyConfig({
        ...settings,
        FunctionName: document.name,
        Qualifier: qualifier,
      } as Parameters<typeof fake.PutProvisionedConcurrencyConfig>[0]);
    for (const { name, weights } of document.aliases)
      if (Object.keys(weights).length > 0)
        fake.UpdateAlias({
          FunctionName: document.name,
          Name: name,
          RoutingConfig: { AdditionalVersionWeights: weights },
        });
    const at = (qualifier: string) => ({
      FunctionName: document.name,
      ...(qualifier !== "$LATEST" && { Qualifier: qualifier }),
    });
    for (const { qualifier, settings } of document.asyncConfigs)
      fake.PutFunctionEventInvokeConfig({ ...at(qualifier), ...settings });
    for (const { qualifier, settings } of document.urls)
      fake.CreateFunctionUrlConfig({ ...at(qualifier), AuthType: "NONE", ...settings });
    for (const { uuid, enabled, qualifier, settings, tags } of document.mappings)
      fake.mappings.set(uuid, {
        ...settings,
        ...(tags !== undefined && { Tags: { ...tags } }),
        UUID: uuid,
        FunctionArn: fake.arn(document.name, qualifier),
        State: enabled ? "Enabled" : "Disabled",
      });
  },
  // Where the function was, its numbers are not given again.
  prepare: ({ lambda: fake }, { document }) => {
    prepareSigning(fake);
    const numbers = document.versions.map(({ version }) => Number(version) || 0);
    if (fake.region === document.region) fake.numbers.set(document.name, Math.max(...numbers));
  },
  change: ({ lambda: fake }, { id }, n) => {
    const fn = fake.functions.get(id) as Fn;
    fn.latest = {
      ...fn.latest,
      config: { ...fn.latest.config, MemorySize: 1000 + n },
      revision: `changed-${n}`,
    };
    for (const key of Object.keys(fn.tags)) fn.tags[key] = `changed-${n}`;
    fn.tags.added = `changed-${n}`;
    for (const alias of fn.aliases.values()) alias.Description = `changed-${n}`;
    for (const url of fn.urls.values()) url.Cors = { MaxAge: n };
    for (const settings of fn.asyncConfigs.values()) settings.MaximumEventAgeInSeconds = 100 + n;
    for (const statements of fn.policies.values())
      Object.assign(statements[0] ?? {}, { Principal: { Service: `s${n}.amazonaws.com` } });
    for (const mapping of fake.mappings.values()) {
      mapping.BatchSize = 50 + n;
      for (const key of Object.keys(mapping.Tags ?? {})) mapping.Tags = { [key]: `changed-${n}` };
    }
    fn.concurrency = 100 + n;
    for (const qualifier of [...fn.provisioned.keys(), ...fn.aliases.keys()])
      fn.provisioned.set(qualifier, 10 + n);
    for (const version of fn.runtimes.keys()) fn.runtimes.set(version, { UpdateRuntimeOn: "Auto" });
    for (const scaling of fn.scaling.values()) scaling.MaxExecutionEnvironments = 20 + n;
    if (fn.codeSigning !== undefined) fn.codeSigning = `${fn.codeSigning}${n}`;
    if (fn.recursiveLoop === "Allow") fn.recursiveLoop = "Terminate";
  },
  neighbours: ({ lambda: fake }) => {
    const other = seedFunction(fake, "zz-other");
    return () => structuredClone(other);
  },
  map: () => MAP,
  secretsOf: ({ document, secrets }) => [
    ...Object.values(secrets).flatMap((variables) => Object.values(variables)),
    ...(JSON.stringify(document.mappings).match(/canary-[a-z]+/g) ?? []),
  ],
  fires: ({ lambda: fake }) => [
    ...[...fake.mappings.values()].flatMap(({ UUID, State }) =>
      ["Creating", "Enabled", "Enabling"].includes(String(State)) ? [String(UUID)] : [],
    ),
    ...[...fake.functions].flatMap(([name, { policies, urls }]) => [
      ...[...policies.values()].flatMap((all) =>
        all.flatMap(({ Effect, Sid }) => (Effect === "Allow" ? [`${name} ${Sid}`] : [])),
      ),
      ...[...urls.keys()].map((qualifier) => `${name} URL ${qualifier}`),
    ]),
  ],
  staysOpen: { pattern: / URL /, reason: "made again it would have another address" },
  readOnlyFields: ["policies.*.statements.*.Resource"],
  comparable: renumbered,
  unseen: {
    "inventory logs:DescribeSubscriptionFilters": "asked where a policy names a log group",
    "inventory cognito-idp:DescribeUserPool": "asked where a policy names a user pool",
    "inventory cognito-idp:ListUserPools":
      "asked where a policy names user pools by a wildcard, or no source",
    "inventory tag:GetResources": "the index of tags is read when there are several functions to ask about",
    "restore cloudwatch:GetMetricData": "asked at home alone, of a function that reads one stream of Kinesis",
    "activate lambda:GetFunctionConfiguration":
      "asked only of the function that a copy at home was made from",
    "lambda:PassCapacityProvider": ON_BEHALF,
    "ecr:GetRepositoryPolicy": ON_BEHALF,
    "restore ecr:GetDownloadUrlForLayer": ON_BEHALF,
    "restore lambda:AddPermission": "PutResourcePolicy asks for it",
    "lambda:DeleteFunction": "sent only where Lambda made something else of the point's bytes",
    "restore lambda:RemovePermission": "PutResourcePolicy asks for it",
    "ecr:SetRepositoryPolicy": ON_BEHALF,
    "ec2:DescribeVpcs": ON_BEHALF,
    "elasticfilesystem:DescribeMountTargets": ON_BEHALF,
    "kms:CreateGrant": ON_BEHALF,
    "kms:Decrypt": ON_BEHALF,
    "kms:Encrypt": ON_BEHALF,
    "kms:GenerateDataKey": ON_BEHALF,
    "s3files:GetAccessPoint": ON_BEHALF,
    "s3files:GetFileSystem": ON_BEHALF,
    "s3files:ListAccessPoints": ON_BEHALF,
    "s3files:ListFileSystems": ON_BEHALF,
  },
  tolerated: {
    "iam:GetRole": "with us-east-1 lost IAM is silent, and Lambda will say",
    "kms:DescribeKey": "Lambda will say",
    "ec2:DescribeSecurityGroups": "Lambda will say",
    "ec2:DescribeSubnets": "Lambda will say",
    "sqs:GetQueueUrl": "Lambda will say",
    "lambda:GetAccountSettings": "Lambda will say",
  },
  proven: endToEnd(START, "__tests__/sandbox/deployed.test.ts"),
  lost: [
    "version numbers, which the map tells",
    "the id of a function URL",
    "ids of mappings",
    "where a stream was read to",
  ],
};

/** The configurations that sign code, here and there: no restore makes one. */
function prepareSigning(fake: FakeLambda): void {
  fake.codeSigning.add(SIGNING.replace("us-east-1", fake.region));
}

function bytesOf({ bytes }: Value, sha256: string): Uint8Array {
  const found = bytes.get(sha256);
  if (found === undefined) throw new Error(`no bytes of ${sha256}`);
  return found;
}

function fnOf(value: Value): Fn {
  const { document, secrets } = value;
  const versions = document.versions.map((kept): [string, Version] => {
    const { version, codeSha256 = "", configuration, image } = kept;
    const { SourceKMSKeyArn, Layers, ImageConfig, ...config } = configuration;
    const variables = secrets[version] ?? {};
    return [
      version,
      {
        code: bytesOf(value, codeSha256),
        revision: `made-${version}`,
        sourceKey: SourceKMSKeyArn as string | undefined,
        image: image && imageAddress(image, codeSha256),
        config: {
          ...DEFAULTS,
          ...config,
          ...(ImageConfig !== undefined && { ImageConfigResponse: { ImageConfig } }),
          ...(Array.isArray(Layers) && {
            Layers: Layers.map((Arn) => ({ Arn: Arn as string, CodeSize: 1 })),
          }),
          ...(Object.keys(variables).length > 0 && { Environment: { Variables: variables } }),
        },
      },
    ];
  });
  const published = versions.filter(([version]) => version !== "$LATEST");
  return {
    ...newFn((versions.at(-1) as [string, Version])[1]),
    published: new Map(published),
    policies: new Map(
      document.policies.map(({ qualifier = "", statements }) => [qualifier, [...statements]]),
    ),
    ...(document.reservedConcurrency !== undefined && { concurrency: document.reservedConcurrency }),
    runtimes: byVersion(document, "runtimeManagement"),
    scaling: byVersion(document, "scaling"),
    ...(document.codeSigningConfig !== undefined && { codeSigning: document.codeSigningConfig }),
    ...(document.recursiveLoop !== undefined && { recursiveLoop: document.recursiveLoop }),
    tags: { ...document.tags },
  };
}

function byVersion({ versions }: FunctionDocument, setting: "runtimeManagement" | "scaling") {
  return new Map(
    versions.flatMap(({ version, [setting]: value }): [string, Config][] =>
      value === undefined ? [] : [[version, { ...value }]],
    ),
  );
}

/** Lambda numbers versions itself: the destination's numbers, lists in one order, and nothing for what is empty. */
function renumbered({ document, secrets }: AnyCaptured, ids: IdMap): { document: unknown; secrets: unknown } {
  const numbers = new Map(
    Object.entries(ids).flatMap(([from, to]): [string, string][] => {
      const [, number] = /:function:[^:]+:(\d+)$/.exec(from) ?? [];
      return number === undefined ? [] : [[number, to.split(":")[7] ?? to]];
    }),
  );
  const text = (value: string): string => ids[value] ?? numbers.get(value) ?? value;
  const walk = (value: unknown): unknown => {
    if (typeof value === "string") return text(value);
    if (Array.isArray(value))
      return value.map(walk).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
    if (value === null || typeof value !== "object") return value;
    const entries = Object.entries(value)
      .map(([key, item]) => [text(key), walk(item)] as const)
      .filter(
        ([, item]) =>
          !["", "[]", "{}"].includes(typeof item === "object" ? JSON.stringify(item) : String(item)),
      );
    return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
  };
  const separators = document.versions.filter(isSeparator).map(({ version }: VersionDocument) => version);
  const versions = document.versions.filter((version: VersionDocument) => !isSeparator(version));
  const kept = Object.entries(secrets ?? {}).filter(([version]) => !separators.includes(version));
  return { document: walk({ ...document, versions }), secrets: walk(Object.fromEntries(kept)) };
}

/** What a restore has put between two equal versions. */
function isSeparator({ configuration }: VersionDocument): boolean {
  return configuration.Description === SEPARATOR;
}
