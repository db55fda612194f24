import type { CaptureItem } from "../../contract/events.ts";
import { CallError, callOrNone } from "../kit/calls.ts";
import { hashOfRead } from "../kit/hash-of-read.ts";
import { type Captured, FormError } from "../protector.ts";
import type { RotationDocument } from "./document.ts";
import { READ, readSecret, type SecretReads } from "./read.ts";

/** A secret's rotation as one answer tells it, which is of one moment. `undefined` when the secret is gone. */
export async function captureRotation(
  ports: SecretReads & { readonly account: string; readonly region: string },
  { id: name, arn, hints }: CaptureItem,
): Promise<Captured<RotationDocument, never> | undefined> {
  if (hints !== undefined) throw new FormError("hints are not a secret's: it has none");
  const found = await callOrNone(READ, name, () => readSecret(ports, name));
  if (found === undefined) return undefined;
  if (found.arn !== arn)
    throw new CallError(READ, name, new Error(`it answered for ${found.arn}, not for ${arn}`));
  const { account, region } = ports;
  const { rotation } = found;
  const revision = hashOfRead(rotation ?? null);
  return {
    document: { kind: "secret-rotation", name, arn, account, region, ...(rotation && { rotation }) },
    blobs: [],
    revision: { before: revision, after: revision },
    warnings: [],
  };
}
