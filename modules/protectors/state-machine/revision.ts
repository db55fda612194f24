import type { JsonObject } from "../../contract/json.ts";
import { canonical } from "../kit/canonical.ts";
import { parseExact } from "../kit/exact-json.ts";
import { sortedKeys } from "../kit/sorted-keys.ts";
import type { RestoreTarget } from "../protector.ts";
import { callsOf } from "./definition/calls.ts";
import { outlineOf } from "./definition/outline.ts";
import type { Revision } from "./document.ts";
import type { WholeMachine } from "./read.ts";

/** A revision as a document shows it, and where it calls what only its executions know. `place` is the machine's own. */
export function revisionOf(
  { definition, ...rest }: WholeMachine,
  place: RestoreTarget,
): { readonly revision: Revision; readonly unknown: readonly string[] } {
  const parsed = JSON.parse(definition) as JsonObject;
  const { known, unknown } = callsOf(parsed, place);
  const calls = known.map(({ at: state, to }) => ({ state, to }));
  return { revision: { ...rest, definition: outlineOf(parsed), calls }, unknown };
}

type Settings = Omit<Revision, "definition" | "calls"> & { readonly definition: JsonObject | string };

/** One form for revisions that mean the same: with the defaults that Step Functions shows. */
export function formOf({
  definition,
  roleArn,
  loggingConfiguration: logging = {},
  tracingConfiguration: tracing = {},
  encryptionConfiguration: encryption = {},
}: Settings): JsonObject {
  const parsed = typeof definition === "string" ? parseExact(definition) : definition;
  return {
    definition: sortedKeys(parsed),
    roleArn,
    logging: canonical({ ...logging, ...(logging.level === "OFF" && { level: "" }) }),
    tracing: canonical(tracing),
    encryption: canonical(
      encryption.type === "CUSTOMER_MANAGED_KMS_KEY"
        ? // https://docs.aws.amazon.com/step-functions/latest/apireference/API_EncryptionConfiguration.html
          { kmsDataKeyReusePeriodSeconds: 300, ...encryption }
        : {},
    ),
  };
}
