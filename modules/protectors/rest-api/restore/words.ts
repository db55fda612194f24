import { READ } from "../../kit/api-methods.ts";
import { attempt } from "../../kit/attempt.ts";
import type { IdMap, RestoreTarget } from "../../protector.ts";
import { apiArn, authorizerArn, endpointOf, executeArn } from "../arn.ts";
import type { RestApiDocument } from "../document.ts";
import { type ApiReads, readAuthorizers } from "../read.ts";
import { findLive } from "./live.ts";
import type { ApiRestorePorts } from "./ports.ts";

type Ports = Omit<ApiRestorePorts, "logRole" | "role">;
type Place = Pick<RestoreTarget, "partition" | "region" | "account">;
type Source = Pick<RestApiDocument, "arn" | "account" | "region" | "id" | "authorizerIds">;
type Words = readonly (readonly [from: string, to: string])[];

/** From what names the source to what names the API that stands for it. */
export function knownBy(source: Source, there: Place & { readonly id: string }): Words {
  return [
    [source.arn, apiArn(there, there.id)],
    [executeArn(placeOf(source), source.id), executeArn(there, there.id)],
    [endpointOf(source.region, source.id), endpointOf(there.region, there.id)],
  ];
}

function placeOf({ arn, account, region }: Source): Place {
  return { account, region, partition: arn.split(":")[1] ?? "aws" };
}

/** What policies of functions call the source's authorizers, by name. */
function authorizersOf(source: Source): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(source.authorizerIds ?? {}).map(([name, id]) => [
      name,
      authorizerArn(placeOf(source), source.id, id),
    ]),
  );
}

/** From what policies call an authorizer of the source to what they are to call the one that stands for it. */
export async function authorizerWords(ports: ApiReads & Place, source: Source, api: string): Promise<Words> {
  const known = authorizersOf(source);
  if (known.size === 0) return [];
  return (await readAuthorizers(ports, api)).flatMap(({ id, settings }) => {
    const from = known.get(String(settings.name));
    return from === undefined ? [] : [[from, authorizerArn(ports, api, id)] as const];
  });
}

/** Every word for the source, with that for the API that stands for it. */
export async function wordsOf(ports: Ports, source: Source, id: string): Promise<Words> {
  const what = { resource: `REST API ${id}`, call: READ };
  const authorizers = await attempt(ports.sleep, what, () => authorizerWords(ports, source, id));
  return [...knownBy(source, { ...ports, id }), ...authorizers];
}

/** Words that get a counterpart when the API is made stand for themselves until then; its address is somebody's to look after. */
export async function drawnWords(
  ports: Ports,
  document: RestApiDocument,
  as: string | undefined,
): Promise<IdMap> {
  const [live] = await findLive(ports, { source: document, as });
  if (live !== undefined) return Object.fromEntries(await wordsOf(ports, document, live.api.id));
  const arns = knownBy(document, { ...ports, id: document.id }).flatMap(([from]) =>
    from.startsWith("arn:") ? from : [],
  );
  return Object.fromEntries([...arns, ...authorizersOf(document).values()].map((word) => [word, word]));
}
