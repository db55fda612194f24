import { UpdateConnectionCommand, type UpdateConnectionCommandInput } from "@aws-sdk/client-eventbridge";
import type { JsonObject } from "../../contract/json.ts";
import type { Blocked } from "../blocked.ts";
import { attempt } from "../kit/attempt.ts";
import { unallowed } from "../kit/unallowed.ts";
import { untranslated } from "../kit/untranslated.ts";
import type { PlannedStep, PlanRequest, ThingPlan } from "../protector.ts";
import { RELEASE, releaseTitle } from "./activate.ts";
import type { ConnectionDocument } from "./document.ts";
import { READ } from "./read.ts";
import { createConnection } from "./restore/create.ts";
import { type ConnectionRestorePorts, changesOf, liveConnection } from "./restore/live.ts";
import { planKey } from "./restore/prerequisites.ts";
import { unwritable } from "./restore/refusals.ts";
import { secretWarnings } from "./restore/warnings.ts";

const CREATE = "events:CreateConnection";
const UPDATE = "events:UpdateConnection";

/** What a restore would do, from what is at the destination now. Reads only. One that is there keeps its secret. */
export async function planConnection(
  ports: ConnectionRestorePorts,
  { translation, replace }: PlanRequest<ConnectionDocument>,
): Promise<ThingPlan> {
  const { source, document, missing } = translation;
  const { name } = document;
  const resource = `connection ${name}`;
  const steps: PlannedStep[] = [];
  const blocked: Blocked[] = untranslated(missing);
  const live = await liveConnection(ports, name);
  const sets = live === undefined ? [] : changesOf(document, live);
  if (live === undefined || sets.includes("KmsKeyIdentifier"))
    await planKey(ports, document, { steps, blocked });
  blocked.push(...unwritable(document, live, sets.length > 0));
  if (live === undefined)
    steps.push({
      title: `create ${resource}, with a placeholder for its secret`,
      call: CREATE,
      effect: "create",
      perform: async (ids) => {
        ids.set(source.arn, await createConnection(ports, document));
      },
    });
  else if (sets.length > 0)
    steps.push({
      title: `set ${sets.join(", ")} of ${resource} as it was`,
      call: UPDATE,
      effect: "replace",
      perform: async () => {
        await attempt(ports.sleep, { resource, call: UPDATE }, () =>
          ports.events.send(new UpdateConnectionCommand(wholeOf(document, sets))),
        );
      },
    });
  else steps.push({ title: `${resource} is as it was`, call: READ, effect: "keep" });
  if (live !== undefined && !live.marked && !replace)
    blocked.push(
      ...unallowed(
        resource,
        steps.filter(({ effect }) => effect === "replace"),
      ),
    );
  const waits = live === undefined || live.marked;
  return {
    // A connection is made in one call, so none is ever half restored.
    live: live === undefined ? "absent" : "there",
    steps,
    blocked,
    warnings: [...translation.warnings, ...(waits ? secretWarnings(document, live) : [])],
    atArm: waits ? [{ title: releaseTitle(name), call: RELEASE, effect: "replace" }] : [],
    ids: new Map(live === undefined ? [] : [[source.arn, live.arn]]),
    activation: (ids) =>
      waits
        ? {
            arn: ids.get(source.arn) ?? document.arn,
            name,
            description: document.settings.Description ?? "",
          }
        : null,
  };
}

/** What says that there is none, where that is not the empty text. */
const NONE: JsonObject = {
  InvocationConnectivityParameters: { ResourceParameters: { ResourceConfigurationArn: "" } },
};

/** All but what would want the secret; what differs and is not wanted is taken away. */
function wholeOf(
  { name, settings }: ConnectionDocument,
  keys: readonly string[],
): UpdateConnectionCommandInput {
  const away = keys.map((key) => [key, NONE[key] ?? ""] as const);
  return { ...Object.fromEntries(away), ...settings, Name: name };
}
