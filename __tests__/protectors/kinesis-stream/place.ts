import type { StreamDocument } from "../../../modules/protectors/kinesis-stream/document.ts";
import { kinesisStream } from "../../../modules/protectors/kinesis-stream/protector.ts";
import type { PlanRequest, RestoreTarget, ThingPlan } from "../../../modules/protectors/protector.ts";
import { KinesisPlace } from "../../support/conforming/kinesis-place.ts";
import { planPortsOf, trying } from "../../support/made-plan.ts";
import { noBytes } from "../../support/no-bytes.ts";
import { SOURCE } from "../../support/protector-conformance/conforming.ts";

const POINT = `${SOURCE.account}/${SOURCE.region}/points/kinesis-stream/clicks/20260101T000000Z-0badcafe.json`;

export function placeOf(at: RestoreTarget = SOURCE): KinesisPlace {
  return new KinesisPlace({ ...at, page: 2 });
}

function portsOf({ kinesis: { account, region }, client }: KinesisPlace) {
  return planPortsOf({ account, region, client });
}

const { plan } = trying(kinesisStream, portsOf);

export function planned(
  place: KinesisPlace,
  document: StreamDocument,
  wanted: Partial<PlanRequest<StreamDocument>> = {},
): Promise<ThingPlan> {
  return plan(place, document, { point: POINT, ...wanted });
}

export async function captured(place: KinesisPlace, name = "clicks"): Promise<StreamDocument | undefined> {
  return (await capture(place, name))?.document;
}

export function capture(place: KinesisPlace, name = "clicks") {
  const arn = place.kinesis.arn(name);
  const ports = {
    ...portsOf(place),
    download: noBytes,
    spool: undefined as never,
    known: async () => undefined,
  };
  const item = { kind: "kinesis-stream", id: name, name, arn, related: [] } as const;
  return kinesisStream.capture(ports, item, {
    scope: { code: "published", triggers: "all" },
    keep: async () => {
      throw new Error("a stream has no bytes");
    },
    today: "2026-11-29",
  });
}
