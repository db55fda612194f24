import type { Blocked } from "../blocked.ts";
import { replayCommand } from "../kit/replay-command.ts";
import { unallowed } from "../kit/unallowed.ts";
import { untranslated } from "../kit/untranslated.ts";
import type { PlanRequest, ThingPlan } from "../protector.ts";
import type { StreamDocument } from "./document.ts";
import { planConsumers } from "./restore/consumers.ts";
import { planCreation } from "./restore/create.ts";
import type { Draft } from "./restore/draft.ts";
import { begunFrom, readLive } from "./restore/live.ts";
import { planResourcePolicies } from "./restore/policies.ts";
import type { StreamRestorePorts } from "./restore/ports.ts";
import { planKey, warmThroughput } from "./restore/prerequisites.ts";
import {
  planDistribution,
  planEncryption,
  planMetrics,
  planMode,
  planRetention,
  planSizes,
} from "./restore/settings.ts";
import { planShards } from "./restore/shards.ts";
import { planTags, planUnmark, tagsAtBirth } from "./restore/tags.ts";

/** What a restore would do, from what is at the destination now. Reads only. */
export async function planStream(
  ports: StreamRestorePorts,
  request: PlanRequest<StreamDocument>,
): Promise<ThingPlan> {
  const { source, document, missing, warnings } = request.translation;
  const resource = `stream ${document.name}`;
  const fault = faultOfName(document.name);
  // No such stream can be there, and Kinesis takes no question about one.
  const found = fault === undefined ? await readLive(ports, document.arn, resource) : undefined;
  const live = found === "deleting" ? undefined : found;
  const isOurs = live === undefined || begunFrom(live) === request.point;
  const draft: Draft = {
    ...{ ports, request, document, resource, live, isOurs },
    steps: [],
    blocked: [...untranslated(missing), ...(fault === undefined ? [] : [fault])],
    warnings: [
      ...warnings,
      ...(found === "deleting" ? [`${resource} is being deleted: it is made again when that is done`] : []),
      ...(live === undefined ? [`${resource} comes back empty: ${recordsOf(request)}`] : []),
      ...(live === undefined && document.channels !== undefined
        ? [
            `${resource} comes back without the channels that delivered its records to S3 (${document.channels}): they are not in the point; make them again (aws kinesis create-channel)`,
          ]
        : []),
    ],
  };
  const ids = new Map([
    [source.arn, document.arn],
    ...source.consumers.flatMap(({ name, arn }) => {
      const now = live?.consumers.find((one) => one.name === name);
      return now === undefined ? [] : [[arn, now.arn] as const];
    }),
  ]);
  if (fault === undefined) await planSteps(draft, ids);
  return {
    live: live === undefined ? "absent" : isOurs ? "ours" : "there",
    steps: draft.steps,
    blocked: draft.blocked,
    warnings: draft.warnings,
    ids,
    activation: () => null,
  };
}

async function planSteps(draft: Draft, ids: ReadonlyMap<string, string>): Promise<void> {
  const { live, isOurs, resource, steps, blocked, request } = draft;
  const tags = tagsAtBirth(draft);
  await planKey(draft);
  const warm = await warmThroughput(draft);
  if (live === undefined) planCreation(draft, tags, warm);
  planMode(draft);
  planDistribution(draft);
  planShards(draft);
  planRetention(draft);
  planSizes(draft, warm);
  planEncryption(draft);
  planMetrics(draft);
  planTags(draft);
  planConsumers(draft);
  planResourcePolicies(draft, ids);
  if (isOurs) planUnmark(draft, live?.tags ?? tags);
  const writing = steps.filter(({ effect }) => effect !== "keep");
  if (writing.length === 0)
    steps.push({
      title: `${resource} is as it was`,
      call: "kinesis:DescribeStreamSummary",
      effect: "keep",
    });
  else if (!isOurs && !request.replace) blocked.push(...unallowed(resource, writing));
}

/** Where its records are, which no restore writes. */
function recordsOf(request: PlanRequest<StreamDocument>): string {
  const { records, translation } = request;
  if (records === undefined) return "its records are not in the point (zonekeep archive keeps them, by hand)";
  const { source, document } = translation;
  const to = document.name === source.name ? [] : [`--to-stream ${document.name}`];
  const replay = replayCommand(request, { kind: "kinesis-stream", id: source.name }, to);
  return `its point holds ${records.records} records from ${records.since} to ${records.until}, which ${replay} puts into it, before arm (with --from REGION out of a copy)`;
}

function faultOfName(name: string): Blocked | undefined {
  if (/^[a-zA-Z0-9_.-]{1,128}$/.test(name)) return undefined;
  return {
    because: "inexpressible",
    message: `${name} cannot be the name of a stream: it has letters, digits, hyphens, underscores and dots, 128 at most`,
    hint: "restore it under another name",
  };
}
