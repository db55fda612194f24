import type { CaptureItem } from "../../contract/events.ts";
import { parseArn } from "../../core/arn.ts";
import { orNone } from "../kit/attempt.ts";
import { CallError } from "../kit/calls.ts";
import { type Captured, FormError } from "../protector.ts";
import type { DestinationDocument } from "./document.ts";
import { type DestinationReads, READ, readDestination } from "./read.ts";

/** One call tells all of it. `undefined` when it is gone. */
export async function captureDestination(
  reads: DestinationReads,
  { id: name, arn, hints }: CaptureItem,
): Promise<Captured<DestinationDocument, never> | undefined> {
  if (hints !== undefined) throw new FormError("hints are not an API destination's: it has none");
  const found = await orNone(() => readDestination(reads, name));
  if (found === undefined) return undefined;
  const { revision, ...read } = found;
  if (read.arn !== arn)
    throw new CallError(READ, name, new Error(`it answered for ${read.arn}, not for ${arn}`));
  const { account, region } = parseArn(arn);
  return {
    document: { kind: "api-destination", name, account, region, ...read },
    blobs: [],
    revision: { before: revision, after: revision },
    warnings: [],
  };
}
