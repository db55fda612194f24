import * as sdk from "@aws-sdk/client-api-gateway";
import { expect, test } from "vitest";
import { restApi } from "../../../modules/protectors/rest-api/protector.ts";
import { awsError } from "../../support/fake-aws/error.ts";
import { answerOf, leavesOf, operations, other, withLeaf } from "../../support/sdk-model.ts";

type Answer = Record<string, unknown>;

const ID = "a1b2c3d4e5";
const HOME = { account: "111122223333", region: "us-east-1", partition: "aws" };

/** What a capture asks. */
const ASKED = [
  ...["GetRestApi", "GetStages", "GetDeployments", "GetUsagePlans", "GetUsagePlanKeys", "GetApiKey"],
  ...["GetDomainNames", "GetBasePathMappings", "GetModels", "GetRequestValidators", "GetAuthorizers"],
  ...["GetResources", "GetGatewayResponses", "GetDocumentationParts", "GetDocumentationVersions"],
];

/** What answers say where any value would not do, since other parts point at it. */
const SAID: Readonly<Record<string, unknown>> = {
  "GetRestApi.id": ID,
  "GetRestApi.policy": '{\\"Version\\":\\"2012-10-17\\",\\"Statement\\":[]}',
  "GetStages.item[].deploymentId": "dep001",
  "GetStages.item[].canarySettings.deploymentId": "dep001",
  "GetDeployments.items[].id": "dep001",
  "GetUsagePlans.items[].apiStages[].apiId": ID,
  "GetUsagePlanKeys.items[].type": "API_KEY",
  "GetBasePathMappings.items[].restApiId": ID,
  "GetAuthorizers.items[].id": "auth01",
  "GetRequestValidators.items[].id": "valid1",
  "GetResources.items[].path": "/orders",
  "GetResources.items[].resourceMethods.*.authorizerId": "auth01",
  "GetResources.items[].resourceMethods.*.requestValidatorId": "valid1",
  "GetGatewayResponses.items[].defaultResponse": false,
};

/** Of each call, whole answers of one page. */
const BASE: Readonly<Record<string, Answer>> = Object.fromEntries(
  ASKED.map((call) => {
    const said = Object.entries(SAID).filter(([path]) => path.startsWith(`${call}.`));
    const whole = said.reduce<unknown>(
      (answer, [path, value]) => withLeaf(answer, path.slice(call.length + 1), () => value),
      answerOf(call, sdk),
    ) as Answer;
    return [call, { ...whole, position: undefined }];
  }),
);

/** What no point keeps, by a pattern, each with the reason. */
const NOT_KEPT: readonly (readonly [pattern: RegExp, why: string])[] = [
  [/\.position$/, "the place of the next page"],
  [/(created|lastUpdated|certificateUpload)Date$/, "a date that AWS writes"],
  [
    /^GetRestApi\.(warnings\[\]|rootResourceId|apiStatus|apiStatusMessage)$/,
    "a state of it, or an id that AWS draws",
  ],
  [/^GetStages\.item\[\]\.cacheClusterStatus$/, "a state"],
  [
    /^Get(Models|DocumentationParts|Resources)\.items\[\]\.(id|parentId|pathPart)$/,
    "an id that AWS draws, or a part of the path",
  ],
  [
    /\.(methodResponses|integrationResponses)\.\*\.statusCode$|resourceMethods\.\*\.httpMethod$/,
    "the key says it",
  ],
  [/^GetDeployments\.items\[\]\.apiSummary/, "what it serves is captured whole"],
  [/^GetUsagePlanKeys\.items\[\]\.(value|name)$/, "GetApiKey tells them"],
  [/^GetApiKey\.(id|stageKeys\[\])$/, "an id that AWS draws; plans have taken the place of stage keys"],
  [
    /^GetDomainNames\.items\[\]\.(?!domainName$|endpointConfiguration)/,
    "a domain is nothing that a restore makes",
  ],
  [/^GetDomainNames\.items\[\]\.endpointConfiguration/, "a domain is nothing that a restore makes"],
];

async function captured(answers: Readonly<Record<string, Answer>>) {
  const send = async ({ constructor: { name } }: { constructor: { name: string } }) => {
    // What stages serve is compared with all the rest.
    if (name === "GetExportCommand") throw awsError("BadRequestException", 400, "no such document");
    const answer = answers[name.replace(/Command$/, "")];
    if (answer === undefined) throw new Error(`nothing answers ${name}`);
    return structuredClone(answer);
  };
  const item = {
    ...{ kind: "rest-api" as const, id: ID, name: "orders", related: [] },
    arn: `arn:aws:apigateway:us-east-1::/restapis/${ID}`,
  };
  const ports = { ...HOME, client: () => ({ send }), sleep: async () => undefined };
  return restApi.capture(ports as never, item, {
    scope: { code: "published", triggers: "all" },
    today: "2026-11-29",
    keep: async (one) => one,
  });
}

test("every member that the model of API Gateway has of an API is kept, or is not for a reason", async () => {
  const was = await captured(BASE);
  const ignored: string[] = [];
  for (const call of ASKED)
    for (const leaf of leavesOf(answerOf(call, sdk))) {
      const answer = withLeaf(structuredClone(BASE[call]), leaf, other) as Answer;
      const is = await captured({ ...BASE, [call]: { ...answer, position: undefined } }).catch(() => null);
      // Another id or policy is told.
      if (is === null) continue;
      if (JSON.stringify([is?.document, is?.secrets]) === JSON.stringify([was?.document, was?.secrets]))
        ignored.push(`${call}.${leaf}`);
    }
  expect(ignored.filter((leaf) => !NOT_KEPT.some(([pattern]) => pattern.test(leaf)))).toEqual([]);
  const idle = NOT_KEPT.filter(([pattern]) => !ignored.some((leaf) => pattern.test(leaf)));
  expect(idle.map(([pattern]) => String(pattern))).toEqual([]);
});

test("every call that makes something of an API is one that a restore makes, or is not for a reason", () => {
  const MADE = [
    ...[
      "CreateApiKey",
      "CreateAuthorizer",
      "CreateBasePathMapping",
      "CreateDeployment",
      "CreateDocumentationPart",
    ],
    ...[
      "CreateDocumentationVersion",
      "CreateModel",
      "CreateRequestValidator",
      "CreateResource",
      "CreateRestApi",
    ],
    ...["CreateStage", "CreateUsagePlan", "CreateUsagePlanKey", "PutGatewayResponse", "PutIntegration"],
    ...["PutIntegrationResponse", "PutMethod", "PutMethodResponse"],
  ];
  const NOT_MADE: Readonly<Record<string, string>> = {
    CreateDomainName: "a domain has a certificate and a name in DNS, which are others'",
    CreateDomainNameAccessAssociation: "of private domains",
    CreateVpcLink: "a network of the destination: the map names it",
    GenerateClientCertificate: "its key is another one: what is called has to trust it",
    ImportApiKeys: "keys come one by one, with their plans",
    ImportDocumentationParts: "parts come one by one",
    ImportRestApi: "an import loses what is no part of OpenAPI",
    PutRestApi: "it merges, or overwrites all",
  };
  const making = operations(sdk).filter((name) => /^(Create|Put|Import|Generate)/.test(name));
  expect([...MADE, ...Object.keys(NOT_MADE)].sort()).toEqual(making);
});
