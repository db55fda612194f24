import { GetRestApisCommand, type RestApi } from "@aws-sdk/client-api-gateway";
import { listAll } from "../../kit/pages.ts";
import { RestoreError } from "../../kit/restore-error.ts";
import { timeOfPoint } from "../../kit/time-of-point.ts";
import type { ProtectorPorts } from "../../protector.ts";
import type { RestApiDocument } from "../document.ts";
import { type StandsFor, shortHash, sourceOf, standsFor } from "../mark.ts";
import { type ApiReads, LIMIT } from "../read.ts";

export const READ = "apigateway:GetRestApis";

type Place = Pick<ProtectorPorts, "account" | "region" | "sleep">;

/** The API that stands for the source's here. */
export interface LiveApi {
  readonly api: RestApi & { readonly id: string };
  /** Absent: it is the source itself, and no restore has worked on it. */
  readonly mark?: StandsFor;
}

/**
 * The API that stands for another: itself, where it is still there, or one whose tag says so. Names tell nothing, since
 * several APIs may share one. `as`: the other name that it comes back under.
 * @throws RestoreError where several say so
 */
export async function liveApi(
  ports: ApiReads & Place,
  source: Pick<RestApiDocument, "id" | "account" | "region">,
  as: string | undefined,
): Promise<LiveApi | undefined> {
  const resource = `REST API ${source.id}`;
  const all = await listAll(
    ports.sleep,
    { resource, call: READ },
    (position) => ports.gateway.send(new GetRestApisCommand({ position, limit: LIMIT })),
    ({ items, position }) => ({ items, next: position }),
  );
  const of = sourceOf(source, source.id, as);
  const isHome = as === undefined && ports.account === source.account && ports.region === source.region;
  const itself = isHome ? all.find(({ id }) => id === source.id) : undefined;
  const found = itself === undefined ? all.filter(({ tags }) => standsFor(tags)?.of === of) : [itself];
  const [api, other] = found;
  if (other !== undefined)
    throw new RestoreError(
      resource,
      READ,
      `several APIs stand for it in ${ports.region}: ${found.map(({ id }) => id).join(", ")}`,
      "delete those that are no longer wanted, or take the tag zonekeep:origin from them; then run the restore again",
    );
  if (api?.id === undefined) return undefined;
  const mark = standsFor(api.tags);
  return { api: { ...api, id: api.id }, ...(mark?.of === of && { mark }) };
}

/** Whether a restore of this very point has begun the API and not finished: it was made after the point, which nobody can pretend. */
export function isBegun({ api, mark }: LiveApi, point: string): boolean {
  return (
    mark?.making === true &&
    mark.point === shortHash(point) &&
    (api.createdDate?.getTime() ?? 0) >= timeOfPoint(point)
  );
}
