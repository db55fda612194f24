import { functionOf, isArn, parseArn } from "../../../core/arn.ts";
import { destinationName } from "../../api-destination/arn.ts";
import { READ } from "../../api-destination/read.ts";
import type { Blocked } from "../../blocked.ts";
import { planKeyUse, planRoleUse } from "../../kit/prerequisites.ts";
import { isOwnKey } from "../../kit/translate/key.ts";
import type { PlannedStep, PlanRequest } from "../../protector.ts";
import { thingAt } from "../../thing-at.ts";
import type { PipeDocument } from "../document.ts";
import { lettersOf } from "../related.ts";
import { CALLED, textOf } from "./calls.ts";
import type { Destinations } from "./destinations.ts";
import type { PipeRestorePorts } from "./ports.ts";

/** A plan in the making, as far as what a pipe needs goes. */
interface Needing {
  readonly ports: PipeRestorePorts;
  readonly request: PlanRequest<PipeDocument>;
  readonly steps: PlannedStep[];
  readonly blocked: Blocked[];
  readonly destinations: Destinations;
}

/** Role, key and API destinations are used as they are; queues and functions have to be there, or AWS makes no pipe. */
export async function planUses(needing: Needing): Promise<void> {
  const { ports, request } = needing;
  const { document, missing } = request.translation;
  const { RoleArn: role, KmsKeyIdentifier: key } = document.settings;
  const of = `of pipe ${document.name}`;
  await planRoleUse(needing, ports.role, role, `role ${role} ${of}`);
  if (typeof key === "string" && key !== "" && !isOwnKey(key))
    await planKeyUse(needing, ports.key, key, `key ${key} ${of}`);
  const lost = new Set(missing.map(({ path }) => path));
  for (const field of CALLED) {
    const arn = textOf(document.settings, field);
    if (arn === undefined || lost.has(`settings.${field}`)) continue;
    if (destinationName(arn) === undefined) await planPresence(needing, arn, of);
    else planDestination(needing, arn, of);
  }
  for (const { path, arn } of lettersOf(document.settings))
    if (!lost.has(path)) await planPresence(needing, arn, of);
}

/** One that this restore makes has another ARN then. */
function planDestination({ request, steps, blocked, destinations }: Needing, arn: string, of: string): void {
  const { name, found } = destinations.get(arn) ?? {};
  if (found === arn) steps.push({ title: `use API destination ${name}`, call: READ, effect: "keep" });
  else if (!request.together.has(arn))
    blocked.push({
      because: "prerequisite",
      message: `API destination ${arn} ${of} is not there`,
      hint:
        found === undefined
          ? `restore api-destination/${name} with it, or create one and map it to the new ARN`
          : `map it to ${found}`,
    });
}

/** Of this account and region: what lies elsewhere cannot be asked for. */
async function planPresence({ ports, request, blocked }: Needing, arn: string, of: string): Promise<void> {
  if (!isArn(arn)) return;
  const { service, account, region } = parseArn(arn);
  const isFunction = service === "lambda";
  const own = isFunction ? functionOf(arn) : arn;
  if (account !== ports.account || region !== ports.region || request.together.has(own)) return;
  const found = isFunction ? await ports.fn(arn) : service === "sqs" ? await ports.queue(arn) : "unknown";
  if (found !== "absent") return;
  const thing = thingAt(own);
  blocked.push({
    because: "prerequisite",
    message: `${isFunction ? "function" : "queue"} ${arn} ${of} is not there`,
    hint: `restore ${thing?.kind}/${thing?.id} with it, create it first, or map it to another one`,
  });
}
