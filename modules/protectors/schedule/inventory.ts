import { ListSchedulesCommand, type ScheduleSummary } from "@aws-sdk/client-scheduler";
import { isArn } from "../../core/arn.ts";
import { errorText } from "../../core/error-text.ts";
import { isAbsent } from "../kit/calls.ts";
import { namedFunction } from "../kit/named-function.ts";
import { everyPage } from "../kit/pages.ts";
import type { Inventoried, InventoryOptions, ProtectorPorts } from "../protector.ts";
import { arnOfSchedule, DEFAULT_GROUP, scheduleId } from "./arn.ts";
import { getSchedule, type ScheduleReads } from "./read.ts";
import { relatedGroup } from "./related.ts";

/** A call of any API: which function it invokes stands in its input. */
const INVOKES = /:scheduler:::aws-sdk:lambda:invoke(Async)?$/;

/** Every schedule of the region, with what it calls. */
export async function* inventory(
  ports: ProtectorPorts & ScheduleReads,
  { warn }: InventoryOptions,
): AsyncIterable<Inventoried> {
  const pages = everyPage(
    "scheduler:ListSchedules",
    ports.region,
    (NextToken) => ports.scheduler.send(new ListSchedulesCommand({ MaxResults: 100, NextToken })),
    ({ NextToken }) => NextToken,
  );
  for await (const { Schedules = [] } of pages)
    for (const { Name: name, GroupName: group = DEFAULT_GROUP, Target } of Schedules) {
      if (name === undefined)
        throw new Error(`scheduler:ListSchedules of ${ports.region}: one without a name`);
      const id = scheduleId({ group, name });
      const arn = arnOfSchedule(ports, { group, name });
      yield {
        kind: "schedule",
        id,
        name: id,
        arn,
        related: relatedGroup(ports, group),
        // No policy selects a schedule by tags: it has none.
        tags: {},
        feeds: await fedBy(ports, { group, name }, Target, warn),
      };
    }
}

async function fedBy(
  ports: ProtectorPorts & ScheduleReads,
  of: { readonly group: string; readonly name: string },
  target: ScheduleSummary["Target"],
  warn: InventoryOptions["warn"],
): Promise<readonly string[]> {
  const to = target?.Arn ?? "";
  if (!INVOKES.test(to)) return [to].filter(isArn);
  try {
    const { secrets } = await getSchedule(ports, of);
    return functionIn(secrets?.input ?? "", ports);
  } catch (error) {
    if (isAbsent(error)) return [];
    warn(`what schedule ${scheduleId(of)} invokes is not known: ${errorText(error)}`);
    return [];
  }
}

/** As Invoke takes it. */
function functionIn(input: string, at: ProtectorPorts): readonly string[] {
  const { FunctionName: name, Qualifier: qualifier } = parsed(input);
  if (typeof name !== "string") return [];
  return [namedFunction(name, typeof qualifier === "string" ? qualifier : undefined, at) ?? []].flat();
}

function parsed(input: string): { readonly FunctionName?: unknown; readonly Qualifier?: unknown } {
  try {
    const value: unknown = JSON.parse(input);
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    return {};
  }
}
