import type { SiteId } from "../../policy/policy.ts";
import { eventBusArn, type NameScope } from "../names.ts";
import { allow, type Statement } from "./statement.ts";

/**
 * Hands events on to the region that watches.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-region.html
 */
export function watchStatements(scope: NameScope, watchedBy: SiteId): Statement[] {
  return [allow(["events:PutEvents"], [eventBusArn(scope, watchedBy)])];
}
