import {
  type TableDescription,
  UpdateTableCommand,
  type UpdateTableCommandInput,
} from "@aws-sdk/client-dynamodb";
import { attempt } from "../../kit/attempt.ts";
import type { Draft } from "./draft.ts";
import { CHANGING, untilActive, untilIndexed } from "./wait.ts";

export const UPDATE = "dynamodb:UpdateTable";

/** What UpdateTable takes, beside the name. */
type Change = Readonly<Record<string, unknown>>;

interface Options {
  readonly part?: string;
  /** It makes an index, of which DynamoDB makes one at a time. */
  readonly indexing?: true;
}

/** One change of the table, which is waited for. It may depend on what the table is by then; `undefined`: it is so already. */
export function update(
  { ports, request, steps, effect }: Draft,
  title: string,
  change: Change | ((now: TableDescription) => Change | undefined),
  { part, indexing }: Options = {},
): void {
  const { name } = request.translation.document;
  const resource = `table ${name}`;
  const settled = () => (indexing ? untilIndexed(ports, name) : untilActive(ports, name, CHANGING));
  steps.push({
    title: `${title} of ${resource}`,
    call: UPDATE,
    effect,
    ...(part !== undefined && { part }),
    perform: async () => {
      const now = await settled();
      const input = typeof change === "function" ? change(now) : change;
      if (input === undefined) return;
      await attempt(ports.sleep, { resource, call: UPDATE }, () =>
        ports.dynamodb.send(new UpdateTableCommand({ TableName: name, ...input } as UpdateTableCommandInput)),
      );
      await settled();
    },
  });
}
