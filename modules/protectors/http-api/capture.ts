import type { CaptureItem } from "../../contract/events.ts";
import { orNone } from "../kit/attempt.ts";
import { hashOfRead } from "../kit/hash-of-read.ts";
import { atOneMoment, ChangedError } from "../kit/moment.ts";
import { restoredFrom, withoutOrigin } from "../kit/origin.ts";
import type { Captured, ProtectorPorts } from "../protector.ts";
import { arnOfApi } from "./arn.ts";
import type { ApiContent, ApiDocument, ApiKind } from "./document.ts";
import { hintedDomains } from "./hints.ts";
import { type ApiReads, readApi, readDomains } from "./read.ts";
import { type ReadApiContent, readWhole } from "./whole.ts";

/** An API has no revision: all of it is read twice, and its hash stands for one. */
export function captureApi(
  kind: ApiKind,
  ports: ApiReads & Pick<ProtectorPorts, "sleep" | "account" | "partition" | "region">,
  { id, hints }: CaptureItem,
): Promise<Captured<ApiDocument, never> | undefined> {
  const hinted = hintedDomains(hints);
  const { account, region } = ports;
  return atOneMoment(
    ports.sleep,
    `API ${id}`,
    async () => {
      const domains = hinted ?? (await readDomains(ports, region));
      const whole = await readWhole(ports, id, domains);
      const now = contentOf(whole);
      const again = contentOf(await readWhole(ports, id, domains));
      const [before, after] = [hashOfRead(now), hashOfRead(again)];
      if (before !== after) throw new ChangedError("it was written meanwhile");
      refuseHalf(kind, whole);
      return {
        document: { kind, id, arn: arnOfApi(ports, id), account, region, endpoint: whole.endpoint, ...now },
        blobs: [],
        revision: { before, after },
        warnings: warningsOf(whole),
      };
    },
    async () => (await orNone(() => readApi(ports, id))) === undefined,
  );
}

/** A half is no point. */
function refuseHalf(kind: ApiKind, { id, tags, since }: ReadApiContent): void {
  const point = restoredFrom(kind, tags, since);
  if (point !== undefined)
    throw new Error(
      `API ${id} is half restored, from ${point}: run that restore again, which finishes it; the point before stays the newest`,
    );
}

function contentOf(whole: ReadApiContent): ApiContent {
  const { name, settings, authorizers, models, integrations, routes, stages, deployments, mappings } = whole;
  return {
    ...{ name, settings, authorizers, models, integrations, routes, stages, deployments, mappings },
    tags: withoutOrigin(whole.tags),
  };
}

function warningsOf({ stages, deployments }: ReadApiContent): readonly string[] {
  return stages.flatMap(({ name, deployment }) =>
    deployment === undefined || deployments.some(({ id }) => id === deployment)
      ? []
      : [`stage ${name} serves deployment ${deployment}, which API Gateway does not list`],
  );
}
