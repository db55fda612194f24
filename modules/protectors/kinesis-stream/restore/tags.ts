import { TagResourceCommand, UntagResourceCommand } from "@aws-sdk/client-kinesis";
import { findMark, MARK, markTag, placeOfMark } from "../../kit/mark.ts";
import { differingTags, writableTags } from "../../kit/tags.ts";
import { change, changing, type Draft } from "./draft.ts";

/** A value of a tag. https://docs.aws.amazon.com/kinesis/latest/APIReference/API_TagResource.html */
const MAX_VALUE = 256;

/**
 * A stream takes several calls, so it is born with the mark of its point: one that is half restored is known. A name for
 * which a tag has no room has none: that one is continued with --replace alone.
 */
export function tagsAtBirth({ request: { point }, document }: Draft): Readonly<Record<string, string>> {
  const tags = writableTags(document.tags);
  const mark = markTag(placeOfMark({}, tags), { point, replace: false });
  const fits = Object.values(mark).every(({ length }) => length <= MAX_VALUE);
  return fits && findMark(mark) !== undefined ? { ...tags, ...mark } : tags;
}

/** Tags of a live stream that are others or not there. Those that are not in the point stay. */
export function planTags(draft: Draft): void {
  const { ports, live, isOurs, document } = draft;
  const Tags = live === undefined || isOurs ? {} : differingTags(document.tags, live.tags);
  if (Object.keys(Tags).length === 0) return;
  changing(draft, `set tags ${Object.keys(Tags).join(", ")}`, "kinesis:TagResource", () =>
    ports.kinesis.send(new TagResourceCommand({ ResourceARN: document.arn, Tags })),
  );
}

/** The last step: from then on it is one like any other. */
export function planUnmark(draft: Draft, tags: Readonly<Record<string, string>>): void {
  const { ports, document, resource, steps } = draft;
  const key = findMark(tags)?.key;
  if (key === undefined) return;
  const { arn: ResourceARN } = document;
  const call = key === MARK ? "kinesis:UntagResource" : "kinesis:TagResource";
  steps.push({
    title: `unmark ${resource}: it is restored`,
    call,
    effect: "create",
    perform: () =>
      change(draft, call, async () => {
        if (key === MARK) await ports.kinesis.send(new UntagResourceCommand({ ResourceARN, TagKeys: [key] }));
        else
          await ports.kinesis.send(
            new TagResourceCommand({ ResourceARN, Tags: { [key]: document.tags[key] ?? "" } }),
          );
      }),
  });
}
