import { createHash } from "node:crypto";
import type { CaptureItem } from "../../contract/events.ts";
import { parseArn } from "../../core/arn.ts";
import { orNone } from "../kit/attempt.ts";
import { CallError } from "../kit/calls.ts";
import { atOneMoment, ChangedError } from "../kit/moment.ts";
import { sortedKeys } from "../kit/sorted-keys.ts";
import { type Captured, FormError, type ProtectorPorts } from "../protector.ts";
import type { ArchiveDocument } from "./document.ts";
import { type ArchiveReads, isChanging, READ, type ReadArchive, readArchive } from "./read.ts";

/** One call tells all of it; an archive has no time of its last change, so the hash of it stands for one. `undefined` when it is gone. */
export function captureArchive(
  ports: ArchiveReads & Pick<ProtectorPorts, "sleep">,
  { id: name, arn, hints }: CaptureItem,
): Promise<Captured<ArchiveDocument, never> | undefined> {
  if (hints !== undefined) throw new FormError("hints are not an event archive's: it has none");
  const { account, region } = parseArn(arn);
  return atOneMoment(
    ports.sleep,
    `event archive ${name}`,
    async () => {
      const found = await readArchive(ports, name);
      if (found.arn !== arn)
        throw new CallError(READ, name, new Error(`it answered for ${found.arn}, not for ${arn}`));
      if (isChanging(found)) throw new ChangedError(`it is ${found.state}`);
      const { bus, settings } = found;
      const revision = createHash("sha256")
        .update(JSON.stringify(sortedKeys({ bus, settings })))
        .digest("hex");
      return {
        document: { kind: "event-archive" as const, name, arn, account, region, bus, settings },
        blobs: [],
        revision: { before: revision, after: revision },
        warnings: warningsOf(name, found),
      };
    },
    async () => (await orNone(() => readArchive(ports, name))) === undefined,
  );
}

/** Its settings are kept all the same. */
function warningsOf(name: string, { state, reason }: ReadArchive): string[] {
  return state === "ENABLED"
    ? []
    : [
        `event archive ${name} is ${state}, so that it may keep no event (${reason}): it is captured as it was asked for`,
      ];
}
