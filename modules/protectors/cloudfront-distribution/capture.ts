import type { CaptureItem } from "../../contract/events.ts";
import { orNone } from "../kit/attempt.ts";
import { CallError } from "../kit/calls.ts";
import { hashOfRead } from "../kit/hash-of-read.ts";
import { atOneMoment, ChangedError, present } from "../kit/moment.ts";
import { withoutOrigin } from "../kit/origin.ts";
import { type Captured, FormError, type ProtectorPorts } from "../protector.ts";
import { edgeFunctionName } from "./arn.ts";
import { edgeFunctionsOf } from "./config.ts";
import type { DistributionContent, DistributionDocument, EdgeFunction, KeyValueStore } from "./document.ts";
import {
  type DistributionReads,
  READ,
  type ReadDistribution,
  readDistribution,
  readEdgeFunction,
  readTags,
} from "./read.ts";
import { storesNamed } from "./stores/named.ts";
import { etagOfKeys, readPairs, readStores } from "./stores/read.ts";

/** Its ETag is of its configuration alone: all of it is read twice but what stores hold, and its hash stands for a revision. */
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
      const [found, now, heads] = await readContent(ports, id);
      const stores = await present(heads, async ({ etag: _, ...head }) => ({
        ...head,
        pairs: await readPairs(ports, head.arn),
      }));
      const [, again, headsAgain] = await readContent(ports, id);
      const [before, after] = [hashOfRead([now, heads]), hashOfRead([again, headsAgain])];
      if (before !== after) throw new ChangedError("it was written meanwhile");
      if (found.arn !== arn)
        throw new CallError(READ, id, new Error(`it answered for ${found.arn}, not for ${arn}`));
      return {
        document: {
          kind: "cloudfront-distribution",
          ...{ id, name: id, arn, account, region },
          domain: found.domain,
          ...now,
          ...(stores.length > 0 && { stores }),
        },
        blobs: [],
        revision: { before, after },
        warnings: warningsOf(id, now),
      };
    },
    async () => (await orNone(() => readDistribution(ports, id))) === undefined,
  );
}

/** A key-value store with the ETag of what it holds, which is read once, between two looks at that. */
type StoreHead = Omit<KeyValueStore, "pairs"> & { readonly etag: string };

async function readContent(
  ports: DistributionReads & Pick<ProtectorPorts, "account">,
  id: string,
): Promise<readonly [ReadDistribution, DistributionContent, readonly StoreHead[]]> {
  const found = await readDistribution(ports, id);
  const { enabled, config } = found;
  const functions: EdgeFunction[] = [];
  for (const arn of edgeFunctionsOf(config)) {
    const { etag: _, ...one } = await readEdgeFunction(ports, edgeFunctionName(arn) ?? arn, "LIVE");
    functions.push(one);
  }
  const heads = await readHeads(ports, storesNamed(functions));
  const tags = withoutOrigin(await readTags(ports, found.arn));
  return [found, { enabled, config, functions, tags }, heads];
}

async function readHeads(
  ports: DistributionReads & Pick<ProtectorPorts, "account">,
  arns: readonly string[],
): Promise<readonly StoreHead[]> {
  const listed = arns.length === 0 ? [] : await readStores(ports, ports.account);
  return present(arns, async (arn) => {
    const { Name: name, Comment: comment = "" } = listed.find(({ ARN }) => ARN === arn) ?? {};
    if (name === undefined) throw new ChangedError(`key-value store ${arn} is not listed`);
    return { name, arn, comment, etag: await etagOfKeys(ports, arn) };
  });
}

function warningsOf(id: string, { config }: DistributionContent): readonly string[] {
  return config.Staging === true
    ? [
        `distribution ${id} is one for staging, which CloudFront makes by copying alone: no restore brings it back`,
      ]
    : [];
}
