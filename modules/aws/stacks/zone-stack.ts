import type { Construct } from "constructs";
import { sourcePrefix } from "../../recovery/layout.ts";
import { Alarms } from "../constructs/alarms.ts";
import { CallWatch } from "../constructs/call-watch.ts";
import { Notices } from "../constructs/notices.ts";
import { Role } from "../constructs/role.ts";
import { Schedules } from "../constructs/schedules.ts";
import { SiteKey } from "../constructs/site-key.ts";
import { Vault } from "../constructs/vault.ts";
import { trustAccount } from "../iam/trust.ts";
import { zoneStatements, zoneWriters } from "../iam/zone-role.ts";
import { keyCalls } from "../key-calls.ts";
import { bucketName } from "../names.ts";
import { copiesOf, unitOf, unitsOf } from "./units.ts";
import { ZonekeepStack, type ZonekeepStackProps } from "./zonekeep-stack.ts";

/**
 * What an edge zone has of its own, in its parent region: a key, a vault and a role that writes its prefix and no
 * other, so that one zone cannot read another's data. The parent's runners and store do the work.
 */
export class ZoneStack extends ZonekeepStack {
  constructor(app: Construct, props: ZonekeepStackProps) {
    super(app, props);
    const { plan, scope, stack } = props;
    const { region, site } = stack;
    const key = new SiteKey(this, unitOf(stack, "key").kind, { ...scope, site, region });
    const keyArn = key.arn;
    for (const { kind, lock, minDays, maxDays } of unitsOf(stack, "vault"))
      new Vault(this, kind, { site, keyArn, lock, minDays, maxDays });
    const places = {
      ...scope,
      region,
      bucket: bucketName(scope.account, region),
      prefix: sourcePrefix(scope.account, site),
      key: keyArn,
      copies: copiesOf(stack),
    };
    for (const { kind } of unitsOf(stack, "zone-role"))
      new Role(this, kind, {
        site,
        use: "zone",
        description: `zonekeep edge zone ${site}: its parent's runners write its recovery points by it`,
        trust: trustAccount(scope, zoneWriters(places)),
        statements: zoneStatements(places),
      });
    for (const { notify } of unitsOf(stack, "alarm")) {
      const { topicArn } = new Notices(this, "notices", { ...scope, site, region, notify });
      new Alarms(this, "alarms", { scope, stack, policies: plan.policies, topicArn });
      const watched = keyCalls({ ...scope, region, site }, [keyArn]);
      new CallWatch(this, "key-watch", { site, watched, topicArn });
    }
    const units = unitsOf(stack, "schedule");
    if (units.length > 0) new Schedules(this, "schedules", { plan, stack, units });
  }
}
