import { parseArn } from "../../core/arn.ts";
import { type Difference, differencesOf } from "../kit/differences.ts";
import { renamed } from "../kit/renamed.ts";
import { writableTags } from "../kit/tags.ts";
import type { IdMap } from "../protector.ts";
import type { PipeDocument, PipeSettings } from "./document.ts";
import { formOf } from "./form.ts";
import { withLogBucket } from "./log-bucket.ts";
import { withoutStart } from "./source.ts";

/** Where a restored pipe differs from what was captured. Until it is armed it is stopped. */
export function comparePipes(
  was: PipeDocument,
  is: PipeDocument,
  ids: IdMap,
  { armed }: { readonly armed: boolean },
): Difference[] {
  const moved = renamed(was.settings, ids, { from: was.arn, to: is.arn }) as PipeSettings;
  const settings = withLogBucket(moved, ids, parseArn(was.arn).partition, { from: was, to: is });
  const view = ({ running, tags }: PipeDocument, of: PipeSettings) => ({
    settings: formOf({ ...of, SourceParameters: withoutStart(of.SourceParameters) }),
    tags: writableTags(tags),
    ...(armed && { running }),
  });
  return differencesOf(view(was, settings), view(is, is.settings));
}
