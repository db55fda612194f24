import { DescribeEventBusCommand } from "@aws-sdk/client-eventbridge";
import type { Blocked } from "../../blocked.ts";
import { attemptOrNone } from "../../kit/attempt.ts";
import type { PlanPorts } from "../../protector.ts";
import { isCustomBus } from "../arn.ts";
import type { RuleReads } from "../read.ts";

/** No call that makes something on a bus makes the bus. `of`: what wants it, in words. */
export async function busLacks(
  ports: RuleReads & Pick<PlanPorts, "sleep">,
  bus: string,
  of: string,
): Promise<Blocked[]> {
  const what = { resource: `event bus ${bus}`, call: "events:DescribeEventBus" };
  const found = await attemptOrNone(ports.sleep, what, () =>
    ports.events.send(new DescribeEventBusCommand({ Name: bus })),
  );
  if (found !== undefined) return [];
  return [
    {
      because: isCustomBus(bus) ? "incomplete" : "prerequisite",
      message: `event bus ${bus} of ${of} is not there`,
      hint: isCustomBus(bus)
        ? `restore event-bus/${bus} with it, or create the bus first`
        : "accept the partner's event source there first",
    },
  ];
}
