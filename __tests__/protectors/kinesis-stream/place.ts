import type { StreamDocument } from "../../../modules/protectors/kinesis-stream/document.ts";
import { kinesisStream } from "../../../modules/protectors/kinesis-stream/protector.ts";
import type { PlanRequest, RestoreTarget, ThingPlan } from "../../../modules/protectors/protector.ts";
import { KinesisPlace } from "../../support/conforming/kinesis-place.ts";
import { noBytes } from "../../support/no-bytes.ts";
import { ELSEWHERE, SOURCE } from "../../support/protector-conformance/conforming.ts";

const POINT = `${SOURCE.account}/${SOURCE.region}/points/kinesis-stream/clicks/20260101T000000Z-0badcafe.json`;

export function placeOf(at: RestoreTarget = SOURCE): KinesisPlace {
  return new KinesisPlace({ ...at, page: 2 });
}

function portsOf({ kinesis: { account, region }, client }: KinesisPlace) {
  return { partition: "aws", account, region, client, sleep: async () => undefined };
}

export function planned(
  place: KinesisPlace,
  document: StreamDocument,
  wanted: Partial<PlanRequest<StreamDocument>> = {},
): Promise<ThingPlan> {
  const target = place.kinesis.region === SOURCE.region ? SOURCE : ELSEWHERE;
  return kinesisStream.plan(
    {
      ...portsOf(place),
      locate: async () => ({ bucket: "none", key: "none" }),
      open: noBytes,
      now: () => 0,
      holder: "somebody",
    },
    {
      point: POINT,
      translation: kinesisStream.translate(document, undefined, { target, map: {} }),
      target,
      together: new Set(),
      today: "2026-11-29",
      replace: false,
      allowPublic: false,
      ...wanted,
    },
  );
}

/** Ids that a plan's steps leave. */
export async function performed({ ids, steps, blocked }: ThingPlan): Promise<Map<string, string>> {
  if (blocked.length > 0) throw new Error(blocked.map(({ message }) => message).join("; "));
  const all = new Map(ids);
  for (const { perform } of steps) await perform?.(all);
  return all;
}

export async function captured(place: KinesisPlace, name = "clicks"): Promise<StreamDocument | undefined> {
  const arn = place.kinesis.arn(name);
  const ports = {
    ...portsOf(place),
    download: noBytes,
    spool: undefined as never,
    known: async () => undefined,
  };
  const item = { kind: "kinesis-stream", id: name, name, arn, related: [] } as const;
  const found = await kinesisStream.capture(ports, item, {
    scope: { code: "published", triggers: "all" },
    keep: async () => {
      throw new Error("a stream has no bytes");
    },
    today: "2026-11-29",
  });
  return found?.document;
}
