import type { TableDescription } from "@aws-sdk/client-dynamodb";
import { attempt } from "../../kit/attempt.ts";
import { AGAIN, RestoreError } from "../../kit/restore-error.ts";
import { readDescription } from "../read.ts";
import type { TableRestorePorts } from "./draft.ts";

const MINUTE = 60_000;
/** Milliseconds for which a restore of items, or an index that is made from them, is waited for; DynamoDB goes on by itself. */
const RESTORING = 240 * MINUTE;
/** The same of a change of settings. */
export const CHANGING = 60 * MINUTE;
const SLOWEST = 20_000;

/** What is on its way, and will become ACTIVE. */
const PASSING = /^(CREATING|UPDATING)$/;

type Ports = Pick<TableRestorePorts, "dynamodb" | "sleep">;

/**
 * The table once it is ACTIVE, with all that was asked of it done.
 * @throws RestoreError when it becomes something else, or is not in `most` milliseconds
 */
export function untilActive(ports: Ports, name: string, most: number): Promise<TableDescription> {
  return until(ports, name, most, () => undefined);
}

/** The same, and all its indexes with it: the table is ACTIVE long before one that is being made, and takes no second one. */
export function untilIndexed(ports: Ports, name: string): Promise<TableDescription> {
  return until(
    ports,
    name,
    RESTORING,
    ({ GlobalSecondaryIndexes: global = [], VectorIndexes: vector = [] }) => {
      const busy = [...global, ...vector].find(
        ({ IndexStatus }) => IndexStatus !== undefined && IndexStatus !== "ACTIVE",
      );
      return busy && `index ${busy.IndexName} is still ${busy.IndexStatus}`;
    },
  );
}

/** `busy`: what else it is not done with. */
async function until(
  ports: Ports,
  name: string,
  most: number,
  busy: (table: TableDescription) => string | undefined,
): Promise<TableDescription> {
  const what = { resource: `table ${name}`, call: "dynamodb:DescribeTable" };
  for (let waited = 0, pause = 500; ; pause = Math.min(SLOWEST, pause * 2)) {
    const description = await attempt(ports.sleep, what, () => readDescription(ports, name));
    const { TableStatus: status = "" } = description;
    const still = status === "ACTIVE" ? busy(description) : `it is still ${status}`;
    if (still === undefined) return description;
    if (status !== "ACTIVE" && !PASSING.test(status))
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
        `${still} after ${Math.round(most / MINUTE)} minutes`,
        `DynamoDB goes on by itself; when aws dynamodb describe-table --table-name ${name} says ACTIVE of all, ${AGAIN}`,
      );
    await ports.sleep(pause);
    waited += pause;
  }
}
