import type { CaptureItem } from "../../contract/events.ts";
import { parseArn } from "../../core/arn.ts";
import { orNone } from "../kit/attempt.ts";
import { CallError } from "../kit/calls.ts";
import { type Captured, FormError, type ProtectorPorts } from "../protector.ts";
import type { PipeDocument } from "./document.ts";
import { type PipeReads, READ, type ReadPipe, readPipe } from "./read.ts";
import { hasFailed, isGivenUp, isUnderWay, LOOKS_IN_PASSING, settled, stateText } from "./settle.ts";

/** One call reads all of it, so it is of one moment, once nothing is under way. `undefined` when it is gone. */
export async function capturePipe(
  ports: PipeReads & Pick<ProtectorPorts, "sleep">,
  item: CaptureItem,
): Promise<Captured<PipeDocument, never> | undefined> {
  if (item.hints !== undefined) throw new FormError("hints are not a pipe's: it has none");
  const { account, region } = parseArn(item.arn);
  const found = await settled(ports.sleep, LOOKS_IN_PASSING, () => orNone(() => readPipe(ports, item.id)));
  if (found === undefined || found.state === "DELETING") return undefined;
  const { arn, running, settings, tags, revision } = found;
  const failed = (why: string): CallError => new CallError(READ, item.id, new Error(why));
  if (arn !== item.arn) throw failed(`it answered for ${arn}, not for ${item.arn}`);
  if (isUnderWay(found))
    throw failed(`it stays ${found.state}: what it is to be is not known; the next run tries again`);
  return {
    document: { kind: "pipe", name: item.id, arn, account, region, running, settings, tags },
    blobs: [],
    revision: { before: revision, after: revision },
    warnings: warningsOf(item.id, found),
  };
}

function warningsOf(name: string, found: ReadPipe): string[] {
  const kept = `pipe ${name} is ${stateText(found)}: it is kept as it says that it is to be`;
  if (hasFailed(found)) return [`${kept}, and may never have run so`];
  return isGivenUp(found) ? [`${kept}, and no person stopped it`] : [];
}
