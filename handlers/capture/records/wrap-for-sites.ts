import type { CaptureEvent, CopyTarget } from "../../../modules/contract/events.ts";
import { errorText } from "../../../modules/core/error-text.ts";
import type { CommitPorts } from "../../../modules/recovery/commit.ts";
import type { Wrap } from "../../../modules/recovery/manifest.ts";
import { recordContext } from "../../../modules/recovery/record-keys.ts";

/** The key of what one call reads, encrypted for its own site and each copy. `warn`: of a copy whose key did not answer. */
export async function wrapForSites(
  keys: CommitPorts["keys"],
  { request, item }: CaptureEvent,
  plaintext: Uint8Array,
  warn: (text: string) => void,
): Promise<readonly Wrap[]> {
  const { account, site, region, key: own } = request.store;
  const context = recordContext({ account, site, kind: item.kind, id: item.id });
  const wrap = async (to: CopyTarget): Promise<Wrap> => ({
    ...{ site: to.site, region: to.region, key: to.key, context },
    wrapped: Buffer.from(await keys.wrapFor(to, plaintext, context)).toString("base64"),
  });
  const wraps = [await wrap({ site, region, key: own })];
  for (const to of request.copies)
    await wrap(to).then(
      (one) => wraps.push(one),
      (error: unknown) => warn(`${to.site} cannot open the records that this run read: ${errorText(error)}`),
    );
  return wraps;
}
