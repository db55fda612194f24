import { CreateScheduleGroupCommand, TagResourceCommand } from "@aws-sdk/client-scheduler";
import { attempt, attemptOrNone } from "../kit/attempt.ts";
import { AGAIN, RestoreError } from "../kit/restore-error.ts";
import { differingTags, tagList } from "../kit/tags.ts";
import { unallowed } from "../kit/unallowed.ts";
import type { PlannedStep, PlanPorts, PlanRequest, ThingPlan } from "../protector.ts";
import type { ScheduleGroupDocument } from "./document.ts";
import { type GroupReads, readGroup } from "./read.ts";

const CREATE = "scheduler:CreateScheduleGroup";
const TAG = "scheduler:TagResource";

/** What a restore would do, from what is at the destination now. Reads only. Tags that are not in the point stay. */
export async function planScheduleGroup(
  ports: GroupReads & Pick<PlanPorts, "sleep">,
  { translation: { source, document, warnings }, replace }: PlanRequest<ScheduleGroupDocument>,
): Promise<ThingPlan> {
  const { name, arn } = document;
  const resource = `schedule group ${name}`;
  const live = await attemptOrNone(ports.sleep, { resource, call: "scheduler:GetScheduleGroup" }, () =>
    readGroup(ports, name),
  );
  const tags = differingTags(document.tags, live?.tags ?? {});
  const Tags = tagList(tags);
  const step: PlannedStep =
    live === undefined
      ? {
          title: `create ${resource}`,
          call: CREATE,
          effect: "create",
          perform: () => create(ports, name, Tags),
        }
      : Tags.length === 0
        ? { title: `${resource} is as it was`, call: "scheduler:GetScheduleGroup", effect: "keep" }
        : {
            title: `set tags ${Object.keys(tags).join(", ")} of ${resource}`,
            call: TAG,
            effect: "replace",
            perform: async () => {
              await attempt(ports.sleep, { resource, call: TAG }, () =>
                ports.scheduler.send(new TagResourceCommand({ ResourceArn: live.arn, Tags })),
              );
            },
          };
  return {
    live: live === undefined ? "absent" : "there",
    steps: [step],
    blocked: step.effect !== "replace" || replace ? [] : unallowed(resource, [step]),
    warnings,
    ids: new Map([[source.arn, arn]]),
    activation: () => null,
  };
}

/** One that was made meanwhile with these tags is ours: the answer to our own call may have been lost. */
async function create(
  ports: GroupReads & Pick<PlanPorts, "sleep">,
  name: string,
  Tags: { Key: string; Value: string }[],
): Promise<void> {
  const what = { resource: `schedule group ${name}`, call: CREATE };
  await attempt(ports.sleep, what, async () => {
    try {
      await ports.scheduler.send(
        new CreateScheduleGroupCommand({ Name: name, ...(Tags.length > 0 && { Tags }) }),
      );
    } catch (error) {
      if (!(error instanceof Error && error.name === "ConflictException")) throw error;
      const { tags } = await readGroup(ports, name);
      if (Tags.some(({ Key, Value }) => tags[Key] !== Value))
        throw new RestoreError(
          what.resource,
          CREATE,
          "one of that name was made meanwhile, with other tags",
          AGAIN,
        );
    }
  });
}
