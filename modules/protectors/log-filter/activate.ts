import {
  PutSubscriptionFilterCommand,
  type PutSubscriptionFilterCommandInput,
} from "@aws-sdk/client-cloudwatch-logs";
import type { JsonObject } from "../../contract/json.ts";
import type { ActivateRequest, Activating } from "../activating.ts";
import { attempt } from "../kit/attempt.ts";
import { differingKeys } from "../kit/canonical.ts";
import { parserOf } from "../kit/parse.ts";
import { ARM_AGAIN, RestoreError } from "../kit/restore-error.ts";
import { requireRestored } from "../kit/restored.ts";
import type { ProtectorPorts } from "../protector.ts";
import { deletingFilter } from "./delete-filter.ts";
import schema from "./document.schema.json" with { type: "json" };
import { filterForm } from "./form.ts";
import { type LogReads, nameOf, readFilters } from "./read.ts";
import { MAX_FILTERS } from "./restore/filters.ts";
import { withTakenAway } from "./taken-away.ts";
import { destinationOf } from "./translate.ts";
import { withoutPattern } from "./without-pattern.ts";

type ActivatePorts = LogReads & Pick<ProtectorPorts, "sleep">;

interface FilterActivation {
  readonly name: string;
  readonly arn: string;
  /** As PutSubscriptionFilter takes them, without the group's name. */
  readonly filters: readonly JsonObject[];
  /** Names of those that were there and differed, and that a person allowed to change. */
  readonly changes: readonly string[];
  /** Names of those that called a version that did not come back. */
  readonly lost: readonly string[];
}

const PUT = "logs:PutSubscriptionFilter";
const { name, arn, subscriptionFilters: filters } = schema.properties;
const names = { type: "array", items: { type: "string" } };

/** @throws FormError */
export const parseActivation = parserOf<FilterActivation>(
  {
    type: "object",
    additionalProperties: false,
    required: ["name", "arn", "filters", "changes", "lost"],
    properties: { name, arn, filters, changes: names, lost: names },
    definitions: schema.definitions,
  },
  "what activates the log group",
);

/** One for each filter, and one for each whose version did not come back. */
export function activatings(
  ports: ActivatePorts,
  activation: FilterActivation,
  { arn, note }: ActivateRequest,
): Activating[] {
  const group = activation.name;
  const resource = `log group ${group}`;
  requireRestored({ resource, call: PUT }, activation.arn, arn);
  const lost = activation.lost.map((filter): Activating => {
    const fail = async (): Promise<never> => {
      const why = `the version that filter ${filter} called did not come back`;
      throw new RestoreError(
        resource,
        PUT,
        why,
        "let a filter call an alias or another version of the function",
      );
    };
    return {
      title: `put subscription filter ${filter} of ${resource}`,
      call: PUT,
      active: fail,
      activate: fail,
    };
  });
  const all = activation.filters.map((wanted): Activating => {
    const filter = nameOf(wanted);
    const read = async () => {
      const what = { resource, call: "logs:DescribeSubscriptionFilters", again: ARM_AGAIN };
      const there = await attempt(ports.sleep, what, () => readFilters(ports, group));
      const found = there.find((one) => nameOf(one) === filter);
      const differing = found && differingKeys(filterForm(wanted), filterForm(found));
      if (differing !== undefined && differing.length > 0 && !activation.changes.includes(filter))
        throw new RestoreError(
          resource,
          PUT,
          `subscription filter ${filter} is there, and its ${differing.join(", ")} differs`,
          "restore the log group by name with --replace to make it as it was captured, or leave it as it is",
        );
      return { there, found, differing };
    };
    return {
      title: `put subscription filter ${filter} of ${resource}, which calls ${destinationOf(wanted)}`,
      call: PUT,
      ...(activation.changes.includes(filter) && { changes: true }),
      active: async () => (await read()).differing?.length === 0,
      activate: async () => {
        const { there, found, differing } = await read();
        if (differing?.length === 0) return "kept";
        if (differing === undefined) requireRoom(there, resource, filter);
        else
          note(
            `${resource}: ${differing.join(", ")} of subscription filter ${filter} differed, and is as it was`,
          );
        await put(ports, group, wanted, found);
        return "written";
      },
      disarming: deletingFilter(ports, group, wanted),
    };
  });
  return [...all, ...lost];
}

/** @throws RestoreError for a filter more than a group can have: others' filters stay */
function requireRoom(there: readonly JsonObject[], resource: string, filter: string): void {
  if (there.length < MAX_FILTERS) return;
  throw new RestoreError(
    resource,
    PUT,
    `it has room for ${MAX_FILTERS} subscription filters, and others' are there (${there.map(nameOf).join(", ")}): ${filter} cannot come back`,
    "delete one that nobody needs; then arm again",
  );
}

async function put(
  { logs, sleep }: ActivatePorts,
  logGroupName: string,
  wanted: JsonObject,
  there: JsonObject | undefined,
): Promise<void> {
  const input = {
    ...withTakenAway(wanted, there),
    logGroupName,
  } as unknown as PutSubscriptionFilterCommandInput;
  await attempt(sleep, { resource: `log group ${logGroupName}`, call: PUT, again: ARM_AGAIN }, () =>
    withoutPattern(wanted, () => logs.send(new PutSubscriptionFilterCommand(input))),
  );
}
