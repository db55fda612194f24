import {
  type ApiKey,
  GetApiKeyCommand,
  GetApiKeysCommand,
  GetBasePathMappingsCommand,
  GetDomainNamesCommand,
  GetUsagePlanKeysCommand,
  GetUsagePlansCommand,
  type UsagePlan,
} from "@aws-sdk/client-api-gateway";
import { compareText } from "../../core/source-order.ts";
import { READ } from "../kit/api-methods.ts";
import { call } from "../kit/calls.ts";
import type { ApiMapping } from "./document.ts";
import { type ApiReads, LIMIT, readAll } from "./read.ts";

/** Every usage plan of the region. */
export function readUsagePlans({ gateway }: ApiReads, region: string): Promise<UsagePlan[]> {
  return readAll(READ, `usage plans of ${region}`, (position) =>
    gateway.send(new GetUsagePlansCommand({ position, limit: LIMIT })),
  );
}

/** Ids of the keys that a plan lets in. */
export async function readKeysOf({ gateway }: ApiReads, usagePlanId: string): Promise<string[]> {
  const all = await readAll(READ, `keys of usage plan ${usagePlanId}`, (position) =>
    gateway.send(new GetUsagePlanKeysCommand({ usagePlanId, position, limit: LIMIT })),
  );
  return all.flatMap(({ id, type }) => (id === undefined || type !== "API_KEY" ? [] : [id])).sort();
}

/** Every API key of the region, with their values where those are asked for. */
export function readKeys({ gateway }: ApiReads, region: string, includeValues: boolean): Promise<ApiKey[]> {
  return readAll(READ, `API keys of ${region}`, (position) =>
    gateway.send(new GetApiKeysCommand({ position, limit: LIMIT, includeValues })),
  );
}

/** With its value, where that is asked for. */
export function readKey({ gateway }: ApiReads, apiKey: string, includeValue: boolean): Promise<ApiKey> {
  return call(READ, `API key ${apiKey}`, () => gateway.send(new GetApiKeyCommand({ apiKey, includeValue })));
}

/** Names of the region's custom domains. Private ones go by an id of their own beside the name, and may share it: not those. */
export async function readDomains({ gateway }: ApiReads, region: string): Promise<string[]> {
  const all = await readAll(READ, `domain names of ${region}`, (position) =>
    gateway.send(new GetDomainNamesCommand({ position, limit: LIMIT })),
  );
  return all.flatMap(({ domainName, endpointConfiguration: endpoint }) =>
    domainName === undefined || endpoint?.types?.includes("PRIVATE") ? [] : [domainName],
  );
}

/** Every path of the region's custom domains, with the id of the API that each leads to. */
export async function readMappings(
  reads: ApiReads,
  region: string,
): Promise<(ApiMapping & { readonly api: string })[]> {
  const found: (ApiMapping & { readonly api: string })[] = [];
  for (const domain of await readDomains(reads, region))
    for (const { basePath = "(none)", restApiId: api = "", stage } of await readMappingsOf(reads, domain))
      found.push({ domain, basePath, api, ...(stage !== undefined && { stage }) });
  return found.sort((a, b) => compareText(a.domain, b.domain) || compareText(a.basePath, b.basePath));
}

function readMappingsOf({ gateway }: ApiReads, domainName: string) {
  return readAll(READ, `paths of domain name ${domainName}`, (position) =>
    gateway.send(new GetBasePathMappingsCommand({ domainName, position, limit: LIMIT })),
  );
}
