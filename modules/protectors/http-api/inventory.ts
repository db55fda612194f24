import { uniqueSorted } from "../../core/source-order.ts";
import { READ } from "../kit/api-methods.ts";
import { orNone } from "../kit/attempt.ts";
import { CallError } from "../kit/calls.ts";
import { Refusals } from "../kit/refusals.ts";
import type { Inventoried, InventoryOptions, ProtectorPorts } from "../protector.ts";
import { arnOfApi } from "./arn.ts";
import { callsOf, hasVariables, withVariables } from "./calls.ts";
import type { ApiKind } from "./document.ts";
import {
  type ApiReads,
  readApis,
  readAuthorizers,
  readDomains,
  readIntegrations,
  readMappings,
  readStages,
} from "./read.ts";

/** Every API of the kind in the region, with the functions that it calls and the domain names that lead to it. */
export async function* inventory(
  kind: ApiKind,
  ports: ProtectorPorts & ApiReads,
  { warn }: InventoryOptions,
): AsyncIterable<Inventoried> {
  const refusals = new Refusals();
  const protocol = kind === "http-api" ? "HTTP" : "WEBSOCKET";
  const apis = (await readApis(ports, ports.region)).filter(({ ProtocolType }) => ProtocolType === protocol);
  const domains = apis.length === 0 ? new Map<string, string[]>() : await domainsOf(ports, warn);
  for (const { ApiId: id, Name: name = "" } of apis) {
    if (id === undefined) throw new CallError(READ, ports.region, new Error("it lists an API without an id"));
    const feeds = await refusals.ask(id, () => orNone(() => functionsOf(ports, id)), []);
    // Gone since it was listed.
    if (feeds === undefined) continue;
    yield {
      ...{ kind, id, name, arn: arnOfApi(ports, id), related: [], tags: {}, feeds },
      hints: { domains: uniqueSorted(domains.get(id) ?? []) },
    };
  }
  refusals.tell(warn, "APIs that may not be asked whom they call, so that they come with nobody");
}

/** ARNs, with their qualifiers, of the functions that an API calls, its authorizers among them. */
async function functionsOf(reads: ApiReads, id: string): Promise<readonly string[]> {
  const addresses = [
    ...(await readIntegrations(reads, id)).map(({ IntegrationUri }) => IntegrationUri),
    ...(await readAuthorizers(reads, id)).map(({ AuthorizerUri }) => AuthorizerUri),
  ];
  const named = addresses.flatMap((one) => callsOf(one).function ?? []);
  const open = named.filter(hasVariables);
  const stages = open.length === 0 ? [] : await readStages(reads, id);
  const filled = open.flatMap((text) =>
    stages.flatMap(({ StageVariables = {} }) => withVariables(text, StageVariables) ?? []),
  );
  return uniqueSorted([...named.filter((one) => !hasVariables(one)), ...filled]);
}

/** Domain names by the APIs that they lead to. */
async function domainsOf(
  reads: ProtectorPorts & ApiReads,
  warn: (message: string) => void,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const refusals = new Refusals();
  const found = new Map<string, string[]>();
  for (const domain of await readDomains(reads, reads.region))
    for (const { ApiId = "" } of (await refusals.ask(
      domain,
      () => orNone(() => readMappings(reads, domain)),
      [],
    )) ?? [])
      found.set(ApiId, [...(found.get(ApiId) ?? []), domain]);
  refusals.tell(warn, "domain names whose API mappings may not be read, so that APIs come without them");
  return found;
}
