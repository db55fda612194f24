import {
  type ConfigRule,
  type ConfigServiceClient,
  DescribeConfigRulesCommand,
  DescribeRemediationConfigurationsCommand,
  ListTagsForResourceCommand,
} from "@aws-sdk/client-config-service";
import { uniqueSorted } from "../../core/source-order.ts";
import { CallError, call } from "../kit/calls.ts";
import { pick } from "../kit/json.ts";
import { everyPage } from "../kit/pages.ts";
import type { ConfigRuleDocument, ConfigRuleSettings } from "./document.ts";

/** What reading a rule of AWS Config asks. */
export interface ConfigRuleReads {
  readonly config: Pick<ConfigServiceClient, "send">;
}

/** What DescribeConfigRules gives and PutConfigRule takes, but for the name and ids. */
const SETTINGS = [
  "Description",
  "Scope",
  "Source",
  "InputParameters",
  "MaximumExecutionFrequency",
  "EvaluationModes",
] as const satisfies readonly (keyof ConfigRule)[];

export const READ = "config:DescribeConfigRules";

/** A rule, with its tags and what puts right what it finds. */
export interface ReadConfigRule
  extends Pick<ConfigRuleDocument, "arn" | "settings" | "remediations" | "tags"> {
  /** It is being deleted, and takes no change. */
  readonly isGoing: boolean;
  /** Whether it asks a function of somebody's own. */
  readonly isOwn: boolean;
}

/** Every rule of the region, those of AWS too. */
export async function* configRules({ config }: ConfigRuleReads, region: string): AsyncIterable<ConfigRule> {
  const pages = everyPage(
    READ,
    region,
    (NextToken) => config.send(new DescribeConfigRulesCommand({ NextToken })),
    ({ NextToken }) => NextToken,
  );
  for await (const { ConfigRules = [] } of pages) yield* ConfigRules;
}

/** Whether a rule asks a function, and nobody but its owner keeps it. */
export function asksFunction({ Source, CreatedBy }: ConfigRule): boolean {
  return Source?.Owner === "CUSTOM_LAMBDA" && !CreatedBy;
}

/** @throws CallError where there is none of that name, by AWS's own word */
export async function readConfigRule(reads: ConfigRuleReads, name: string): Promise<ReadConfigRule> {
  const { ConfigRules: [rule] = [] } = await call(READ, name, () =>
    reads.config.send(new DescribeConfigRulesCommand({ ConfigRuleNames: [name] })),
  );
  const { ConfigRuleArn: arn, Source } = rule ?? {};
  if (rule === undefined || arn === undefined || Source === undefined)
    throw new CallError(READ, name, new Error("answered without a rule, its ARN or its source"));
  return {
    arn,
    isGoing: rule.ConfigRuleState?.startsWith("DELETING") === true,
    isOwn: asksFunction(rule),
    settings: pick(rule, SETTINGS) as ConfigRuleSettings,
    remediations: await remediationsOf(reads, name),
    tags: await tagsOf(reads, arn),
  };
}

async function remediationsOf({ config }: ConfigRuleReads, name: string): Promise<readonly string[]> {
  const { RemediationConfigurations: found = [] } = await call(
    "config:DescribeRemediationConfigurations",
    name,
    () => config.send(new DescribeRemediationConfigurationsCommand({ ConfigRuleNames: [name] })),
  );
  return uniqueSorted(found.flatMap(({ TargetId }) => TargetId ?? []));
}

async function tagsOf(
  { config }: ConfigRuleReads,
  ResourceArn: string,
): Promise<Readonly<Record<string, string>>> {
  const pages = everyPage(
    "config:ListTagsForResource",
    ResourceArn,
    (NextToken) => config.send(new ListTagsForResourceCommand({ ResourceArn, NextToken })),
    ({ NextToken }) => NextToken,
  );
  const found: [string, string][] = [];
  for await (const { Tags = [] } of pages)
    for (const { Key = "", Value = "" } of Tags) found.push([Key, Value]);
  return Object.fromEntries(found);
}
