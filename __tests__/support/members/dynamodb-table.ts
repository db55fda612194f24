import type { Members } from "./members.ts";
import { OWN } from "./own.ts";

const ITEMS = "of items, which are no part of the point";
const REPLICAS = "replicas and witnesses are not made: they are named, or follow from them";
const RESTORED = "DynamoDB restores it with the items";
const WARM = "it grows by itself, and never falls: a part of its own, and no difference";

export const members: Members = {
  ignored: {
    "DescribeTable.Table.TableName": OWN,
    "DescribeTable.Table.TableSizeBytes": ITEMS,
    "DescribeTable.Table.ItemCount": ITEMS,
    "DescribeTable.Table.ProvisionedThroughput.NumberOfDecreasesToday": "a state",
    "DescribeTable.Table.LocalSecondaryIndexes[].IndexSizeBytes": ITEMS,
    "DescribeTable.Table.LocalSecondaryIndexes[].ItemCount": ITEMS,
    "DescribeTable.Table.LocalSecondaryIndexes[].IndexArn": OWN,
    "DescribeTable.Table.GlobalSecondaryIndexes[].Backfilling": "a state",
    "DescribeTable.Table.GlobalSecondaryIndexes[].ProvisionedThroughput.NumberOfDecreasesToday": "a state",
    "DescribeTable.Table.GlobalSecondaryIndexes[].IndexSizeBytes": ITEMS,
    "DescribeTable.Table.GlobalSecondaryIndexes[].ItemCount": ITEMS,
    "DescribeTable.Table.GlobalSecondaryIndexes[].IndexArn": OWN,
    "DescribeTable.Table.VectorIndexes[].Backfilling": "a state",
    "DescribeTable.Table.VectorIndexes[].IndexSizeBytes": ITEMS,
    "DescribeTable.Table.VectorIndexes[].ItemCount": ITEMS,
    "DescribeTable.Table.VectorIndexes[].IndexArn": OWN,
    "DescribeTable.Table.LatestStreamLabel": "the end of the stream's ARN",
    "DescribeTable.Table.GlobalTableVersion": REPLICAS,
    "DescribeTable.Table.Replicas[]..": REPLICAS,
    "DescribeTable.Table.GlobalTableSettingsReplicationMode": REPLICAS,
    "DescribeTable.Table.DisassociationProtectionEnabled": REPLICAS,
    "DescribeTable.Table.RestoreSummary..": "what a table was restored from is told of live ones alone",
    "DescribeTable.Table.SSEDescription.InaccessibleEncryptionDateTime": "a state",
    "DescribeTable.Table.ArchivalSummary..": "a state: an archived table has a backup, and no items",
    "DescribeContinuousBackups.ContinuousBackupsDescription.PointInTimeRecoveryDescription.EarliestRestorableDateTime":
      "a state",
    "DescribeContinuousBackups.ContinuousBackupsDescription.PointInTimeRecoveryDescription.LatestRestorableDateTime":
      "a state",
    "DescribeKinesisStreamingDestination.TableName": OWN,
    "DescribeKinesisStreamingDestination.KinesisDataStreamDestinations[].DestinationStatusDescription":
      "a state",
    "DescribeScalableTargets.ScalableTargets[].ServiceNamespace": OWN,
    "DescribeScalableTargets.ScalableTargets[].RoleARN": "the role that the service has for tables",
    "DescribeScalableTargets.ScalableTargets[].PredictedCapacity": "a state",
    "DescribeScalableTargets.ScalableTargets[].ScalableTargetARN": "an id that AWS gives",
    "DescribeScalingPolicies.ScalingPolicies[].PolicyARN": "an id that AWS gives",
    "DescribeScalingPolicies.ScalingPolicies[].ServiceNamespace": OWN,
    "DescribeScalingPolicies.ScalingPolicies[].ResourceId": OWN,
    "DescribeScalingPolicies.ScalingPolicies[].Alarms[]..": "alarms are made with the policy",
    "DescribeScheduledActions.ScheduledActions[].ScheduledActionARN": "an id that AWS gives",
    "DescribeScheduledActions.ScheduledActions[].ServiceNamespace": OWN,
    "DescribeScheduledActions.ScheduledActions[].ResourceId": OWN,
    "GetResourcePolicy.RevisionId": "a number that AWS gives",
    "ListContributorInsights.ContributorInsightsSummaries[].TableName": OWN,
  },
  unlike: {
    "DescribeTable.Table.WarmThroughput.ReadUnitsPerSecond": WARM,
    "DescribeTable.Table.WarmThroughput.WriteUnitsPerSecond": WARM,
    "DescribeTable.Table.GlobalSecondaryIndexes[].WarmThroughput.ReadUnitsPerSecond": WARM,
    "DescribeTable.Table.GlobalSecondaryIndexes[].WarmThroughput.WriteUnitsPerSecond": WARM,
  },
  lost: {
    "DescribeTable.Table.AttributeDefinitions[]..": RESTORED,
    "DescribeTable.Table.KeySchema[]..": RESTORED,
    "DescribeTable.Table.LocalSecondaryIndexes[]..": RESTORED,
    "DescribeTable.Table.TableId": "tells whose items a backup holds",
    "DescribeTable.Table.Replicas[].RegionName": REPLICAS,
    "DescribeTable.Table.GlobalTableWitnesses[].RegionName": REPLICAS,
    "DescribeTable.Table.MultiRegionConsistency": REPLICAS,
  },
  unsent: {
    "RegisterScalableTarget.RoleARN": "the role that the service has for tables",
    "RegisterScalableTarget.Tags.*": "not in the point: docs/kinds.md says so",
    "PutResourcePolicy.ExpectedRevisionId": "what is there is compared before",
    "PutResourcePolicy.ConfirmRemoveSelfResourceAccess": "nobody is locked out without a word of his own",
    "RestoreTableFromBackup.GlobalSecondaryIndexOverride[].WarmThroughput..":
      "asked for afterwards, as a part of its own",
    "RestoreTableToPointInTime.GlobalSecondaryIndexOverride[].WarmThroughput..":
      "asked for afterwards, as a part of its own",
    "RestoreTableFromBackup.LocalSecondaryIndexOverride[].Projection.NonKeyAttributes[]": RESTORED,
    "RestoreTableToPointInTime.LocalSecondaryIndexOverride[].Projection.NonKeyAttributes[]": RESTORED,
    "RestoreTableToPointInTime.SourceTableName": "the ARN says which",
    "RestoreTableToPointInTime.UseLatestRestorableTime": "a point is of a time",
    "UpdateTable.GlobalSecondaryIndexUpdates[].Delete..": "no index is taken away",
    "UpdateTable.VectorIndexUpdates[].Delete..": "no index is taken away",
    "UpdateTable.GlobalSecondaryIndexUpdates[].Create.OnDemandThroughput..":
      "told with all that the index has; no live table here lacks an index with limits",
    "UpdateTable.GlobalSecondaryIndexUpdates[].Create.WarmThroughput..":
      "asked for afterwards, as a part of its own",
    "UpdateTable.ReplicaUpdates[]..": REPLICAS,
    "UpdateTable.GlobalTableWitnessUpdates[]..": REPLICAS,
    "UpdateTable.MultiRegionConsistency": REPLICAS,
    "UpdateTable.GlobalTableSettingsReplicationMode": REPLICAS,
    "UpdateTable.DisassociationProtectionEnabled": REPLICAS,
  },
};
