import type { ActivateRequest, Activating } from "../activating.ts";
import { parserOf } from "../kit/parse.ts";
import { RestoreError } from "../kit/restore-error.ts";
import { untelling } from "./disarm.ts";
import schema from "./document.schema.json" with { type: "json" };
import type { Configuration } from "./document.ts";
import { destinationsOf } from "./merge.ts";
import { WRITE_ACTION } from "./put.ts";
import type { BucketPorts } from "./read.ts";
import { tell, tellsAlready } from "./write.ts";

interface NotificationsActivation {
  readonly bucket: string;
  readonly configuration: Configuration;
  /** ARNs of the source: versions that an entry calls, and that did not come back. */
  readonly lost: readonly string[];
  /** It told EventBridge nothing when the restore was planned. Absent in results of older versions. */
  readonly bridges?: boolean;
}

/** @throws FormError */
export const parseActivation = parserOf<NotificationsActivation>(
  {
    type: "object",
    additionalProperties: false,
    required: ["bucket", "configuration", "lost"],
    properties: {
      bucket: schema.properties.bucket,
      configuration: schema.properties.configuration,
      lost: { type: "array", items: { type: "string" } },
      bridges: { type: "boolean" },
    },
    definitions: schema.definitions,
  },
  "what activates a bucket's notifications",
);

/** One for the bucket, none where nothing is to be told, and one for each version that cannot be called. */
export function activatings(
  ports: BucketPorts,
  { bucket, configuration, lost, bridges = false }: NotificationsActivation,
  { note }: ActivateRequest,
): Activating[] {
  const told = destinationsOf(configuration).map(nameOf);
  if (configuration.EventBridgeConfiguration !== undefined) told.push("EventBridge");
  const all = lost.map((arn) => lostActivating(bucket, arn));
  if (told.length === 0) return all;
  const names = [...new Set(told)].join(", ");
  const one: Activating = {
    title: `notify ${names} of events in bucket ${bucket}`,
    call: WRITE_ACTION,
    active: () => tellsAlready(ports, bucket, configuration, note),
    activate: () => tell(ports, bucket, configuration, note),
    disarming: untelling(ports, { bucket, ours: configuration, bridges }, names, { note }),
  };
  return [one, ...all];
}

/** A version that was not published again stays uncalled, and is said at every activation. */
function lostActivating(bucket: string, arn: string): Activating {
  const fail = async (): Promise<never> => {
    throw new RestoreError(
      `bucket ${bucket}`,
      WRITE_ACTION,
      `the version that it called did not come back: ${arn}`,
      "let the bucket call an alias or another version of the function",
    );
  };
  return {
    title: `notify ${arn} of events in bucket ${bucket}`,
    call: WRITE_ACTION,
    active: fail,
    activate: fail,
  };
}

/** The function, queue or topic of an ARN. */
function nameOf(arn: string): string {
  const parts = arn.split(":");
  return (parts[5] === "function" ? parts[6] : parts[5]) ?? "";
}
