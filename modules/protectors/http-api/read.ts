import type { ApiMapping, GetApiResponse } from "@aws-sdk/client-apigatewayv2";
import {
  type Api,
  type ApiGatewayV2Client,
  GetApiCommand,
  GetApiMappingsCommand,
  GetApisCommand,
  GetAuthorizersCommand,
  GetDeploymentsCommand,
  GetDomainNamesCommand,
  GetIntegrationResponsesCommand,
  GetIntegrationsCommand,
  GetModelsCommand,
  GetRouteResponsesCommand,
  GetRoutesCommand,
  GetStagesCommand,
  type Authorizer as ReadAuthorizer,
  type Deployment as ReadDeployment,
  type Integration as ReadIntegration,
  type Route as ReadRoute,
  type Stage as ReadStage,
} from "@aws-sdk/client-apigatewayv2";
import { READ } from "../kit/api-methods.ts";
import { CallError, call } from "../kit/calls.ts";
import { everyPage } from "../kit/pages.ts";

/** What reading an API asks. */
export interface ApiReads {
  readonly gateway: Pick<ApiGatewayV2Client, "send">;
}

/** The most that a page has. https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis.html */
const MaxResults = "500";

interface Page<Item> {
  readonly Items?: readonly Item[] | undefined;
  readonly NextToken?: string | undefined;
}

interface From {
  readonly NextToken?: string;
  readonly MaxResults: string;
}

/** Every item of a list, page by page; `of`: whose it is. */
async function every<Item>(of: string, ask: (from: From) => Promise<Page<Item>>): Promise<readonly Item[]> {
  const found: Item[] = [];
  const pages = everyPage(
    READ,
    of,
    (NextToken) => ask({ MaxResults, ...(NextToken !== undefined && { NextToken }) }),
    ({ NextToken }) => NextToken,
  );
  for await (const { Items = [] } of pages) found.push(...Items);
  return found;
}

export function readApis({ gateway }: ApiReads, region: string): Promise<readonly Api[]> {
  return every(`APIs of ${region}`, (from) => gateway.send(new GetApisCommand(from)));
}

export async function readApi(
  { gateway }: ApiReads,
  id: string,
): Promise<GetApiResponse & { readonly ApiId: string }> {
  const found = await call(READ, `API ${id}`, () => gateway.send(new GetApiCommand({ ApiId: id })));
  const { ApiId } = found;
  if (ApiId !== id) throw new CallError(READ, `API ${id}`, new Error(`it answered for ${ApiId ?? "no API"}`));
  return { ...found, ApiId };
}

export function readAuthorizers({ gateway }: ApiReads, ApiId: string): Promise<readonly ReadAuthorizer[]> {
  return every(`authorizers of API ${ApiId}`, (from) =>
    gateway.send(new GetAuthorizersCommand({ ApiId, ...from })),
  );
}

export function readModels({ gateway }: ApiReads, ApiId: string) {
  return every(`models of API ${ApiId}`, (from) => gateway.send(new GetModelsCommand({ ApiId, ...from })));
}

export function readIntegrations({ gateway }: ApiReads, ApiId: string): Promise<readonly ReadIntegration[]> {
  return every(`integrations of API ${ApiId}`, (from) =>
    gateway.send(new GetIntegrationsCommand({ ApiId, ...from })),
  );
}

export function readIntegrationResponses({ gateway }: ApiReads, ApiId: string, IntegrationId: string) {
  return every(`responses of integration ${IntegrationId} of API ${ApiId}`, (from) =>
    gateway.send(new GetIntegrationResponsesCommand({ ApiId, IntegrationId, ...from })),
  );
}

export function readRoutes({ gateway }: ApiReads, ApiId: string): Promise<readonly ReadRoute[]> {
  return every(`routes of API ${ApiId}`, (from) => gateway.send(new GetRoutesCommand({ ApiId, ...from })));
}

export function readRouteResponses({ gateway }: ApiReads, ApiId: string, RouteId: string) {
  return every(`responses of route ${RouteId} of API ${ApiId}`, (from) =>
    gateway.send(new GetRouteResponsesCommand({ ApiId, RouteId, ...from })),
  );
}

export function readStages({ gateway }: ApiReads, ApiId: string): Promise<readonly ReadStage[]> {
  return every(`stages of API ${ApiId}`, (from) => gateway.send(new GetStagesCommand({ ApiId, ...from })));
}

export function readDeployments({ gateway }: ApiReads, ApiId: string): Promise<readonly ReadDeployment[]> {
  return every(`deployments of API ${ApiId}`, (from) =>
    gateway.send(new GetDeploymentsCommand({ ApiId, ...from })),
  );
}

/** Domain names of the region: those of REST APIs too. */
export async function readDomains({ gateway }: ApiReads, region: string): Promise<readonly string[]> {
  const found = await every(`domain names of ${region}`, (from) =>
    gateway.send(new GetDomainNamesCommand(from)),
  );
  return found.flatMap(({ DomainName }) => DomainName ?? []);
}

export function readMappings({ gateway }: ApiReads, DomainName: string): Promise<readonly ApiMapping[]> {
  return every(`API mappings of domain ${DomainName}`, (from) =>
    gateway.send(new GetApiMappingsCommand({ DomainName, ...from })),
  );
}
