import type { CaptureItem } from "../../contract/events.ts";
import { parseArn } from "../../core/arn.ts";
import { orNone } from "../kit/attempt.ts";
import { CallError } from "../kit/calls.ts";
import { sameJson } from "../kit/canonical.ts";
import { toJson } from "../kit/json.ts";
import { atOneMoment, ChangedError } from "../kit/moment.ts";
import { sortedKeys } from "../kit/sorted-keys.ts";
import { type Captured, FormError, type ProtectorPorts } from "../protector.ts";
import type { BusDocument } from "./document.ts";
import { type BusReads, READ, readBus } from "./read.ts";

/** One bus as it was at one moment: it is read twice. `undefined` when it is gone. */
export function captureBus(
  ports: BusReads & Pick<ProtectorPorts, "sleep">,
  { id: name, arn, hints }: CaptureItem,
): Promise<Captured<BusDocument, never> | undefined> {
  if (hints !== undefined) throw new FormError("hints are not an event bus's: it has none");
  const { account, region } = parseArn(arn);
  return atOneMoment(
    ports.sleep,
    name,
    async () => {
      const before = await readBus(ports, name);
      const after = await readBus(ports, name);
      if (!sameJson(sortedKeys(toJson(before)), sortedKeys(toJson(after))))
        throw new ChangedError("it was written meanwhile");
      const { revision, managedBy, ...found } = after;
      if (managedBy !== undefined)
        throw new CallError(
          READ,
          name,
          new Error(
            `event bus ${name} is made and kept by ${managedBy}: no restore can make it, so it is not captured`,
          ),
        );
      if (found.arn !== arn)
        throw new CallError(READ, name, new Error(`it answered for ${found.arn}, not for ${arn}`));
      return {
        document: { kind: "event-bus" as const, name, account, region, ...found },
        blobs: [],
        revision: { before: before.revision, after: revision },
        warnings: [],
      };
    },
    async () => (await orNone(() => readBus(ports, name))) === undefined,
  );
}
