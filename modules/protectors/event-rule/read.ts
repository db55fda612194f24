import {
  DescribeRuleCommand,
  type EventBridgeClient,
  ListTagsForResourceCommand,
  ListTargetsByRuleCommand,
} from "@aws-sdk/client-eventbridge";
import type { JsonObject } from "../../contract/json.ts";
import { compareText } from "../../core/source-order.ts";
import { CallError, call } from "../kit/calls.ts";
import { parseExactObject } from "../kit/exact-json.ts";
import { pick, toJson } from "../kit/json.ts";
import { everyPage } from "../kit/pages.ts";
import { type RuleName, ruleId } from "./arn.ts";
import type { RuleDocument } from "./document.ts";

/** What reading a rule asks. */
export interface RuleReads {
  readonly events: Pick<EventBridgeClient, "send">;
}

/** A rule with its targets whole, what they are told too. */
export interface ReadRule extends Pick<RuleDocument, "arn" | "state" | "settings" | "tags"> {
  readonly targets: readonly JsonObject[];
  /** The service that made it and keeps it. */
  readonly managedBy?: string;
  /** The account that made it, which may be another than owns it. */
  readonly createdBy?: string;
}

const READ = "events:DescribeRule";

export async function readRule(reads: RuleReads, of: RuleName): Promise<ReadRule> {
  const id = ruleId(of);
  const answer = await call(READ, id, () =>
    reads.events.send(new DescribeRuleCommand({ Name: of.name, EventBusName: of.bus })),
  );
  const { Arn: arn, EventPattern: pattern, State: state = "ENABLED", ManagedBy, CreatedBy } = answer;
  if (arn === undefined) throw new CallError(READ, id, new Error("answered without an ARN"));
  const targets = await readTargets(reads, of);
  const { Tags = [] } = await call("events:ListTagsForResource", id, () =>
    reads.events.send(new ListTagsForResourceCommand({ ResourceARN: arn })),
  );
  return {
    arn,
    state,
    settings: {
      ...(pattern !== undefined && pattern !== "" && { EventPattern: patternOf(id, pattern) }),
      ...pick(answer, ["ScheduleExpression", "Description", "RoleArn"]),
    },
    targets,
    tags: Object.fromEntries(Tags.map(({ Key = "", Value = "" }) => [Key, Value])),
    ...(ManagedBy !== undefined && { managedBy: ManagedBy }),
    ...(CreatedBy !== undefined && { createdBy: CreatedBy }),
  };
}

/** Sorted by Id: EventBridge promises no order. */
export async function readTargets({ events }: RuleReads, of: RuleName): Promise<readonly JsonObject[]> {
  const pages = everyPage(
    "events:ListTargetsByRule",
    ruleId(of),
    (NextToken) =>
      events.send(
        new ListTargetsByRuleCommand({ Rule: of.name, EventBusName: of.bus, Limit: 100, NextToken }),
      ),
    ({ NextToken }) => NextToken,
  );
  const found: JsonObject[] = [];
  for await (const { Targets = [] } of pages)
    for (const target of Targets) found.push(toJson(target) as JsonObject);
  return found.sort((a, b) => compareText(String(a.Id), String(b.Id)));
}

/** @throws CallError for a pattern that is not a JSON object: a point without it would fit every event */
export function patternOf(id: string, text: string, asked = READ): JsonObject {
  const value = parseExactObject(text);
  if (value !== undefined) return value;
  throw new CallError(asked, id, new Error("EventPattern is not a JSON object"));
}
