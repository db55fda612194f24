import { ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { orNone } from "../kit/attempt.ts";
import { everyPage } from "../kit/pages.ts";
import { Refusals } from "../kit/refusals.ts";
import type { Inventoried, InventoryOptions, ProtectorPorts } from "../protector.ts";
import { arnOfTable } from "./arn.ts";
import { readTags, type TableReads } from "./read.ts";

/** Every table of the region. */
export async function* inventory(
  ports: ProtectorPorts & Pick<TableReads, "dynamodb">,
  { needsTags, warn }: InventoryOptions,
): AsyncIterable<Inventoried> {
  const refusals = new Refusals();
  const pages = everyPage(
    "dynamodb:ListTables",
    ports.region,
    (ExclusiveStartTableName) => ports.dynamodb.send(new ListTablesCommand({ ExclusiveStartTableName })),
    ({ LastEvaluatedTableName }) => LastEvaluatedTableName,
  );
  for await (const { TableNames = [] } of pages)
    for (const name of TableNames) {
      const candidate = { name, arn: arnOfTable(ports, name) };
      const tags = needsTags(candidate)
        ? await refusals.ask(name, () => orNone(() => readTags(ports, candidate.arn, name)))
        : {};
      // Gone since it was listed, or not to be read.
      if (tags === undefined) continue;
      yield { kind: "dynamodb-table", id: name, ...candidate, related: [], feeds: [], tags };
    }
  refusals.tell(warn, "tables whose tags may not be read, so that no policy selects them by tags");
}
