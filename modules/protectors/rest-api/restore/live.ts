import { GetRestApisCommand, type RestApi } from "@aws-sdk/client-api-gateway";
import { compareText } from "../../../core/source-order.ts";
import { READ } from "../../kit/api-methods.ts";
import { deployedBy, isCalled, isStandIn, restoredFrom } from "../../kit/origin.ts";
import { listAll } from "../../kit/pages.ts";
import { timeOfPoint } from "../../kit/time-of-point.ts";
import type { ProtectorPorts } from "../../protector.ts";
import { idOf } from "../arn.ts";
import type { RestApiDocument } from "../document.ts";
import { type ApiReads, LIMIT } from "../read.ts";

type Ports = ApiReads & Pick<ProtectorPorts, "account" | "region" | "sleep">;

/** The API that stands for the source's here. */
export interface LiveApi {
  readonly api: RestApi & { readonly id: string };
  /** A restore has worked on it: its tag says so. */
  readonly isMade: boolean;
  /** Deployments that restores made of it. */
  readonly deployed: readonly string[];
}

interface Wanted {
  readonly source: Pick<RestApiDocument, "id" | "account" | "region">;
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
  ports: Ports,
  { source, as, mapped, point }: Wanted,
): Promise<readonly LiveApi[]> {
  const all = (await allApis(ports)).map((api): LiveApi => {
    const { tags = {} } = api;
    const isMade = isStandIn(tags, source, as);
    return { api, isMade, deployed: isMade ? deployedBy(tags) : [] };
  });
  if (mapped !== undefined) return all.filter(({ api }) => api.id === idOf(mapped));
  const isHome = source.account === ports.account && source.region === ports.region;
  const own = isHome && as === undefined ? all.filter(({ api }) => api.id === source.id) : [];
  if (own.length > 0) return own;
  // At home the source was there when the point was taken, so that what stands for it now was made later.
  const since = isHome && as === undefined && point !== undefined ? timeOfPoint(point) : 0;
  return all
    .filter(({ api, isMade }) => isMade && (madeAt(api) ?? since) >= since)
    .sort((a, b) => (madeAt(a.api) ?? 0) - (madeAt(b.api) ?? 0) || compareText(a.api.id, b.api.id));
}

/** Whether a restore of this very point has begun the API and not finished. */
export function isBegun({ api, isMade }: LiveApi, point: string): boolean {
  return isMade && restoredFrom("rest-api", api.tags ?? {}, madeAt(api)) === point;
}

/** Key of the point whose restore made the API that is called so and has not finished. */
export async function begunApi(ports: Ports, name: string): Promise<string | undefined> {
  const called = (await allApis(ports)).filter(({ tags = {} }) => isCalled(tags, name));
  return called.map((api) => restoredFrom("rest-api", api.tags ?? {}, madeAt(api))).find((one) => one);
}

function madeAt({ createdDate }: RestApi): number | undefined {
  return createdDate?.getTime();
}

async function allApis(ports: Ports): Promise<LiveApi["api"][]> {
  const all = await listAll(
    ports.sleep,
    { resource: `REST APIs of ${ports.region}`, call: READ },
    (position) => ports.gateway.send(new GetRestApisCommand({ position, limit: LIMIT })),
    ({ items, position }) => ({ items, next: position }),
  );
  return all.flatMap(({ id, ...api }) => (id === undefined ? [] : { ...api, id }));
}
