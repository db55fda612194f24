import {
  UpdateApiDestinationCommand,
  type UpdateApiDestinationCommandInput,
} from "@aws-sdk/client-eventbridge";
import type { Blocked } from "../blocked.ts";
import { attempt } from "../kit/attempt.ts";
import { unallowed } from "../kit/unallowed.ts";
import { untranslated } from "../kit/untranslated.ts";
import type { PlannedStep, PlanRequest, ThingPlan } from "../protector.ts";
import type { DestinationDocument } from "./document.ts";
import { READ } from "./read.ts";
import { createDestination } from "./restore/create.ts";
import { changesOf, type DestinationRestorePorts, liveDestination } from "./restore/live.ts";
import { connectionLacks, connectionThere, useOfConnection } from "./restore/prerequisites.ts";

const CREATE = "events:CreateApiDestination";
const UPDATE = "events:UpdateApiDestination";

/** What a restore would do, from what is at the destination now. Reads only. */
export async function planDestination(
  ports: DestinationRestorePorts,
  { translation, replace }: PlanRequest<DestinationDocument>,
): Promise<ThingPlan> {
  const { source, document, missing, replaced } = translation;
  const { name } = document;
  const resource = `API destination ${name}`;
  const steps: PlannedStep[] = [];
  const blocked: Blocked[] = untranslated(missing);
  const live = await liveDestination(ports, name);
  const found = await connectionThere(ports, document);
  const isThere = found === document.connection;
  // One that comes back in this restore has another ARN once it is made.
  const isMade = !isThere && replaced[source.connection] === source.connection;
  const changes = live === undefined ? [] : changesOf(document, live, isMade);
  const whole = (ids: ReadonlyMap<string, string>): DestinationDocument => ({
    ...document,
    connection: ids.get(source.connection) ?? document.connection,
  });
  if (live === undefined || changes.includes("connection")) {
    if (isThere) steps.push(useOfConnection(document));
    else if (!isMade && missing.every(({ path }) => path !== "connection"))
      blocked.push(connectionLacks(document, found));
  }
  if (live === undefined)
    steps.push({
      title: `create ${resource}`,
      call: CREATE,
      effect: "create",
      perform: async (ids) => {
        ids.set(source.arn, await createDestination(ports, whole(ids)));
      },
    });
  else if (changes.length > 0)
    steps.push({
      title: `set ${changes.join(", ")} of ${resource} as it was`,
      call: UPDATE,
      effect: "replace",
      perform: async (ids) => {
        const { connection: ConnectionArn, settings } = whole(ids);
        await attempt(ports.sleep, { resource, call: UPDATE }, () =>
          ports.events.send(
            // What is left out stays; the empty text takes a description away.
            new UpdateApiDestinationCommand({
              Description: "",
              ...settings,
              ...{ Name: name, ConnectionArn },
            } as UpdateApiDestinationCommandInput),
          ),
        );
      },
    });
  const writing = steps.filter(({ effect }) => effect !== "keep");
  if (writing.length === 0) steps.push({ title: `${resource} is as it was`, call: READ, effect: "keep" });
  if (live !== undefined && !replace) blocked.push(...unallowed(resource, writing));
  return {
    // A destination is made in one call, so none is ever half restored.
    live: live === undefined ? "absent" : "there",
    steps,
    blocked,
    warnings: translation.warnings,
    ids: new Map(live === undefined ? [] : [[source.arn, live.arn]]),
    activation: () => null,
  };
}
