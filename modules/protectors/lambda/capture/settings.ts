import {
  type AliasConfiguration,
  GetPolicyCommand,
  ListAliasesCommand,
  ListFunctionEventInvokeConfigsCommand,
  ListFunctionUrlConfigsCommand,
} from "@aws-sdk/client-lambda";
import { callOrNone, whereOffered } from "../../kit/calls.ts";
import { pick } from "../../kit/json.ts";
import { everyPage } from "../../kit/pages.ts";
import { parseFunctionArn } from "../arn.ts";
import type { AliasDocument, PolicyDocument, QualifiedDocument } from "../document.ts";
import type { LambdaReads } from "../ports.ts";
import { statementsOf } from "./statements.ts";

export async function readAliases({ lambda }: LambdaReads, name: string): Promise<readonly AliasDocument[]> {
  const aliases: AliasDocument[] = [];
  const pages = everyPage(
    "lambda:ListAliases",
    name,
    (Marker) => lambda.send(new ListAliasesCommand({ FunctionName: name, Marker })),
    ({ NextMarker }) => NextMarker,
  );
  for await (const { Aliases = [] } of pages) aliases.push(...Aliases.map(aliasOf));
  return aliases.sort((a, b) => (a.name < b.name ? -1 : 1));
}

export function aliasOf(read: AliasConfiguration): AliasDocument {
  const { Name = "", FunctionVersion = "", Description = "", RoutingConfig } = read;
  return {
    name: Name,
    version: FunctionVersion,
    description: Description,
    weights: { ...RoutingConfig?.AdditionalVersionWeights },
  };
}

export async function readUrls({ lambda }: LambdaReads, name: string): Promise<readonly QualifiedDocument[]> {
  const urls: QualifiedDocument[] = [];
  const pages = everyPage(
    "lambda:ListFunctionUrlConfigs",
    name,
    (Marker) => lambda.send(new ListFunctionUrlConfigsCommand({ FunctionName: name, Marker })),
    ({ NextMarker }) => NextMarker,
  );
  await whereOffered(async () => {
    for await (const { FunctionUrlConfigs = [] } of pages)
      for (const url of FunctionUrlConfigs)
        urls.push({
          qualifier: qualifierOf(url.FunctionArn),
          settings: pick(url, ["AuthType", "Cors", "InvokeMode"]),
        });
  });
  return urls.sort(byQualifier);
}

export async function readAsyncConfigs(
  { lambda }: LambdaReads,
  name: string,
): Promise<readonly QualifiedDocument[]> {
  const configs: QualifiedDocument[] = [];
  const pages = everyPage(
    "lambda:ListFunctionEventInvokeConfigs",
    name,
    (Marker) => lambda.send(new ListFunctionEventInvokeConfigsCommand({ FunctionName: name, Marker })),
    ({ NextMarker }) => NextMarker,
  );
  for await (const { FunctionEventInvokeConfigs = [] } of pages)
    for (const config of FunctionEventInvokeConfigs)
      configs.push({
        qualifier: qualifierOf(config.FunctionArn),
        settings: pick(config, ["MaximumRetryAttempts", "MaximumEventAgeInSeconds", "DestinationConfig"]),
      });
  return configs.sort(byQualifier);
}

/** The resource policy of the function, or of one version or alias; `undefined` when it has none. */
export async function readGrants(
  { lambda }: LambdaReads,
  name: string,
  qualifier: string | undefined,
): Promise<PolicyDocument | undefined> {
  const resource = qualifier === undefined ? name : `${name}:${qualifier}`;
  const answer = await callOrNone("lambda:GetPolicy", resource, () =>
    lambda.send(new GetPolicyCommand({ FunctionName: name, Qualifier: qualifier })),
  );
  if (answer === undefined) return undefined;
  const statements = statementsOf("lambda:GetPolicy", resource, answer.Policy);
  return { ...(qualifier !== undefined && { qualifier }), statements };
}

/** AWS leaves `$LATEST` out of the ARN of a URL, and writes it for an async configuration. */
function qualifierOf(arn = ""): string {
  return parseFunctionArn(arn).qualifier ?? "$LATEST";
}

function byQualifier(a: QualifiedDocument, b: QualifiedDocument): number {
  return a.qualifier < b.qualifier ? -1 : 1;
}
