import type { SourceRevisionRule } from "../../contract/source-revision.ts";
import { type BlockDifference, other, was } from "./difference.ts";

/** Where functions say which revision they are: a variable that is read for it stands in points in clear. */
export function diffSourceRevision(
  before: SourceRevisionRule = {},
  after: SourceRevisionRule = {},
): BlockDifference[] {
  const path = "source-revision";
  const { environment: old } = before;
  const { environment: now } = after;
  const shown: BlockDifference = {
    class: "widens",
    path: `${path}.environment`,
    what: `points show the value of variable ${now} where it is a revision`,
  };
  return [
    ...(now !== undefined && now !== old ? [shown] : []),
    ...(now === undefined && old !== undefined
      ? other(`${path}.environment`, old, now, `variable ${old} no longer says the source revision`)
      : []),
    ...other(
      `${path}.tag`,
      before.tag,
      after.tag,
      `tag that says the source revision: ${was(before.tag, after.tag)}`,
    ),
    ...other(
      `${path}.image-label`,
      before.imageLabel,
      after.imageLabel,
      `label of images that says the source revision: ${was(before.imageLabel, after.imageLabel)}`,
    ),
  ];
}
