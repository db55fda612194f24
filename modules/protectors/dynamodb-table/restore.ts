import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { JsonObject } from "../../contract/json.ts";
import type { Blocked } from "../blocked.ts";
import { planKeyUse } from "../kit/prerequisites.ts";
import { unallowed } from "../kit/unallowed.ts";
import { untranslated } from "../kit/untranslated.ts";
import type { ClientOf, PlanRequest, ThingPlan } from "../protector.ts";
import { planAtArm } from "./activate.ts";
import type { TableDocument } from "./document.ts";
import { hasOwnKey, planCreate, restoredAs } from "./restore/create.ts";
import { type Data, findData } from "./restore/data.ts";
import type { Draft, LiveTable, TableRestorePorts } from "./restore/draft.ts";
import { isRestored, readLive, type Standing, standingOf } from "./restore/live.ts";
import { planSettings } from "./restore/steps.ts";
import { streamIds } from "./restore/stream.ts";
import { planFirstTags, planLastTags } from "./restore/tags.ts";
import { RESTORING, untilActive } from "./restore/wait.ts";

const READ = "dynamodb:DescribeTable";

/** What a restore would do, from what is at the destination now. Reads only. */
export async function planTable(
  ports: TableRestorePorts,
  request: PlanRequest<TableDocument>,
  client: (of: ClientOf) => Pick<DynamoDBClient, "send">,
): Promise<ThingPlan> {
  const { translation, replace, point } = request;
  const { source, document, missing, warnings } = translation;
  const resource = `table ${document.name}`;
  const live = await readLive(ports, document);
  const standing = live && standingOf(live, source, point);
  const draft: Draft = {
    ports,
    request,
    live,
    effect: standing === "there" ? "replace" : "create",
    steps: [],
    blocked: untranslated(missing),
    warnings: [...warnings],
    parts: [],
    atArm: [],
  };
  const key = hasOwnKey(document);
  if (key !== undefined && standing !== "there")
    await planKeyUse(draft, ports.key, key, `key ${key} of ${resource}`);
  if (live === undefined) await planLost(draft, client);
  else if (standing === "coming") planComing(draft, live);
  else if (live.settings === undefined) draft.blocked.push(otherwise(resource, standing));
  else {
    if (standing === "there") otherTable(draft, live);
    if (standing === "begun" && Object.keys(live.settings.tags).length === 0) planFirstTags(draft);
    planSettings(draft, live.settings);
    planLastTags(draft, standing === "begun" && draft.steps.some(isFirstTags) ? undefined : live.settings);
  }
  const writing = draft.steps.filter(({ effect }) => effect !== "keep");
  if (standing === "there" && writing.length === 0)
    draft.steps.push({ title: `${resource} is as it was`, call: READ, effect: "keep" });
  else if (standing === "there" && !replace) draft.blocked.push(...unallowed(resource, writing));
  // One that no restore of ours made, and that nobody lets us change, tells whom it tells.
  const isTheirs = standing === "there" && !replace && !isRestored(live, source);
  const arming = isTheirs ? [] : document.destinations;
  planAtArm(draft, arming, live?.settings?.destinations ?? []);
  const { stream } = live?.settings ?? {};
  return {
    live: standing === undefined ? "absent" : standing === "there" ? "there" : "ours",
    steps: draft.steps,
    blocked: draft.blocked,
    warnings: draft.warnings,
    parts: draft.parts,
    atArm: draft.atArm,
    ids: new Map([
      [source.arn, document.arn],
      ...(stream === undefined || document.stream?.view !== stream.view ? [] : streamIds(draft, stream.arn)),
    ]),
    activation: () =>
      ({ arn: document.arn, name: document.name, destinations: arming }) as unknown as JsonObject,
  };
}

/** A lost table comes back with its items, or not at all. */
async function planLost(draft: Draft, client: (of: ClientOf) => Pick<DynamoDBClient, "send">): Promise<void> {
  const { ports, request } = draft;
  const { source, document } = request.translation;
  const data = await findData(ports, source, request.point, client);
  if (isBlocked(data)) {
    draft.blocked.push(data);
    return;
  }
  if (document.replicas.length > 0)
    draft.warnings.push(
      `table ${document.name} comes back alone: its replicas in ${document.replicas.join(", ")} are not made; delete what is left of them and add them again (aws dynamodb update-table --replica-updates)`,
    );
  planCreate(draft, data);
  planFirstTags(draft);
  planSettings(draft, restoredAs(document, data.indexes));
  planLastTags(draft, undefined);
}

/** A restore that began before has asked for it. */
function planComing(draft: Draft, { description }: LiveTable): void {
  const { document } = draft.request.translation;
  const indexes = [
    ...(description.LocalSecondaryIndexes ?? []),
    ...(description.GlobalSecondaryIndexes ?? []),
  ].flatMap(({ IndexName }) => IndexName ?? []);
  draft.steps.push({
    title: `wait for the items of table ${document.name}, which a restore has asked for`,
    call: READ,
    effect: "keep",
    perform: async () => {
      await untilActive(draft.ports, document.name, RESTORING);
    },
  });
  planFirstTags(draft);
  planSettings(draft, restoredAs(document, new Set(indexes)));
  planLastTags(draft, undefined);
}

function isFirstTags({ call }: { readonly call: string }): boolean {
  return call === "dynamodb:TagResource";
}

function isBlocked(data: Data | Blocked): data is Blocked {
  return "because" in data;
}

function otherwise(resource: string, standing: Standing | undefined): Blocked {
  const [message, hint] =
    standing === "going"
      ? [`${resource} is being deleted`, "run it again once it is gone, within minutes"]
      : [`${resource} is being made by somebody else`, "wait until it is there, and run it again"];
  return { because: "live", message, hint };
}

/** Whoever made a table again under its name has made an empty one. */
function otherTable({ request, warnings }: Draft, { description }: LiveTable): void {
  const { source, document } = request.translation;
  const { TableId: id, CreationDateTime: made } = description;
  if (source.arn !== document.arn || id === source.tableId || isRestored({ description }, source)) return;
  const when = made === undefined ? "" : ` on ${made.toISOString().slice(0, 10)}`;
  warnings.push(
    `table ${document.name} is another one than was captured: it was made${when}, and has what was put there since; a restore leaves its items as they are. To have the items of the one before, restore it under another name, if that had point-in-time recovery`,
  );
}
