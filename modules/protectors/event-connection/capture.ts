import type { CaptureItem } from "../../contract/events.ts";
import { parseArn } from "../../core/arn.ts";
import { orNone } from "../kit/attempt.ts";
import { CallError } from "../kit/calls.ts";
import { type Captured, FormError } from "../protector.ts";
import type { ConnectionDocument } from "./document.ts";
import { awaitsSecret } from "./given.ts";
import { type ConnectionReads, READ, readConnection } from "./read.ts";

/** One call tells all of it that AWS tells. `undefined` when it is gone. */
export async function captureConnection(
  reads: ConnectionReads,
  { id: name, arn, hints }: CaptureItem,
): Promise<Captured<ConnectionDocument, never> | undefined> {
  if (hints !== undefined) throw new FormError("hints are not a connection's: it has none");
  const found = await orNone(() => readConnection(reads, name));
  if (found === undefined) return undefined;
  if (found.arn !== arn)
    throw new CallError(READ, name, new Error(`it answered for ${found.arn}, not for ${arn}`));
  const { account, region } = parseArn(arn);
  const { settings, authorization } = found;
  const revision = new Date(found.changed).toISOString();
  return {
    document: { kind: "event-connection", name, arn, account, region, settings, authorization },
    blobs: [],
    revision: { before: revision, after: revision },
    warnings: awaitsSecret(found)
      ? [`connection ${name} was restored, and nobody has given its secret again yet`]
      : [],
  };
}
