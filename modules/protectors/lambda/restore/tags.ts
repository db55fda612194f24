import { TagResourceCommand, UntagResourceCommand } from "@aws-sdk/client-lambda";
import { attempt } from "../../kit/attempt.ts";
import { MARK, writableTags } from "../../kit/tags.ts";
import { type Draft, type FunctionStep, overwriting } from "./draft.ts";
import { settled } from "./settle.ts";

/** A function that is new got its tags at birth. Tags that are not in the point stay. */
export function planTags(draft: Draft): void {
  const { document, live, steps } = draft;
  if (live === undefined) return;
  const wanted = writableTags(document.tags);
  const differing = Object.entries(wanted).filter(([key, value]) => live.tags[key] !== value);
  if (differing.length === 0) {
    if (Object.keys(wanted).length > 0)
      steps.push({ title: "tags are as they were", call: "lambda:GetFunction", effect: "keep" });
    return;
  }
  steps.push({
    title: `set tags ${differing.map(([key]) => key).join(", ")}`,
    call: "lambda:TagResource",
    effect: overwriting(draft),
    perform: () => tag(draft, Object.fromEntries(differing)),
  });
}

/** Before a live function is changed: so that a restore that is stopped in the middle can be continued. */
export function markStep(draft: Draft, point: string): FunctionStep {
  return {
    title: `mark ${draft.document.name} as being restored`,
    call: "lambda:TagResource",
    effect: "replace",
    perform: () => tag(draft, { [MARK]: point }),
  };
}

/** Last of all: from here on the function is a live one, and no restore touches it without being asked. */
export function unmarkStep({ ports, document }: Draft): FunctionStep {
  const what = { resource: document.name, call: "lambda:UntagResource" };
  return {
    title: `unmark ${document.name}: it is restored`,
    call: what.call,
    effect: "create",
    perform: async () => {
      // A restore that was stopped may have left an update on its way: it must have ended, and well.
      await settled(ports, document.name);
      await attempt(ports.sleep, what, () =>
        ports.lambda.send(new UntagResourceCommand({ Resource: document.arn, TagKeys: [MARK] })),
      );
    },
  };
}

async function tag({ ports, document }: Draft, Tags: Record<string, string>): Promise<void> {
  const what = { resource: document.name, call: "lambda:TagResource" };
  await attempt(ports.sleep, what, () =>
    ports.lambda.send(new TagResourceCommand({ Resource: document.arn, Tags })),
  );
}
