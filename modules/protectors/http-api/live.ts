import type { Api } from "@aws-sdk/client-apigatewayv2";
import { compareText } from "../../core/source-order.ts";
import { READ } from "../kit/api-methods.ts";
import { attempt, attemptOrNone } from "../kit/attempt.ts";
import type { LogRole } from "../kit/log-role.ts";
import { type DrawnSource, isCalled, isStandIn, restoredFrom } from "../kit/origin.ts";
import type { Presence } from "../kit/presence.ts";
import { timeOfPoint } from "../kit/time-of-point.ts";
import type { IdMap, PlanPorts, ProtectorPorts } from "../protector.ts";
import { authorizerArn, executeArn, idOfApi, wordsOf } from "./arn.ts";
import type { ApiDocument, ApiKind } from "./document.ts";
import { type ApiReads, readApi, readApis, readAuthorizers } from "./read.ts";

export type ApiPorts = ApiReads & Pick<ProtectorPorts, "account" | "partition" | "region" | "sleep">;
export type ApiPlanPorts = ApiPorts &
  Pick<PlanPorts, "now"> & {
    readonly role: (arn: string) => Promise<Presence>;
    readonly logRole: LogRole;
  };

/** What a list tells of an API, and so does the API itself. */
type FoundApi = Pick<Partial<Api>, "ApiId" | "ApiEndpoint" | "CreatedDate" | "Tags">;

interface Wanted {
  readonly source: DrawnSource;
  /** Another name that a person gave it. */
  readonly as?: string | undefined;
  /** ARN that the map says stands for it. */
  readonly mapped?: string | undefined;
  /** Key of the point that is restored. */
  readonly point?: string;
}

/**
 * The APIs at the destination that a point may be about, the oldest first: the one that it was captured from, the one that a
 * map names, or those whose tag says that a restore has made them of it. A name says nothing: others may have it; and of
 * several with the tag nothing says which is right, for whoever may tag can write it.
 */
export async function findLive(
  ports: ApiPorts,
  { source, as, mapped, point }: Wanted,
): Promise<readonly FoundApi[]> {
  if (mapped !== undefined) return some(await apiAt(ports, idOfApi(mapped)));
  const isHome = source.account === ports.account && source.region === ports.region;
  if (isHome && as === undefined) {
    const own = await apiAt(ports, source.id);
    if (own !== undefined) return [own];
  }
  // At home the source was there when the point was taken, so that what stands for it now was made later.
  const since = isHome && as === undefined && point !== undefined ? timeOfPoint(point) : 0;
  return (await allApis(ports))
    .filter((api) => isStandIn(api.Tags ?? {}, source, as) && (madeAt(api) || since) >= since)
    .sort((a, b) => madeAt(a) - madeAt(b) || compareText(a.ApiId ?? "", b.ApiId ?? ""));
}

function some(found: FoundApi | undefined): readonly FoundApi[] {
  return found === undefined ? [] : [found];
}

/** What stands for an API there by now, in all its words. */
export async function drawnWords(
  ports: ApiPorts,
  document: ApiDocument,
  { name }: { readonly name?: string },
): Promise<IdMap> {
  const as = name === document.name ? undefined : name;
  const [live] = await findLive(ports, { source: document, as });
  const { partition } = ports;
  const own = { ...document, partition };
  const called = (id: string) => authorizerArn(own, document.id, id);
  // Its addresses are somebody's to look after until there is one.
  if (live?.ApiId === undefined || live.ApiEndpoint === undefined) {
    const words = [
      document.arn,
      executeArn(own, document.id),
      ...document.authorizers.map(({ id }) => called(id)),
    ];
    return Object.fromEntries(words.map((word) => [word, word]));
  }
  const to = { ...ports, id: live.ApiId, endpoint: live.ApiEndpoint };
  const there = document.authorizers.length === 0 ? [] : await authorizersOf(ports, to.id);
  return {
    ...wordsOf(own, to),
    ...Object.fromEntries(
      document.authorizers.map(({ id, name: known }) => {
        const found = there.find(({ Name }) => Name === known)?.AuthorizerId;
        return [called(id), authorizerArn(ports, to.id, found ?? id)];
      }),
    ),
  };
}

function authorizersOf(ports: ApiPorts, id: string) {
  const what = { resource: `authorizers of API ${id}`, call: READ };
  return attempt(ports.sleep, what, () => readAuthorizers(ports, id));
}

/** Key of the point whose restore made the API that is called so and has not finished. */
export async function begunApi(kind: ApiKind, ports: ApiPorts, name: string): Promise<string | undefined> {
  for (const api of await allApis(ports)) {
    if (!isCalled(api.Tags ?? {}, name)) continue;
    const point = restoredFrom(kind, api.Tags ?? {}, madeAt(api) || undefined);
    if (point !== undefined) return point;
  }
  return undefined;
}

function apiAt(ports: ApiPorts, id: string): Promise<FoundApi | undefined> {
  return attemptOrNone(ports.sleep, { resource: `API ${id}`, call: READ }, () => readApi(ports, id));
}

function allApis(ports: ApiPorts): Promise<readonly FoundApi[]> {
  const what = { resource: `APIs of ${ports.region}`, call: READ };
  return attempt(ports.sleep, what, () => readApis(ports, ports.region));
}

function madeAt({ CreatedDate }: FoundApi): number {
  return CreatedDate === undefined ? 0 : new Date(CreatedDate).getTime();
}
