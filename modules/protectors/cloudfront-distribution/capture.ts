import type { CaptureItem } from "../../contract/events.ts";
import { orNone } from "../kit/attempt.ts";
import { CallError } from "../kit/calls.ts";
import { hashOfRead } from "../kit/hash-of-read.ts";
import { atOneMoment, ChangedError } from "../kit/moment.ts";
import { withoutOrigin } from "../kit/origin.ts";
import { type Captured, FormError, type ProtectorPorts } from "../protector.ts";
import { edgeFunctionName } from "./arn.ts";
import { edgeFunctionsOf, itemsIn } from "./config.ts";
import type { DistributionContent, DistributionDocument, EdgeFunction } from "./document.ts";
import {
  type DistributionReads,
  READ,
  type ReadDistribution,
  readDistribution,
  readEdgeFunction,
  readTags,
} from "./read.ts";

/** Its ETag is of its configuration alone: all of it is read twice, and its hash stands for a revision. */
export function captureDistribution(
  ports: DistributionReads & Pick<ProtectorPorts, "sleep" | "account" | "region">,
  { id, arn, hints }: CaptureItem,
): Promise<Captured<DistributionDocument, never> | undefined> {
  if (hints !== undefined) throw new FormError("hints are not a distribution's: it has none");
  const { account, region } = ports;
  return atOneMoment(
    ports.sleep,
    `distribution ${id}`,
    async () => {
      const [found, now] = await readContent(ports, id);
      const [, again] = await readContent(ports, id);
      const [before, after] = [hashOfRead(now), hashOfRead(again)];
      if (before !== after) throw new ChangedError("it was written meanwhile");
      if (found.arn !== arn)
        throw new CallError(READ, id, new Error(`it answered for ${found.arn}, not for ${arn}`));
      return {
        document: {
          kind: "cloudfront-distribution",
          ...{ id, name: id, arn, account, region },
          domain: found.domain,
          ...now,
        },
        blobs: [],
        revision: { before, after },
        warnings: warningsOf(id, now),
      };
    },
    async () => (await orNone(() => readDistribution(ports, id))) === undefined,
  );
}

async function readContent(
  ports: DistributionReads,
  id: string,
): Promise<readonly [ReadDistribution, DistributionContent]> {
  const found = await readDistribution(ports, id);
  const { enabled, config } = found;
  const functions: EdgeFunction[] = [];
  for (const arn of edgeFunctionsOf(config)) {
    const { etag: _, ...one } = await readEdgeFunction(ports, edgeFunctionName(arn) ?? arn, "LIVE");
    functions.push(one);
  }
  const tags = withoutOrigin(await readTags(ports, found.arn));
  return [found, { enabled, config, functions, tags }];
}

function warningsOf(id: string, { config, functions }: DistributionContent): readonly string[] {
  const stores = functions.filter(({ config: own }) => itemsIn(own.KeyValueStoreAssociations).length > 0);
  return [
    ...stores.map(
      ({ name }) =>
        `CloudFront function ${name} of distribution ${id} reads a key-value store, whose keys no run keeps`,
    ),
    ...(config.Staging === true
      ? [
          `distribution ${id} is one for staging, which CloudFront makes by copying alone: no restore brings it back`,
        ]
      : []),
  ];
}
