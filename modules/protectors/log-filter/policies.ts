import {
  type CloudWatchLogsClient,
  DescribeIndexPoliciesCommand,
  GetDataProtectionPolicyCommand,
  GetTransformerCommand,
  type Processor,
  PutDataProtectionPolicyCommand,
  PutIndexPolicyCommand,
  PutTransformerCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Json, JsonObject } from "../../contract/json.ts";
import { CallError, call, callOrNone } from "../kit/calls.ts";
import { exactText, parseExactObject } from "../kit/exact-json.ts";
import { toJson } from "../kit/json.ts";
import { everyPage } from "../kit/pages.ts";
import type { GroupPolicies } from "./document.ts";
import { whereClassHas } from "./of-class.ts";

interface Logs {
  readonly logs: Pick<CloudWatchLogsClient, "send">;
}

/** The call that writes each of them, in an order in which AWS takes them: filters may look at what a transformer made. */
export const POLICY_CALLS = {
  transformer: "logs:PutTransformer",
  dataProtectionPolicy: "logs:PutDataProtectionPolicy",
  indexPolicy: "logs:PutIndexPolicy",
} as const satisfies Readonly<Record<keyof GroupPolicies, string>>;

export const POLICY_NAMES = Object.keys(POLICY_CALLS) as readonly (keyof GroupPolicies)[];

/** What a group has of its own, of what its class has. What the account gives every group is the account's. */
export async function readPolicies({ logs }: Logs, name: string): Promise<GroupPolicies> {
  const of = { logGroupIdentifier: name };
  const masked = "logs:GetDataProtectionPolicy";
  const policy = await whereClassHas(() =>
    callOrNone(masked, name, () => logs.send(new GetDataProtectionPolicyCommand(of))),
  );
  const transformer = await whereClassHas(() =>
    callOrNone("logs:GetTransformer", name, () => logs.send(new GetTransformerCommand(of))),
  );
  const indexed = await whereClassHas(() => readIndexPolicy({ logs }, name));
  const processors = transformer?.transformerConfig ?? [];
  return {
    ...(policy?.policyDocument && { dataProtectionPolicy: parsed(masked, name, policy.policyDocument) }),
    ...(indexed && { indexPolicy: indexed }),
    ...(processors.length > 0 && { transformer: toJson(processors) as Json[] }),
  };
}

async function readIndexPolicy({ logs }: Logs, name: string): Promise<JsonObject | undefined> {
  const asked = "logs:DescribeIndexPolicies";
  const pages = everyPage(
    asked,
    name,
    (nextToken) => logs.send(new DescribeIndexPoliciesCommand({ logGroupIdentifiers: [name], nextToken })),
    ({ nextToken }) => nextToken,
  );
  for await (const { indexPolicies = [] } of pages)
    for (const { source, policyDocument } of indexPolicies)
      if (source === "LOG_GROUP" && policyDocument) return parsed(asked, name, policyDocument);
  return undefined;
}

export async function putPolicy(
  { logs }: Logs,
  name: string,
  policies: GroupPolicies,
  which: keyof GroupPolicies,
): Promise<void> {
  const policyDocument = exactText(policies[which] as JsonObject);
  const of = { logGroupIdentifier: name };
  await call(POLICY_CALLS[which], name, async () => {
    if (which === "dataProtectionPolicy")
      await logs.send(new PutDataProtectionPolicyCommand({ ...of, policyDocument }));
    else if (which === "indexPolicy") await logs.send(new PutIndexPolicyCommand({ ...of, policyDocument }));
    else
      await logs.send(
        new PutTransformerCommand({
          ...of,
          transformerConfig: policies.transformer as unknown as Processor[],
        }),
      );
  });
}

/** @throws CallError which shows nothing of the text */
function parsed(call: string, name: string, text: string): JsonObject {
  const value = parseExactObject(text);
  if (value !== undefined) return value;
  throw new CallError(call, name, new Error("its policy is not a JSON object"));
}
