import { TagResourceCommand, UntagResourceCommand } from "@aws-sdk/client-lambda";
import { attempt } from "../../kit/attempt.ts";
import { findMark, lastPlaceOfMark } from "../../kit/mark.ts";
import { writableTags } from "../../kit/tags.ts";
import { type Draft, type FunctionStep, overwriting } from "./draft.ts";
import { mappingsAtArm } from "./mappings-at-arm.ts";
import { requireContent, requireUpdated, standing } from "./standing.ts";
import { latestOf } from "./version-contents.ts";

/**
 * A function that is new got its tags at birth. With `--replace`, tags that are not in the point go, first of all, for
 * there is room for 50; otherwise they stay. The tag that the mark is in has its turn in the end.
 */
export function planTags(draft: Draft): void {
  const { document, live, steps, warnings, lease } = draft;
  if (live === undefined) return;
  const effect = overwriting(draft);
  const wanted = writableTags(document.tags);
  const there = Object.entries(writableTags(live.tags)).filter(([key]) => key !== findMark(live.tags)?.key);
  const gone = there.map(([key]) => key).filter((key) => !Object.hasOwn(wanted, key));
  if (gone.length > 0 && draft.replace)
    steps.push({
      title: `remove tags ${gone.join(", ")}`,
      call: "lambda:UntagResource",
      effect,
      perform: () =>
        untag(
          draft,
          gone.filter((key) => key !== lease.key),
        ),
    });
  else if (gone.length > 0)
    warnings.push(`tags ${gone.join(", ")} of ${document.name} are not in the point; they stay`);
  const last = lastPlaceOfMark(lease.key, wanted);
  if (last !== lease.key)
    steps.push({
      title: `move the mark to tag ${last}`,
      call: "lambda:TagResource",
      effect,
      perform: () => lease.move(last),
    });
  const now = Object.fromEntries(there);
  const differing = Object.entries(wanted).filter(
    ([key, value]) => now[key] !== value && key !== findMark(live.tags)?.key,
  );
  if (differing.length > 0)
    steps.push({
      title: `set tags ${differing.map(([key]) => key).join(", ")}`,
      call: "lambda:TagResource",
      effect,
      perform: () => tag(draft, Object.fromEntries(differing.filter(([key]) => key !== lease.key))),
    });
  else if (Object.keys(wanted).length > 0)
    steps.push({ title: "tags are as they were", call: "lambda:GetFunction", effect: "keep" });
}

/** Before anything is changed: so that a restore that is stopped in the middle can be continued, and by one at a time. */
export function markStep(draft: Draft): FunctionStep {
  return {
    title: `mark ${draft.document.name} as being restored`,
    call: "lambda:TagResource",
    effect: overwriting(draft),
    perform: () => draft.lease.take(),
  };
}

/**
 * Last of all: from here on the function is a live one, and no restore touches it without being asked. Whatever has been
 * done to it meanwhile, it must be what was meant.
 */
export function unmarkStep(draft: Draft): FunctionStep {
  const { document, lease, at } = draft;
  const wanted = writableTags(document.tags);
  const value = wanted[lastPlaceOfMark(lease.key, wanted)];
  const unarmed = awaitsArm(draft);
  if (unarmed && value !== undefined)
    draft.warnings.push(
      `${document.name} has 50 tags, and no room to say that it is not armed: arm it before the next backup`,
    );
  const stays = unarmed && value === undefined;
  return {
    title: stays ? `mark ${document.name} as restored, not armed` : `unmark ${document.name}: it is restored`,
    call: stays || value !== undefined ? "lambda:TagResource" : "lambda:UntagResource",
    effect: "create",
    perform: async (ids) => {
      const meant = latestOf(draft, ids);
      const now = await standing(at);
      requireUpdated(document.name, now);
      if (meant !== undefined) requireContent(document.name, "lambda:GetFunction", now.content, meant);
      await lease.end(value, unarmed);
    },
  };
}

/** Whether anything is left to arming: a point of now would lack it. */
export function awaitsArm(draft: Draft): boolean {
  return draft.atArm.length > 0 || mappingsAtArm(draft).length > 0;
}

async function tag({ ports, document }: Draft, Tags: Record<string, string>): Promise<void> {
  if (Object.keys(Tags).length === 0) return;
  const what = { resource: document.name, call: "lambda:TagResource" };
  await attempt(ports.sleep, what, () =>
    ports.lambda.send(new TagResourceCommand({ Resource: document.arn, Tags })),
  );
}

async function untag({ ports, document }: Draft, TagKeys: string[]): Promise<void> {
  if (TagKeys.length === 0) return;
  const what = { resource: document.name, call: "lambda:UntagResource" };
  await attempt(ports.sleep, what, () =>
    ports.lambda.send(new UntagResourceCommand({ Resource: document.arn, TagKeys })),
  );
}
