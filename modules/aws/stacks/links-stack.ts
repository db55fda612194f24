import { S3BucketReplicationConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-replication-configuration/index.js";
import type { Construct } from "constructs";
import type { CopyUnit } from "../../planner/plan.ts";
import { sourcePrefix } from "../../recovery/layout.ts";
import { Alarms } from "../constructs/alarms.ts";
import { Role } from "../constructs/role.ts";
import { replicationStatements } from "../iam/replication-role.ts";
import { trustReplication } from "../iam/trust.ts";
import { REPLICATION } from "../limits.ts";
import { bucketArn, bucketName, keyAliasArn, type NameScope, replicationRuleId, topicArn } from "../names.ts";
import { unitsOf } from "./units.ts";
import { ZonekeepStack, type ZonekeepStackProps } from "./zonekeep-stack.ts";

/** What leaves a region: its store's one replication document, a rule for each source and destination. */
export class LinksStack extends ZonekeepStack {
  constructor(app: Construct, props: ZonekeepStackProps) {
    super(app, props);
    const { plan, scope, stack } = props;
    const copies = unitsOf(stack, "copy");
    const distinct = (sites: readonly string[]): string[] => [...new Set(sites)].sort();
    const role = new Role(this, "replication", {
      site: stack.region,
      use: "replication",
      description: `zonekeep: S3 copies the recovery points of ${stack.region} to other regions`,
      trust: trustReplication(),
      statements: replicationStatements({
        ...scope,
        region: stack.region,
        sources: distinct(copies.map(({ site }) => site)),
        destinations: distinct(copies.map(({ to }) => to)),
      }),
    });
    new S3BucketReplicationConfigurationA(this, "rules", {
      bucket: bucketName(scope.account, stack.region),
      role: role.arn,
      rule: copies.map((copy, priority) => replicationRule(scope, copy, priority)),
      dependsOn: [role.policy],
    });
    // The topic is the region's own: it is there before its links are.
    const topic = topicArn(scope, stack.region, stack.region);
    new Alarms(this, "alarms", { scope, stack, policies: plan.policies, topicArn: topic });
  }
}

/**
 * The prefix is one source's, so a run's work is never copied. Deletes do not travel: a copy outlives a mistake.
 * The destination's key is named by its alias; S3 accepts any, and fails later if there is none. Replication Time
 * Control is what makes the time of a copy a promise that an RPO can be proven with, and not a habit.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-add-config.html
 */
function replicationRule(scope: NameScope, { site, to }: CopyUnit, priority: number) {
  return {
    id: replicationRuleId(site, to),
    priority,
    status: "Enabled",
    filter: { prefix: sourcePrefix(scope.account, site) },
    deleteMarkerReplication: { status: "Disabled" },
    sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: "Enabled" } },
    destination: {
      bucket: bucketArn(scope, bucketName(scope.account, to)),
      encryptionConfiguration: { replicaKmsKeyId: keyAliasArn(scope, to, to) },
      // S3 takes no other number, and no replication time without metrics.
      replicationTime: { status: "Enabled", time: { minutes: REPLICATION.value } },
      metrics: { status: "Enabled", eventThreshold: { minutes: REPLICATION.value } },
    },
  };
}
