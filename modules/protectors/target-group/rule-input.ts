import type { CreateRuleCommandInput } from "@aws-sdk/client-elastic-load-balancing-v2";
import { tagList, writableTags } from "../kit/tags.ts";
import type { ListenerRule } from "./document.ts";

/** A rule as CreateRule takes it. */
export function ruleInput({ listener, priority, conditions, actions, transforms, tags }: ListenerRule) {
  const Tags = tagList(writableTags(tags));
  return {
    ListenerArn: listener,
    Priority: Number(priority),
    Conditions: conditions as unknown as CreateRuleCommandInput["Conditions"],
    Actions: actions as unknown as CreateRuleCommandInput["Actions"],
    ...(transforms !== undefined && {
      Transforms: transforms as unknown as CreateRuleCommandInput["Transforms"],
    }),
    ...(Tags.length > 0 && { Tags }),
  } satisfies CreateRuleCommandInput;
}
