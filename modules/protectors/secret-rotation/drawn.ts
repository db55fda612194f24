import { attemptOrNone } from "../kit/attempt.ts";
import type { IdMap } from "../protector.ts";
import type { RotationDocument } from "./document.ts";
import { READ, readSecret, type SecretPorts } from "./read.ts";

/** The ARN of the secret of that name there. Nothing where there is none: the map says which one stands for it. */
export async function drawnSecret(
  ports: SecretPorts,
  { name, arn }: RotationDocument,
  { name: other = name }: { readonly name?: string },
): Promise<IdMap> {
  const what = { resource: `secret ${other}`, call: READ };
  const there = await attemptOrNone(ports.sleep, what, () => readSecret(ports, other));
  return there === undefined ? {} : { [arn]: there.arn };
}
