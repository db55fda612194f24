import type { Blocked } from "../../blocked.ts";
import { READ } from "../../kit/api-methods.ts";
import { attempt } from "../../kit/attempt.ts";
import type { AtArm } from "../../parts.ts";
import type { PlannedStep, PlanRequest } from "../../protector.ts";
import type { RestApiDocument, RestApiSecrets } from "../document.ts";
import type { LiveApi } from "./live.ts";
import type { ApiRestorePorts } from "./ports.ts";

/** A plan in the making. */
export interface Draft {
  readonly ports: ApiRestorePorts;
  readonly request: PlanRequest<RestApiDocument, RestApiSecrets>;
  /** Absent: none stands for it there. */
  readonly live: LiveApi | undefined;
  /** A restore of this point made it and has not finished, or is to make it: all of it is ours. */
  readonly isOurs: boolean;
  readonly steps: PlannedStep[];
  readonly blocked: Blocked[];
  readonly warnings: string[];
  readonly leftOut: string[];
  readonly atArm: AtArm[];
  readonly notes: string[];
}

/** What is told of the API to people: names tell nothing. */
export function labelOf({ request: { translation } }: Pick<Draft, "request">): string {
  const { document, source } = translation;
  return `REST API ${document.name} (${source.id})`;
}

/** Reads, and repeats what passes by waiting: API Gateway answers few calls a second. */
export function patiently<Found>(
  draft: Pick<Draft, "request" | "ports">,
  read: () => Promise<Found>,
): Promise<Found> {
  return attempt(draft.ports.sleep, { resource: labelOf(draft), call: READ }, read);
}

/** Id of the API, once it is made. */
export function apiNow(
  { request: { translation } }: Pick<Draft, "request">,
  ids: ReadonlyMap<string, string>,
): string {
  const arn = ids.get(translation.source.arn) ?? translation.document.arn;
  return arn.slice(arn.lastIndexOf("/") + 1);
}

/** Where `ids` have what is made from a part of the source. */
export function partKey(draft: Pick<Draft, "request">, part: string, id: string): string {
  return `${draft.request.translation.source.arn}/${part}/${id}`;
}
