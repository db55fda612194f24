import {
  PutRuleCommand,
  PutTargetsCommand,
  type PutTargetsCommandInput,
  TagResourceCommand,
} from "@aws-sdk/client-eventbridge";
import type { JsonObject } from "../../../contract/json.ts";
import { Redactor } from "../../../core/redactor.ts";
import { textsIn } from "../../../core/secrets-in.ts";
import { isObject } from "../../kit/canonical.ts";
import { exactText } from "../../kit/exact-json.ts";
import { tagList, writableTags } from "../../kit/tags.ts";
import type { RuleName } from "../arn.ts";
import type { RuleDocument } from "../document.ts";
import type { RuleReads } from "../read.ts";
import { withoutTold } from "../told.ts";

/** AWS takes so many entries at the most, and our part is far from it. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutTargets.html */
const AT_ONCE = 10;

type Whole = RuleName & Pick<RuleDocument, "state" | "settings"> & Partial<Pick<RuleDocument, "tags">>;

/** Always whole: what is left out is no longer there. Tags are taken of a new rule only, and passed over of one that is there. */
export async function putRule({ events }: RuleReads, rule: Whole): Promise<void> {
  const { EventPattern: pattern, ...settings } = rule.settings;
  const tags = tagsOf(rule.tags ?? {});
  await events.send(
    new PutRuleCommand({
      ...settings,
      Name: rule.name,
      EventBusName: rule.bus,
      State: rule.state,
      ...(isObject(pattern) && { EventPattern: exactText(pattern) }),
      ...(tags.length > 0 && { Tags: tags }),
    }),
  );
}

/** @throws an error by the code of the first entry that failed, which names each of them */
export async function putTargets(
  { events }: RuleReads,
  of: RuleName,
  targets: readonly JsonObject[],
): Promise<void> {
  for (let at = 0; at < targets.length; at += AT_ONCE) {
    const group = targets.slice(at, at + AT_ONCE);
    const { FailedEntryCount = 0, FailedEntries = [] } = await events.send(
      new PutTargetsCommand({
        Rule: of.name,
        EventBusName: of.bus,
        Targets: group as unknown as PutTargetsCommandInput["Targets"],
      }),
    );
    if (FailedEntryCount === 0 && FailedEntries.length === 0) continue;
    const told = FailedEntries.map(
      ({ TargetId = "a target", ErrorCode = "no reason", ErrorMessage = "" }) =>
        `${TargetId}: ${ErrorCode}${ErrorMessage && `: ${ErrorMessage}`}`,
    );
    const error = new Error(
      `${FailedEntryCount} of ${group.length} targets failed: ${told.sort().join("; ")}`,
    );
    error.name = FailedEntries[0]?.ErrorCode ?? "FailedEntries";
    // An answer is no error, so no client has cleaned what it repeats.
    const redactor = new Redactor();
    redactor.learn(textsIn(withoutTold(group).secrets?.targets));
    redactor.clean(error);
    throw error;
  }
}

/** Tags that are not given stay. */
export async function tagRule(
  { events }: RuleReads,
  ResourceARN: string,
  tags: Readonly<Record<string, string>>,
): Promise<void> {
  await events.send(new TagResourceCommand({ ResourceARN, Tags: tagsOf(tags) }));
}

function tagsOf(tags: Readonly<Record<string, string>>) {
  return tagList(writableTags(tags));
}
