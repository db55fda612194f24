import type { JsonObject } from "../../contract/json.ts";
import type { Blocked } from "../blocked.ts";
import { isMarked } from "../kit/hashed-mark.ts";
import { planKeyUse } from "../kit/prerequisites.ts";
import { unallowed } from "../kit/unallowed.ts";
import { untranslated } from "../kit/untranslated.ts";
import type { PlanRequest, ThingPlan } from "../protector.ts";
import { planAtArm } from "./activate.ts";
import type { TableDocument } from "./document.ts";
import { aloneWarnings } from "./restore/alone.ts";
import type { TablesOf } from "./restore/asking.ts";
import { hasOwnKey, planCreate, restoredAs } from "./restore/create.ts";
import { findData } from "./restore/data.ts";
import type { Draft, LiveTable, TableRestorePorts } from "./restore/draft.ts";
import { indexesOf } from "./restore/indexes.ts";
import { readLive, type StandsAs, standsAs } from "./restore/live.ts";
import { originOf, type TableOrigin } from "./restore/origin.ts";
import { planReaders } from "./restore/readers.ts";
import { planSettings } from "./restore/steps.ts";
import { streamIds } from "./restore/stream.ts";
import { planFirstTags, planLastTags } from "./restore/tags.ts";
import { untilIndexed } from "./restore/wait.ts";
import type { Data } from "./restore/whence.ts";

const READ = "dynamodb:DescribeTable";

/** What a restore would do, from what is at the destination now. Reads only. */
export async function planTable(
  ports: TableRestorePorts,
  request: PlanRequest<TableDocument>,
  tablesOf: TablesOf,
): Promise<ThingPlan> {
  const { translation, replace, point } = request;
  const { source, document, missing, warnings } = translation;
  const resource = `table ${document.name}`;
  const live = await readLive(ports, document);
  const origin = live && (await originOf(ports, live.description, source, point, tablesOf));
  const standing = live && origin && standsAs(live, origin, document, point);
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
  if (live === undefined) await planLost(draft, tablesOf);
  else if (standing === "coming") planComing(draft, live);
  else if (live.settings === undefined) draft.blocked.push(otherwise(resource, standing));
  else {
    const isUnmarked = standing === "begun" && !isMarked(live.settings.tags);
    if (origin !== undefined) tellOrigin(draft, origin, isUnmarked);
    if (isUnmarked) planFirstTags(draft);
    planSettings(draft, live.settings);
    planLastTags(draft, isUnmarked ? undefined : live.settings);
  }
  if (draft.blocked.length === 0) await planReaders(draft);
  const writing = draft.steps.filter(({ effect }) => effect !== "keep");
  if (standing === "there" && writing.length === 0)
    draft.steps.push({ title: `${resource} is as it was`, call: READ, effect: "keep" });
  else if (standing === "there" && !replace) draft.blocked.push(...unallowed(resource, writing));
  // One that no restore of this point made, and that nobody lets us change, tells whom it tells.
  const isTheirs = standing === "there" && !replace && origin?.of !== "point";
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
async function planLost(draft: Draft, tablesOf: TablesOf): Promise<void> {
  const { ports, request } = draft;
  const { source, document } = request.translation;
  const data = await findData(ports, source, request.point, tablesOf);
  if (isBlocked(data)) {
    draft.blocked.push(data);
    return;
  }
  draft.warnings.push(...aloneWarnings(document));
  planCreate(draft, data);
  planFirstTags(draft);
  planSettings(draft, restoredAs(document, data.indexes));
  planLastTags(draft, undefined);
}

/** A restore that began before has asked for it. */
function planComing(draft: Draft, { description }: LiveTable): void {
  const { document } = draft.request.translation;
  draft.steps.push({
    title: `wait for the items of table ${document.name}, which a restore has asked for`,
    call: READ,
    effect: "keep",
    perform: async () => {
      await untilIndexed(draft.ports, document.name);
    },
  });
  planFirstTags(draft);
  planSettings(draft, restoredAs(document, indexesOf(description)));
  planLastTags(draft, undefined);
}

function isBlocked(data: Data | Blocked): data is Blocked {
  return "because" in data;
}

function otherwise(resource: string, standing: StandsAs | undefined): Blocked {
  const [message, hint] =
    standing === "going"
      ? [`${resource} is being deleted`, "run it again once it is gone, within minutes"]
      : [`${resource} is being made by somebody else`, "wait until it is there, and run it again"];
  return { because: "live", message, hint };
}

/** Of a table that is not the one that was captured is said which one it is, before anybody lets it be changed. */
function tellOrigin({ request, warnings }: Draft, { of, told }: TableOrigin, isUnmarked: boolean): void {
  const { source, document } = request.translation;
  const { name } = document;
  const isBeside = source.arn !== document.arn;
  if (of === "others")
    warnings.push(
      `table ${name} is another one than ${isBeside ? "this restore makes" : "was captured"}: it ${told}, and has what was put there since; a restore leaves its items as they are. To have those of the point, restore it under another name, if ${isBeside ? "the one that was captured" : "the one before"} had point-in-time recovery`,
    );
  if (isUnmarked)
    warnings.push(
      `table ${name} ${told}, as a restore of this point does it, and nothing is set of it yet: it is taken for one that a restore has begun`,
    );
}
