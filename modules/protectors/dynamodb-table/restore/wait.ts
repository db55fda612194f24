import type { TableDescription } from "@aws-sdk/client-dynamodb";
import { attempt } from "../../kit/attempt.ts";
import { AGAIN, RestoreError } from "../../kit/restore-error.ts";
import { readDescription } from "../read.ts";
import type { TableRestorePorts } from "./draft.ts";

const MINUTE = 60_000;
/** Milliseconds for which a restore of items is waited for; DynamoDB goes on by itself. */
export const RESTORING = 240 * MINUTE;
/** The same of a change of settings. */
export const CHANGING = 60 * MINUTE;
const SLOWEST = 20_000;

/** What is on its way, and will become ACTIVE. */
const PASSING = /^(CREATING|UPDATING)$/;

/**
 * The table once it is ACTIVE, with all that was asked of it done.
 * @throws RestoreError when it becomes something else, or is not in `most` milliseconds
 */
export async function untilActive(
  ports: Pick<TableRestorePorts, "dynamodb" | "sleep">,
  name: string,
  most: number,
): Promise<TableDescription> {
  const what = { resource: `table ${name}`, call: "dynamodb:DescribeTable" };
  for (let waited = 0, pause = 500; ; pause = Math.min(SLOWEST, pause * 2)) {
    const description = await attempt(ports.sleep, what, () => readDescription(ports, name));
    const { TableStatus: status = "" } = description;
    if (status === "ACTIVE") return description;
    if (!PASSING.test(status))
      throw new RestoreError(
        what.resource,
        what.call,
        `it is ${status}`,
        status === "INACCESSIBLE_ENCRYPTION_CREDENTIALS"
          ? `enable its key, and let DynamoDB use it; then ${AGAIN}`
          : `look what became of it; then ${AGAIN}`,
      );
    if (waited >= most)
      throw new RestoreError(
        what.resource,
        what.call,
        `it is still ${status} after ${Math.round(most / MINUTE)} minutes`,
        `DynamoDB goes on by itself; when aws dynamodb describe-table --table-name ${name} says ACTIVE, ${AGAIN}`,
      );
    await ports.sleep(pause);
    waited += pause;
  }
}
