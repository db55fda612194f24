import type { CaptureItem } from "../../contract/events.ts";
import { parseArn } from "../../core/arn.ts";
import { CallError } from "../kit/calls.ts";
import { hashOfRead } from "../kit/hash-of-read.ts";
import { isMarked, ownTags } from "../kit/hashed-mark.ts";
import { atOneMoment, ChangedError } from "../kit/moment.ts";
import { type Captured, FormError, type ProtectorPorts } from "../protector.ts";
import type { LogGroupDocument } from "./document.ts";
import { findGroup, type LogReads, readGroup } from "./read.ts";
import { accountRetention } from "./retention.ts";

/** One log group as it was at one moment. `undefined` when it is gone, or never was: Lambda makes a function's when it first runs. */
export function captureGroup(
  ports: LogReads & Pick<ProtectorPorts, "sleep">,
  item: CaptureItem,
): Promise<Captured<LogGroupDocument, never> | undefined> {
  if (item.hints !== undefined) throw new FormError("hints are not a log group's: it has none");
  return atOneMoment(
    ports.sleep,
    item.id,
    () => readTwice(ports, item),
    async () => (await findGroup(ports, item.id)) === undefined,
  );
}

/** A group has no revision, and all that it has is a list of its own: it is read twice, and its hash stands for one. */
async function readTwice(
  reads: LogReads,
  { id: name, arn }: CaptureItem,
): Promise<Captured<LogGroupDocument, never> | undefined> {
  const found = await readGroup(reads, name);
  if (found === undefined) return undefined;
  const [before, after] = [hashOfRead(found), hashOfRead((await readGroup(reads, name)) ?? null)];
  if (before !== after) throw new ChangedError("it was written meanwhile");
  if (found.arn !== arn)
    throw new CallError(
      "logs:DescribeLogGroups",
      name,
      new Error(`it answered for ${found.arn}, not for ${arn}`),
    );
  const { account, region } = parseArn(arn);
  const policy = accountRetention(found.settings);
  return {
    document: { kind: "log-filter", name, account, region, ...found, tags: ownTags(found.tags) },
    blobs: [],
    revision: { before, after },
    warnings: [
      ...(isMarked(found.tags)
        ? [
            `a restore of log group ${name} has begun and not finished: what it has not made yet is not in the point`,
          ]
        : []),
      ...(policy !== undefined
        ? [
            `log group ${name} keeps its events as long as the account's retention policy ${policy} says: AWS tells no days of its own meanwhile, so none are in the point`,
          ]
        : []),
    ],
  };
}
