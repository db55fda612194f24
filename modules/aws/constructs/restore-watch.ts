import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule/index.js";
import { Construct } from "constructs";
import type { WatchPlaces } from "../calls.ts";
import { ruleName } from "../names.ts";
import { writesOfRestore } from "../writes-of-restore.ts";

/** Tells nobody by itself: an alarm looks at how often it matches. */
export class RestoreWatch extends Construct {
  constructor(scope: Construct, id: string, places: WatchPlaces) {
    super(scope, id);
    new CloudwatchEventRule(this, "Rule", {
      name: ruleName(places.region, "restores"),
      description: `Somebody changes things in ${places.region} by a role that restores`,
      eventPattern: JSON.stringify(writesOfRestore(places)),
    });
  }
}
