import { TagResourceCommand, UntagResourceCommand } from "@aws-sdk/client-sfn";
import { attempt } from "../../kit/attempt.ts";
import { findMark, MARK, markTag, placeOfMark } from "../../kit/mark.ts";
import { differingTags, writableTags } from "../../kit/tags.ts";
import type { Draft } from "./draft.ts";
import { machineTags } from "./write.ts";

/** A value of a tag. https://docs.aws.amazon.com/step-functions/latest/apireference/API_Tag.html */
const MAX_VALUE = 256;

/**
 * A machine that takes several calls is born with the mark of its point, so that one that is half restored is known. A name
 * for which a tag has no room has none: that one is continued with --replace alone.
 */
export function tagsAtBirth({ request }: Draft): Readonly<Record<string, string>> {
  const { point, translation } = request;
  const tags = writableTags(translation.document.tags);
  if (translation.document.versions.length === 0) return tags;
  const mark = markTag(placeOfMark({}, tags), { point, replace: false });
  const fits = Object.values(mark).every(({ length }) => length <= MAX_VALUE);
  return fits && findMark(mark) !== undefined ? { ...tags, ...mark } : tags;
}

/** Tags of a live machine that are others or not there. Those that are not in the point stay. */
export function planTags(draft: Draft): void {
  const { ports, request, live, isOurs, resource, steps } = draft;
  const { document } = request.translation;
  const tags = live === undefined || isOurs ? {} : differingTags(document.tags, live.tags);
  if (Object.keys(tags).length === 0) return;
  const call = "states:TagResource";
  steps.push({
    title: `set tags ${Object.keys(tags).join(", ")} of ${resource}`,
    call,
    effect: "replace",
    perform: async () => {
      await attempt(ports.sleep, { resource, call }, () =>
        ports.sfn.send(new TagResourceCommand({ resourceArn: document.arn, tags: machineTags(tags) })),
      );
    },
  });
}

/** The last step: from then on it is one like any other. */
export function planUnmark(draft: Draft, tags: Readonly<Record<string, string>>): void {
  const { ports, request, resource, steps } = draft;
  const key = findMark(tags)?.key;
  if (key === undefined) return;
  const { arn: resourceArn, tags: wanted } = request.translation.document;
  const call = key === MARK ? "states:UntagResource" : "states:TagResource";
  steps.push({
    title: `unmark ${resource}: it is restored`,
    call,
    effect: "create",
    perform: async () => {
      await attempt(ports.sleep, { resource, call }, async () => {
        if (key === MARK) await ports.sfn.send(new UntagResourceCommand({ resourceArn, tagKeys: [key] }));
        else
          await ports.sfn.send(
            new TagResourceCommand({ resourceArn, tags: [{ key, value: wanted[key] ?? "" }] }),
          );
      });
    },
  });
}
