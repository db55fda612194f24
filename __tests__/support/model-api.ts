import * as sdk from "@aws-sdk/client-apigatewayv2";
import { parseActivation } from "../../modules/protectors/http-api/activate/activation.ts";
import { activatings } from "../../modules/protectors/http-api/activate.ts";
import { captureApi } from "../../modules/protectors/http-api/capture.ts";
import type { ApiDocument, ApiKind } from "../../modules/protectors/http-api/document.ts";
import { planApi } from "../../modules/protectors/http-api/restore.ts";
import { translateApi } from "../../modules/protectors/http-api/translate.ts";
import { FakeApis } from "./fake-apis.ts";
import { answerOf } from "./sdk-model.ts";

const ID = "abc123";
const DOMAIN = "api.example.com";
const PLACE = { account: "111122223333", partition: "aws", region: "us-east-1" };
const present = async () => "present" as const;
const ports = { ...PLACE, sleep: async () => undefined, now: () => 0, role: present, logRole: present };

/** What AWS answers to each call of a capture. */
export type Answers = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** What a capture asks. */
export const ASKED = [
  "GetApi",
  "GetApiMappings",
  "GetAuthorizers",
  "GetDeployments",
  "GetIntegrationResponses",
  "GetIntegrations",
  "GetModels",
  "GetRouteResponses",
  "GetRoutes",
  "GetStages",
];

/** A value for every member of every answer, where parts name each other as they do on AWS. */
export function modelAnswers(kind: ApiKind): Answers {
  const whole = Object.fromEntries(
    ASKED.map((call) => {
      const { NextToken: _token, ...answer } = answerOf(call, sdk);
      return [call, answer];
    }),
  );
  const one = (call: string): Record<string, unknown> =>
    (whole[call]?.Items as Record<string, unknown>[] | undefined)?.[0] ?? {};
  Object.assign(whole.GetApi ?? {}, { ApiId: ID, ProtocolType: kind === "http-api" ? "HTTP" : "WEBSOCKET" });
  Object.assign(one("GetRoutes"), {
    RouteKey: "GET /orders",
    Target: `integrations/${String(one("GetIntegrations").IntegrationId)}`,
    AuthorizerId: one("GetAuthorizers").AuthorizerId,
  });
  const [settings] = Object.values(one("GetStages").RouteSettings ?? {});
  Object.assign(one("GetStages"), {
    ...{ AutoDeploy: false, DeploymentId: one("GetDeployments").DeploymentId },
    RouteSettings: { [String(one("GetRoutes").RouteKey)]: settings },
  });
  Object.assign(one("GetDeployments"), { AutoDeployed: false });
  Object.assign(one("GetApiMappings"), { ApiId: ID, Stage: one("GetStages").StageName });
  return whole;
}

export async function captureModel(kind: ApiKind, answers: Answers): Promise<ApiDocument> {
  const send = async (command: object) => {
    const answer = answers[command.constructor.name.replace(/Command$/, "")];
    if (answer === undefined) throw new Error(`the model knows no ${command.constructor.name}`);
    return structuredClone(answer);
  };
  const item = { kind, id: ID, name: ID, arn: "", related: [], hints: { domains: [DOMAIN] } };
  const gateway = { send } as unknown as sdk.ApiGatewayV2Client;
  const captured = await captureApi(kind, { ...ports, gateway }, item);
  if (captured === undefined) throw new Error("the API is gone");
  return captured.document;
}

/** What a restore of it and arming send, by call: `CreateApi.Name`. */
export async function restoreModel(document: ApiDocument): Promise<ReadonlySet<string>> {
  const fake = new FakeApis(PLACE);
  fake.domains.set(DOMAIN, new Map());
  for (const { settings } of document.integrations) fake.links.add(String(settings.ConnectionId));
  const gateway = fake.client;
  const translation = translateApi(document, { target: PLACE, map: {} });
  const plan = await planApi(
    { ...ports, gateway },
    {
      point: `111122223333/us-east-1/points/${document.kind}/${ID}/20260101T000000Z-0badcafe.json`,
      ...{ translation, target: PLACE, together: new Set<string>(), today: "2026-11-29" },
      ...{ replace: false, allowPublic: true },
    },
  );
  if (plan.blocked.length > 0) throw new Error(plan.blocked.map(({ message }) => message).join("; "));
  const ids = new Map(plan.ids);
  for (const { perform } of plan.steps) await perform?.(ids);
  const activation = parseActivation(plan.activation(ids));
  const asked = { arn: activation.arn, alongside: false, note: () => undefined };
  for (const one of activatings({ ...ports, gateway }, activation, asked)) await one.activate();
  return new Set(fake.calls.flatMap(({ name, input }) => Object.keys(input).map((key) => `${name}.${key}`)));
}
