import type { CaptureItem } from "../../contract/events.ts";
import { parseArn } from "../../core/arn.ts";
import { orNone } from "../kit/attempt.ts";
import { CallError } from "../kit/calls.ts";
import { sameJson } from "../kit/canonical.ts";
import { differencesOf } from "../kit/differences.ts";
import { atOneMoment, ChangedError } from "../kit/moment.ts";
import { type Captured, FormError, type ProtectorPorts } from "../protector.ts";
import { settingsOf } from "./attributes.ts";
import type { QueueDocument } from "./document.ts";
import { formOf } from "./form.ts";
import { type QueueReads, readAttributes, readTags, readUrl } from "./read.ts";

/** One queue as it was at one moment; its messages are not looked at. `undefined` when it is gone. */
export async function captureQueue(
  ports: QueueReads & Pick<ProtectorPorts, "sleep">,
  item: CaptureItem,
): Promise<Captured<QueueDocument, never> | undefined> {
  if (item.hints !== undefined) throw new FormError("hints are not a queue's: it has none");
  return atOneMoment(
    ports.sleep,
    item.name,
    () => readQueue(ports, item),
    async () => (await orNone(() => readUrl(ports, item.name))) === undefined,
  );
}

async function readQueue(
  reads: QueueReads,
  { name, arn }: CaptureItem,
): Promise<Captured<QueueDocument, never>> {
  const { account, region } = parseArn(arn);
  const url = await readUrl(reads, name);
  const before = await readAttributes(reads, name, url);
  if (before.QueueArn !== arn)
    throw new CallError(
      "sqs:GetQueueAttributes",
      name,
      new Error(`it answered for ${before.QueueArn ?? "no queue"}, not for ${arn}`),
    );
  const tags = await readTags(reads, name, url);
  const after = await readAttributes(reads, name, url);
  const settings = settingsOf(name, before);
  unchanged(before, after, formOf(settings), formOf(settingsOf(name, after)));
  return {
    document: { kind: "sqs-queue", name, arn, url, account, region, ...settings, tags: { ...tags } },
    blobs: [],
    revision: { before: before.LastModifiedTimestamp ?? "", after: after.LastModifiedTimestamp ?? "" },
    warnings: [],
  };
}

/** Tags move no date, and a queue that was changed twice within a second has the same one: settings count. */
function unchanged(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
  was: ReturnType<typeof formOf>,
  is: ReturnType<typeof formOf>,
): void {
  if (!sameJson(was, is)) {
    const names = differencesOf(was, is).map(({ path }) => path);
    throw new ChangedError(`${names.join(", ")} changed`);
  }
  const { CreatedTimestamp: made, LastModifiedTimestamp: moved } = after;
  if (before.CreatedTimestamp !== made || before.LastModifiedTimestamp !== moved)
    throw new ChangedError(`it was modified at ${moved ?? "an unknown time"}`);
}
