import { ListStateMachinesCommand } from "@aws-sdk/client-sfn";
import { errorText } from "../../core/error-text.ts";
import { uniqueSorted } from "../../core/source-order.ts";
import { orNone } from "../kit/attempt.ts";
import { isDenied } from "../kit/calls.ts";
import { present } from "../kit/moment.ts";
import { everyPage } from "../kit/pages.ts";
import type { Inventoried, InventoryOptions, ProtectorPorts } from "../protector.ts";
import { isOwnMachine } from "./arn.ts";
import { callsOf, type TaskCalls } from "./definition/calls.ts";
import { type MachineReads, parsedDefinition, readAliases, readMachine } from "./read.ts";

type Ports = ProtectorPorts & MachineReads;

/** Every state machine of the region but zonekeep's own, with the functions and machines that it calls. */
export async function* inventory(ports: Ports, { warn }: InventoryOptions): AsyncIterable<Inventoried> {
  const pages = everyPage(
    "states:ListStateMachines",
    ports.region,
    (nextToken) => ports.sfn.send(new ListStateMachinesCommand({ maxResults: 100, nextToken })),
    ({ nextToken }) => nextToken,
  );
  for await (const { stateMachines = [] } of pages)
    for (const { name, stateMachineArn: arn } of stateMachines) {
      if (name === undefined || arn === undefined)
        throw new Error(`states:ListStateMachines of ${ports.region}: one without a name or an ARN`);
      if (isOwnMachine(name)) continue;
      const feeds = await fedBy(ports, name, arn, warn);
      // No policy selects a state machine by its tags.
      yield { kind: "state-machine", id: name, name, arn, related: [], tags: {}, feeds };
    }
}

/** What it calls now, and what the versions call that its aliases lead to. One that is gone since it was listed calls nothing. */
async function fedBy(
  ports: Ports,
  name: string,
  arn: string,
  warn: InventoryOptions["warn"],
): Promise<readonly string[]> {
  const unasked = (error: unknown): readonly string[] => {
    warn(`what state machine ${name} calls is not known: ${errorText(error)}`);
    return [];
  };
  let aliases: Awaited<ReturnType<typeof readAliases>>;
  try {
    aliases = (await orNone(() => readAliases(ports, arn))) ?? [];
  } catch (error) {
    // A list of which a page fails is none; who refuses us leaves the other machines as they are.
    if (isDenied(error)) return unasked(error);
    throw error;
  }
  try {
    const routed = uniqueSorted(aliases.flatMap(({ routing }) => Object.keys(routing)));
    const all = await present([arn, ...routed.map((version) => `${arn}:${version}`)], (one) =>
      orNone(() => called(ports, one)),
    );
    const unknown = uniqueSorted(all.flatMap((one) => one.unknown));
    if (unknown.length > 0)
      warn(`what state machine ${name} calls at ${unknown.join(", ")} only its executions know`);
    return uniqueSorted(all.flatMap(({ known }) => known.map(({ to }) => to)));
  } catch (error) {
    // It may refuse us, or its key be one that a run cannot use, which leaves the other machines as they are.
    return unasked(error);
  }
}

async function called(ports: Ports, arn: string): Promise<TaskCalls> {
  const { whole } = await readMachine(ports, arn);
  return callsOf(parsedDefinition(whole.definition, arn), ports);
}
