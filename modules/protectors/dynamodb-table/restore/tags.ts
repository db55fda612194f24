import { TagResourceCommand, UntagResourceCommand } from "@aws-sdk/client-dynamodb";
import { firstTags, isMarked, markOf } from "../../kit/hashed-mark.ts";
import { MARK } from "../../kit/mark.ts";
import { differingTags, tagList } from "../../kit/tags.ts";
import type { TableSettings } from "../document.ts";
import type { Draft } from "./draft.ts";
import { push } from "./push.ts";

const TAG = "dynamodb:TagResource";
const UNTAG = "dynamodb:UntagResource";

/** A table that was restored has no tags: with them comes the mark, which tells it from one that was there. */
export function planFirstTags(draft: Draft): void {
  const { point, translation } = draft.request;
  const { arn, tags } = translation.document;
  push(draft, "set the tags, with a mark until it is restored,", TAG, () =>
    draft.ports.dynamodb.send(
      new TagResourceCommand({
        ResourceArn: arn,
        Tags: tagList({ ...firstTags(tags), [MARK]: markOf(point) }),
      }),
    ),
  );
}

/** What differs of the tags; those that the point does not have stay. Then the mark goes. */
export function planLastTags(draft: Draft, there: TableSettings | undefined): void {
  const { arn, tags } = draft.request.translation.document;
  const { dynamodb } = draft.ports;
  const marked = there === undefined || isMarked(there.tags);
  const differing = differingTags(tags, there === undefined ? firstTags(tags) : there.tags);
  if (marked)
    push(draft, "take the mark away: it is restored,", UNTAG, () =>
      dynamodb.send(new UntagResourceCommand({ ResourceArn: arn, TagKeys: [MARK] })),
    );
  const names = Object.keys(differing);
  if (names.length > 0)
    push(draft, `set tags ${names.join(", ")}`, TAG, () =>
      dynamodb.send(new TagResourceCommand({ ResourceArn: arn, Tags: tagList(differing) })),
    );
}
