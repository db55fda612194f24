import type { CaptureItem } from "../../contract/events.ts";
import { parseArn } from "../../core/arn.ts";
import { compareText } from "../../core/source-order.ts";
import { orNone } from "../kit/attempt.ts";
import { CallError } from "../kit/calls.ts";
import { hashOfRead } from "../kit/hash-of-read.ts";
import { atOneMoment, ChangedError } from "../kit/moment.ts";
import { type Captured, FormError, type ProtectorPorts } from "../protector.ts";
import type { TableDocument } from "./document.ts";
import { readDescription, readTable, type TableReads } from "./read.ts";

/** A table has no revision: all of it is read twice, and its hash stands for one. Its items are not looked at. */
export function captureTable(
  ports: TableReads & Pick<ProtectorPorts, "sleep">,
  item: CaptureItem,
): Promise<Captured<TableDocument, never> | undefined> {
  if (item.hints !== undefined) throw new FormError("hints are not a table's: it has none");
  return atOneMoment(
    ports.sleep,
    item.name,
    async () => {
      const document = await readDocument(ports, item);
      const [before, after] = [hashOfRead(document), hashOfRead(await readDocument(ports, item))];
      if (before !== after) throw new ChangedError("it was written meanwhile");
      return { document, blobs: [], revision: { before, after }, warnings: warningsOf(document) };
    },
    async () => (await orNone(() => readDescription(ports, item.name))) === undefined,
  );
}

async function readDocument(reads: TableReads, { name, arn }: CaptureItem): Promise<TableDocument> {
  const { account, region } = parseArn(arn);
  const { description, ...settings } = await readTable(reads, name);
  if (description.TableArn !== arn)
    throw new CallError(
      "dynamodb:DescribeTable",
      name,
      new Error(`it answered for ${description.TableArn ?? "no table"}, not for ${arn}`),
    );
  const replicas = (description.Replicas ?? []).flatMap(({ RegionName }) => RegionName ?? []);
  const witnesses = (description.GlobalTableWitnesses ?? []).flatMap(({ RegionName }) => RegionName ?? []);
  return {
    kind: "dynamodb-table",
    name,
    arn,
    account,
    region,
    tableId: description.TableId ?? "",
    ...settings,
    replicas: replicas.filter((one) => one !== region).sort(compareText),
    ...(description.MultiRegionConsistency === "STRONG" && { isConsistentAcrossRegions: true }),
    ...(witnesses.length > 0 && { witnesses: witnesses.sort(compareText) }),
  };
}

/** Settings alone are kept: whoever reads the run has to know what brings the items back. */
function warningsOf({ name, recovery }: TableDocument): string[] {
  return recovery === undefined
    ? [
        `point-in-time recovery of table ${name} is off: if the table is lost, nothing of DynamoDB's brings its items back, and zonekeep does not make it again empty`,
      ]
    : [];
}
