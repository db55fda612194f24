import { CreateLogGroupCommand, type LogGroupClass } from "@aws-sdk/client-cloudwatch-logs";
import { attempt, attemptOrNone } from "../../kit/attempt.ts";
import { firstTags } from "../../kit/hashed-mark.ts";
import { MARK } from "../../kit/mark.ts";
import { AGAIN, apiError, RestoreError } from "../../kit/restore-error.ts";
import { writableTags } from "../../kit/tags.ts";
import type { LogGroupDocument } from "../document.ts";
import { findGroup } from "../read.ts";
import type { GroupRestorePorts } from "./ports.ts";

/** A group that was made can be asked for within a second or so. */
const MAX_POLLS = 60;
const NEEDS_KEY =
  "let logs.<region>.amazonaws.com use the key, for this group, in the key's policy; then run the restore again";

/** With class, key, tags and protection in one call; with a mark where more is to come. */
export async function createGroup(
  ports: GroupRestorePorts,
  { name, settings, tags }: LogGroupDocument,
  mark: string | undefined,
): Promise<void> {
  const { logGroupClass, kmsKeyId, deletionProtectionEnabled } = settings;
  const first = mark === undefined ? writableTags(tags) : { ...firstTags(tags), [MARK]: mark };
  const command = new CreateLogGroupCommand({
    logGroupName: name,
    ...(logGroupClass !== undefined && { logGroupClass: logGroupClass as LogGroupClass }),
    ...(kmsKeyId !== undefined && { kmsKeyId: String(kmsKeyId) }),
    ...(deletionProtectionEnabled === true && { deletionProtectionEnabled }),
    ...(Object.keys(first).length > 0 && { tags: first }),
  });
  const what = {
    resource: `log group ${name}`,
    call: "logs:CreateLogGroup",
    hint: (words: string) => (/KMS key/i.test(words) ? NEEDS_KEY : undefined),
  };
  await attempt(ports.sleep, what, async () => {
    try {
      await ports.logs.send(command);
    } catch (error) {
      if (apiError(error).name !== "ResourceAlreadyExistsException") throw error;
      throw new RestoreError(
        what.resource,
        what.call,
        "a group of that name was made meanwhile",
        "run again to see how it differs",
      );
    }
  });
  await settled(ports, name);
}

/** Whatever is set next must find it. */
async function settled(ports: GroupRestorePorts, name: string): Promise<void> {
  const what = { resource: `log group ${name}`, call: "logs:DescribeLogGroups" };
  for (let polls = 0; polls < MAX_POLLS; polls++) {
    if ((await attemptOrNone(ports.sleep, what, () => findGroup(ports, name))) !== undefined) return;
    await ports.sleep(1000);
  }
  throw new RestoreError(
    what.resource,
    what.call,
    `it was made, and cannot be found after ${MAX_POLLS} seconds`,
    AGAIN,
  );
}
