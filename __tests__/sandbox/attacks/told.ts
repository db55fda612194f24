import { topicArn } from "../../../modules/aws/names.ts";
import { jsonCall } from "../deployed/json-call.ts";
import { SCOPE } from "./scene.ts";

/** A rule as EventBridge has it. */
export interface DeployedRule {
  readonly Name: string;
  readonly State: string;
  readonly EventPattern: string;
  readonly Targets: readonly Target[];
}

interface Target {
  readonly Arn: string;
  readonly RoleArn?: string;
  readonly InputTransformer?: {
    readonly InputPathsMap: Readonly<Record<string, string>>;
    readonly InputTemplate: string;
  };
}

const call = <T>(endpoint: string, region: string, action: string, body: object): Promise<T> =>
  jsonCall(endpoint, region, "events", `AWSEvents.${action}`, body);

/** Every rule of a region that tells its topic, with its targets. */
export async function deployedRules(endpoint: string, region: string): Promise<DeployedRule[]> {
  const TargetArn = topicArn(SCOPE, region, region);
  const names = await call<{ RuleNames: readonly string[] }>(endpoint, region, "ListRuleNamesByTarget", {
    TargetArn,
  });
  const rules: DeployedRule[] = [];
  for (const Name of names.RuleNames) {
    const rule = await call<Omit<DeployedRule, "Targets">>(endpoint, region, "DescribeRule", { Name });
    const { Targets } = await call<{ Targets: Target[] }>(endpoint, region, "ListTargetsByRule", {
      Rule: Name,
    });
    rules.push({ ...rule, Targets });
  }
  return rules;
}

/** Names of the rules that are enabled and take an event, sorted. */
export async function takenBy(
  endpoint: string,
  region: string,
  rules: readonly DeployedRule[],
  event: object,
): Promise<string[]> {
  const taken: string[] = [];
  for (const { Name, State, EventPattern } of rules) {
    const asked = { EventPattern, Event: JSON.stringify(event) };
    const { Result } = await call<{ Result: boolean }>(endpoint, region, "TestEventPattern", asked);
    if (Result && State.startsWith("ENABLED")) taken.push(Name);
  }
  return taken.sort();
}
