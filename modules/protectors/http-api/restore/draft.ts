import type { JsonObject } from "../../../contract/json.ts";
import type { Blocked } from "../../blocked.ts";
import { attempt } from "../../kit/attempt.ts";
import type { AtArm } from "../../parts.ts";
import type { Ids, PlannedStep, PlanRequest } from "../../protector.ts";
import { authorizerArn, idOfApi } from "../arn.ts";
import type { ApiDocument } from "../document.ts";
import type { ApiPlanPorts } from "../live.ts";
import type { ReadApiContent } from "../whole.ts";

/** A plan in the making. */
export interface Draft {
  readonly ports: ApiPlanPorts;
  readonly request: PlanRequest<ApiDocument>;
  /** `HTTP API orders`. */
  readonly resource: string;
  /** Absent: none stands for it there. */
  readonly live: ReadApiContent | undefined;
  /** A restore of this point made it, or is about to. */
  readonly isOurs: boolean;
  /** From parts of the source to those that are there: `integrations/abc`. */
  readonly there: ReadonlyMap<string, string>;
  readonly steps: PlannedStep[];
  readonly blocked: Blocked[];
  readonly warnings: string[];
  readonly parts: string[];
  readonly leftOut: string[];
  readonly atArm: AtArm[];
}

/** Id of the API that is there, or that a step before has made. */
function apiNow({ request: { translation } }: Draft, ids: Ids): string {
  const { source, document } = translation;
  return idOfApi(ids.get(source.arn) ?? document.arn);
}

/** What a part of the source is called in the result: `<ARN of the API>/integrations/abc`. */
export function partKey({ request }: Draft, part: string): string {
  return `${request.translation.source.arn}/${part}`;
}

/** Id of a part that is there, or that a step before has made. */
export function partNow(draft: Draft, ids: Ids, part: string): string | undefined {
  const made = ids.get(partKey(draft, part));
  return made?.slice(made.lastIndexOf("/") + 1);
}

export function partMade(draft: Draft, ids: Ids, part: string, id: string): void {
  const { source, document } = draft.request.translation;
  const [collection = ""] = part.split("/");
  ids.set(partKey(draft, part), `${ids.get(source.arn) ?? document.arn}/${collection}/${id}`);
  for (const [from, to] of wordsOfPart(draft, part, apiNow(draft, ids), id)) ids.set(from, to);
}

/** What policies of functions call a part, with what they are to call it: authorizers alone have such words. */
export function wordsOfPart(
  { ports, request }: Draft,
  part: string,
  api: string,
  id: string,
): readonly (readonly [string, string])[] {
  const { source } = request.translation;
  const [collection, was = ""] = part.split("/");
  if (collection !== "authorizers") return [];
  const from = authorizerArn({ ...source, partition: ports.partition }, source.id, was);
  return [[from, authorizerArn(ports, api, id)]];
}

/** Adds a step that makes or changes something of the API; `send` is repeated where that helps. */
export function addStep(
  draft: Draft,
  title: string,
  call: string,
  send: (api: string, ids: Ids) => Promise<unknown>,
): void {
  const { ports, resource, steps, isOurs } = draft;
  steps.push({
    title,
    call,
    effect: isOurs ? "create" : "replace",
    perform: async (ids) => {
      const api = apiNow(draft, ids);
      const what = { resource: `${resource} (${api}), ${title}`, call };
      await attempt(ports.sleep, what, () => send(api, ids));
    },
  });
}

/** Settings of the document are the members of its call. */
export function membersOf<Input>(settings: JsonObject): Input {
  return settings as unknown as Input;
}
