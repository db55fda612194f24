import { CreateStreamCommand } from "@aws-sdk/client-kinesis";
import { attempt, orNone } from "../../kit/attempt.ts";
import { AGAIN, RestoreError } from "../../kit/restore-error.ts";
import { DEFAULT_DISTRIBUTION, DEFAULT_RECORD_SIZE, recordSizeOf } from "../form.ts";
import { readSummary, readTags } from "../read.ts";
import { countToCreate, startsOf } from "../shards.ts";
import type { Draft } from "./draft.ts";
import { begunFrom, settled } from "./live.ts";

const CREATE = "kinesis:CreateStream";

/** Born with its tags, and with shards of one size: `warm` where the account pays for it. */
export function planCreation(
  draft: Draft,
  tags: Readonly<Record<string, string>>,
  warm: number | undefined,
): void {
  const { ports, document, resource, steps } = draft;
  const { name, arn, mode, shards = [] } = document;
  const ShardCount = mode === "PROVISIONED" ? countToCreate(startsOf(shards)) : undefined;
  const most = recordSizeOf(document);
  const { recordDistributionStrategy: strategy = DEFAULT_DISTRIBUTION } = document;
  const what = { resource, call: CREATE };
  steps.push({
    title: `create ${resource}, ${ShardCount === undefined ? "on demand" : `with ${ShardCount} ${ShardCount === 1 ? "shard" : "shards"}`}`,
    call: CREATE,
    effect: "create",
    perform: async () => {
      await attempt(ports.sleep, what, async () => {
        try {
          await ports.kinesis.send(
            new CreateStreamCommand({
              StreamName: name,
              ShardCount,
              StreamModeDetails: { StreamMode: mode },
              ...(Object.keys(tags).length > 0 && { Tags: { ...tags } }),
              // A region that knows neither larger records nor another distribution need not be told of none.
              ...(most !== DEFAULT_RECORD_SIZE && { MaxRecordSizeInKiB: most }),
              ...(strategy !== DEFAULT_DISTRIBUTION && { RecordDistributionStrategy: strategy }),
              ...(warm !== undefined && { WarmThroughputMiBps: warm }),
            }),
          );
        } catch (error) {
          if (!(error instanceof Error) || error.name !== "ResourceInUseException") throw error;
          await requireOwn(draft, arn, error);
        }
      });
      await settled(ports, arn, resource);
    },
  });
}

/**
 * A stream of the name is there. One that is being deleted is waited for (`refusal` is repeated); ours was made by a request
 * whose answer was lost.
 */
async function requireOwn({ ports, resource, request }: Draft, arn: string, refusal: Error): Promise<void> {
  const summary = await orNone(() => readSummary(ports, arn));
  if (summary === undefined || summary.status === "DELETING") throw refusal;
  const tags = await readTags(ports, arn);
  if (begunFrom({ summary, tags }) === request.point) return;
  throw new RestoreError(resource, CREATE, "one of that name was made meanwhile, and is another", AGAIN);
}
