import { expect, test } from "vitest";
import { compareFunctions } from "../../../modules/protectors/lambda/compare.ts";
import type { FunctionDocument } from "../../../modules/protectors/lambda/document.ts";
import { sampleDocument } from "../../support/sample-function.ts";

const [first, latest] = sampleDocument.versions;
if (first === undefined || latest === undefined) throw new Error("the sample has two versions");
const differing = (changes: Partial<FunctionDocument>, armed = false) =>
  compareFunctions(sampleDocument, { ...sampleDocument, ...changes }, {}, { armed });

test("a function is what it is", () => {
  expect(differing({}, true)).toEqual([]);
});

test("what AWS makes, and settings that mean the same, make no difference", () => {
  const configuration = { ...latest.configuration, TracingConfig: { Mode: "PassThrough" }, Description: "" };
  const [policy] = sampleDocument.policies;
  const [s3, logs] = policy?.statements ?? [];
  const statements = [
    { ...logs, Resource: "elsewhere" },
    {
      ...s3,
      Condition: {
        StringEquals: { "aws:SourceAccount": "111122223333" },
        StringLike: { "aws:SourceArn": "arn:aws:s3:::orders-in" },
      },
    },
  ];
  expect(
    differing({
      versions: [first, { ...latest, configuration }],
      policies: [{ qualifier: "live", statements }],
    }),
  ).toEqual([]);
});

test.each<[string, Partial<FunctionDocument>, string]>([
  ["code", { versions: [first, { ...latest, codeSha256: "00" }] }, "versions.$LATEST.codeSha256"],
  [
    "a setting",
    { versions: [first, { ...latest, configuration: { ...latest.configuration, Timeout: 9 } }] },
    "versions.$LATEST.configuration.Timeout",
  ],
  ["a variable", { versions: [first, { ...latest, environment: [] }] }, "versions.$LATEST.environment"],
  ["a version", { versions: [latest] }, "versions.7"],
  ["an alias", { aliases: [] }, "aliases.live"],
  [
    "a weight",
    { aliases: [{ name: "live", version: "7", description: "", weights: { $LATEST: 0.1 } }] },
    "aliases.live.weights.$LATEST",
  ],
  ["permissions", { policies: [] }, "permissions.live"],
  ["asynchronous settings", { asyncConfigs: [] }, "asynchronous.$LATEST"],
  ["concurrency of 0", { reservedConcurrency: 0 }, "reservedConcurrency"],
  ["a tag", { tags: { team: "other" } }, "tags.team"],
  ["a mapping", { mappings: [] }, "mappings.aaaaaaaa-0000-4000-8000-000000000001"],
  [
    "a filter",
    {
      mappings: sampleDocument.mappings.map((mapping) => ({
        ...mapping,
        settings: { EventSourceArn: mapping.settings.EventSourceArn ?? null },
      })),
    },
    "mappings.aaaaaaaa-0000-4000-8000-000000000001.settings.FilterCriteria",
  ],
  [
    "a layer's bytes",
    { layers: sampleDocument.layers.map((layer) => ({ ...layer, sha256: "00" })) },
    "layers.arn:aws:lambda:us-east-1:111122223333:layer:base:4.sha256",
  ],
  [
    "whom a layer is shared with",
    {
      layers: sampleDocument.layers.map((layer) => ({
        ...layer,
        statements: [{ Sid: "all", Effect: "Allow", Principal: "*", Action: "lambda:GetLayerVersion" }],
      })),
    },
    "layers.arn:aws:lambda:us-east-1:111122223333:layer:base:4.statements.all",
  ],
  [
    "provisioned concurrency",
    { provisioned: [{ qualifier: "live", settings: { ProvisionedConcurrentExecutions: 2 } }] },
    "provisioned.live",
  ],
  ["who checks signatures", { codeSigningConfig: "arn:aws:lambda:x" }, "codeSigningConfig"],
  ["what is done about loops", { recursiveLoop: "Allow" }, "recursiveLoop"],
  [
    "when the runtime is updated",
    { versions: [first, { ...latest, runtimeManagement: { UpdateRuntimeOn: "FunctionUpdate" } }] },
    "versions.$LATEST.runtimeManagement",
  ],
  [
    "how far a version scales",
    { versions: [{ ...first, scaling: { MaxExecutionEnvironments: 3 } }, latest] },
    "versions.7.scaling",
  ],
  [
    "a mapping's tag",
    { mappings: sampleDocument.mappings.map((mapping) => ({ ...mapping, tags: { team: "shop" } })) },
    "mappings.aaaaaaaa-0000-4000-8000-000000000001.tags.team",
  ],
  ["a URL", { urls: [{ qualifier: "live", settings: { AuthType: "NONE" } }] }, "urls.live"],
])("%s that differs is a difference", (_name, changes, path) => {
  expect(differing(changes, true).map((difference) => difference.path)).toEqual([path]);
});

test("what lets events in is no difference before it is armed, and what keeps somebody out is", () => {
  expect(differing({ policies: [], urls: [{ qualifier: "live", settings: { AuthType: "NONE" } }] })).toEqual(
    [],
  );
  const statement = { Sid: "nobody", Effect: "Deny", Principal: "*", Action: "lambda:InvokeFunction" };
  expect(differing({ policies: [{ statements: [statement] }] }).map(({ path }) => path)).toEqual([
    "permissions.$LATEST",
  ]);
});

test("says what was and what is", () => {
  expect(differing({ tags: { team: "other", more: "x" } })).toEqual([
    { path: "tags.more", is: "x" },
    { path: "tags.team", was: "shop", is: "other" },
  ]);
});

test("an unarmed function may have disabled mappings, an armed one may not", () => {
  const mappings = sampleDocument.mappings.map((mapping) => ({ ...mapping, enabled: false }));
  expect(differing({ mappings })).toEqual([]);
  expect(differing({ mappings }, true).map(({ path }) => path)).toEqual([
    "mappings.aaaaaaaa-0000-4000-8000-000000000001.enabled",
  ]);
});

test("numbers and names are those of the restore's id map", () => {
  const arn = "arn:aws:lambda:eu-west-1:111122223333:function:drill";
  const restored: FunctionDocument = {
    ...sampleDocument,
    name: "drill",
    arn,
    region: "eu-west-1",
    versions: [{ ...first, version: "1" }, latest],
    aliases: [{ name: "live", version: "1", description: "", weights: {} }],
    asyncConfigs: [
      {
        qualifier: "$LATEST",
        settings: { MaximumRetryAttempts: 1, DestinationConfig: { OnSuccess: { Destination: `${arn}:1` } } },
      },
    ],
  };
  const named = {
    ...restored,
    versions: restored.versions.map((version) => ({
      ...version,
      configuration: {
        ...version.configuration,
        LoggingConfig: { LogFormat: "Text", LogGroup: "/aws/lambda/drill" },
      },
    })),
  };
  const idMap = { [sampleDocument.arn]: arn, [`${sampleDocument.arn}:7`]: `${arn}:1` };
  expect(compareFunctions(sampleDocument, named, idMap)).toEqual([]);
  const found = compareFunctions(sampleDocument, restored, idMap);
  expect(found.map(({ path }) => path)).toEqual([
    "versions.$LATEST.configuration.LoggingConfig",
    "versions.1.configuration.LoggingConfig",
  ]);
});
