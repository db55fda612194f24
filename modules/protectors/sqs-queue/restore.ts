import type { Blocked } from "../blocked.ts";
import { unallowed } from "../kit/unallowed.ts";
import { untranslated } from "../kit/untranslated.ts";
import type { IdMap, PlanRequest, ThingPlan } from "../protector.ts";
import type { QueueDocument } from "./document.ts";
import { changesOf, textsToCreate } from "./restore/changes.ts";
import { createQueue } from "./restore/create.ts";
import type { Draft } from "./restore/draft.ts";
import { type LiveQueue, readLive } from "./restore/live.ts";
import type { QueueRestorePorts } from "./restore/ports.ts";
import { planDeadLetterQueue, planKey, planPolicy } from "./restore/prerequisites.ts";
import { planUpdate } from "./restore/update.ts";

/** What a restore would do, from what is at the destination now. Reads only. */
export async function planQueue(
  ports: QueueRestorePorts,
  request: PlanRequest<QueueDocument>,
): Promise<ThingPlan> {
  const { source, document, missing, warnings } = request.translation;
  const { name } = document;
  const blocked = untranslated(missing);
  const fault = faultOfName(document);
  if (fault !== undefined)
    // No such queue can be there, and SQS takes no question about one.
    return planOf(undefined, { steps: [], warnings, blocked: [...blocked, fault] }, {});

  const live = await readLive(ports, document);
  const changes = live && changesOf(document, live);
  const writes = changes?.attributes ?? textsToCreate(document);
  const draft: Draft = {
    ports,
    document,
    live,
    writes,
    steps: [],
    blocked,
    warnings: [...warnings],
  };
  await planKey(draft);
  const first = await planDeadLetterQueue(draft, request);
  planPolicy(draft, request.allowPublic);
  if (live === undefined || changes === undefined)
    draft.steps.push({
      title: `create queue ${name}${first === undefined ? "" : `, after its dead-letter queue ${first}`}`,
      call: "sqs:CreateQueue",
      effect: "create",
      perform: async (ids) => {
        ids.set(source.url, await createQueue(draft));
      },
    });
  else planUpdate(draft, live, changes);

  const writing = draft.steps.filter(({ effect }) => effect !== "keep");
  if (writing.length === 0)
    draft.steps.push({
      title: `queue ${name} is as it was`,
      call: "sqs:GetQueueAttributes",
      effect: "keep",
    });
  else if (live !== undefined && !request.replace) draft.blocked.push(...unallowed(`queue ${name}`, writing));
  return planOf(live, draft, {
    [source.arn]: document.arn,
    ...(live !== undefined && { [source.url]: live.url }),
  });
}

function planOf(
  live: LiveQueue | undefined,
  { steps, blocked, warnings }: Pick<ThingPlan, "steps" | "blocked" | "warnings">,
  ids: IdMap,
): ThingPlan {
  return {
    // A queue is made in one call, so none is ever half restored.
    live: live === undefined ? "absent" : "there",
    steps,
    blocked,
    warnings,
    ids: new Map(Object.entries(ids)),
    activation: () => null,
  };
}

function faultOfName({ name, attributes }: QueueDocument): Blocked | undefined {
  const fifo = attributes.FifoQueue === "true";
  const valid = name.length <= 80 && (fifo ? /^[A-Za-z0-9_-]+\.fifo$/ : /^[A-Za-z0-9_-]+$/).test(name);
  if (valid) return undefined;
  const [type, ending] = fifo ? ["a FIFO queue", " and the ending .fifo"] : ["a standard queue", ""];
  return {
    because: "inexpressible",
    message: `${name} cannot be the name of ${type}: it has letters, digits, hyphens and underscores${ending}, 80 at most`,
    hint: fifo ? `restore it as ${name.replace(/\.fifo$/, "")}.fifo` : "restore it under another name",
  };
}
