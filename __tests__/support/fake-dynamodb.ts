import { createHash } from "node:crypto";
import type * as D from "@aws-sdk/client-dynamodb";
import { awsError } from "./fake-aws/error.ts";
import { FakeService } from "./fake-aws/service.ts";
import { describedTable, type FakeTable, keysOf, type Restored, sameIndex } from "./fake-dynamodb/table.ts";

interface Backup {
  readonly arn: string;
  readonly type: D.BackupType;
  readonly made: Date;
  readonly table: FakeTable;
}

/** As far as point-in-time recovery of every table here goes back, and to. */
const EARLIEST = new Date("2025-12-20T00:00:00Z");
const LATEST = new Date("2026-02-01T00:00:00Z");

/** Tables of one account and region in memory, with what DynamoDB says of them; of items one text. */
export class FakeDynamoDB extends FakeService<D.DynamoDBClient> {
  readonly service = "dynamodb";
  readonly tables = new Map<string, FakeTable>();
  readonly backups: Backup[] = [];
  /** Other regions, from which a table may be restored. */
  readonly others: FakeDynamoDB[] = [];
  /** Times of DescribeTable until a table that is made or changed is ACTIVE. */
  settles = 2;
  /** How often a table of a name was made here. */
  readonly #made = new Map<string, number>();

  get all(): readonly FakeDynamoDB[] {
    return [this, ...this.others];
  }

  CreateTable(input: D.CreateTableInput) {
    const { TableName: name = "" } = input;
    if (this.tables.has(name)) throw awsError("ResourceInUseException", 400, `Table already exists: ${name}`);
    const table = this.#new(name, input);
    if (input.StreamSpecification?.StreamEnabled)
      this.#switchStream(table, input.StreamSpecification.StreamViewType ?? "KEYS_ONLY");
    table.tags = tagsOf(input.Tags ?? []);
    table.settling = 0;
    return { TableDescription: describedTable(table) };
  }

  DescribeTable({ TableName }: D.DescribeTableInput) {
    const table = this.table(TableName);
    const Table = describedTable(table);
    if (table.settling === 0)
      for (const [index, left] of table.indexing)
        if (left > 1) table.indexing.set(index, left - 1);
        else table.indexing.delete(index);
    table.settling = Math.max(0, table.settling - 1);
    return { Table };
  }

  ListTables({ ExclusiveStartTableName, Limit }: D.ListTablesInput) {
    const names = [...this.tables.keys()].sort();
    const start = ExclusiveStartTableName === undefined ? 0 : names.indexOf(ExclusiveStartTableName) + 1;
    const page = names.slice(start, start + Math.min(this.page, Limit ?? 100));
    const last = page.at(-1);
    return { TableNames: page, ...(last !== names.at(-1) && { LastEvaluatedTableName: last }) };
  }

  /** One that had point-in-time recovery leaves a backup of its last moment. */
  DeleteTable({ TableName }: D.DeleteTableInput) {
    const table = this.table(TableName);
    if (table.protected) throw awsError("ValidationException", 400, "Resource cannot be deleted");
    if (table.recovery !== undefined) this.backUp(table.name, "SYSTEM");
    this.tables.delete(table.name);
    return {};
  }

  /** Keeps a backup of a table as it is now. */
  backUp(name: string, type: D.BackupType, made = new Date(LATEST.getTime() + this.backups.length)): string {
    const table = structuredClone(this.table(name));
    const arn = `${table.arn}/backup/0176${this.backups.length}`;
    this.backups.push({ arn, type, made, table });
    return arn;
  }

  ListBackups({ TableName, BackupType = "USER", ExclusiveStartBackupArn: from }: D.ListBackupsInput) {
    const own = this.backups.filter(
      ({ table, type }) => table.name === TableName && (BackupType === "ALL" || BackupType === type),
    );
    const start = from === undefined ? 0 : own.findIndex(({ arn }) => arn === from) + 1;
    const page = own.slice(start, start + this.page);
    const last = page.at(-1);
    return {
      BackupSummaries: page.map(({ arn, type, made, table }) => ({
        TableName: table.name,
        TableId: table.id,
        TableArn: table.arn,
        BackupArn: arn,
        BackupName: type === "SYSTEM" ? `${table.name}$DeletedTableBackup` : "own",
        BackupCreationDateTime: made,
        BackupStatus: "AVAILABLE",
        BackupType: type,
      })),
      ...(last !== own.at(-1) && { LastEvaluatedBackupArn: last?.arn }),
    };
  }

  DescribeBackup({ BackupArn }: D.DescribeBackupInput) {
    const found = this.backups.find(({ arn }) => arn === BackupArn);
    if (found === undefined) throw awsError("BackupNotFoundException", 400);
    const { LocalSecondaryIndexes, GlobalSecondaryIndexes, VectorIndexes } = describedTable(found.table);
    return {
      BackupDescription: {
        BackupDetails: { BackupArn, BackupStatus: "AVAILABLE", BackupType: found.type },
        SourceTableFeatureDetails: { LocalSecondaryIndexes, GlobalSecondaryIndexes, VectorIndexes },
      },
    };
  }

  RestoreTableFromBackup({ BackupArn, ...input }: D.RestoreTableFromBackupInput) {
    const found = this.all.flatMap(({ backups }) => backups).find(({ arn }) => arn === BackupArn);
    if (found === undefined) throw awsError("BackupNotFoundException", 400, `Backup not found: ${BackupArn}`);
    return this.#restore(found.table, input, { table: found.table.arn, as: found.made, backup: found.arn });
  }

  RestoreTableToPointInTime({
    SourceTableArn,
    RestoreDateTime: at,
    ...input
  }: D.RestoreTableToPointInTimeInput) {
    const table = this.all
      .flatMap(({ tables }) => [...tables.values()])
      .find(({ arn }) => arn === SourceTableArn);
    if (table === undefined)
      throw awsError("TableNotFoundException", 400, `Table not found: ${SourceTableArn}`);
    if (table.recovery === undefined) throw awsError("PointInTimeRecoveryUnavailableException", 400);
    if (at !== undefined && (at < EARLIEST || at > LATEST))
      throw awsError("InvalidRestoreTimeException", 400);
    return this.#restore(table, input, { table: table.arn, as: at ?? LATEST });
  }

  /** Items, keys, indexes and capacity come back, and nothing else. */
  #restore(source: FakeTable, input: Omit<D.RestoreTableFromBackupInput, "BackupArn">, restored: Restored) {
    const name = input.TargetTableName ?? "";
    if (this.tables.has(name))
      throw awsError("TableAlreadyExistsException", 400, `Table already exists: ${name}`);
    const { settings } = source;
    const among = <One extends D.LocalSecondaryIndex | D.VectorIndex>(
      wanted: readonly One[] | undefined,
      all: readonly One[] = [],
    ): One[] => {
      if (wanted?.some((index) => !all.some((one) => sameIndex(index, one))))
        throw awsError("ValidationException", 400, "Index override does not match the indexes of the source");
      return [...(wanted ?? all)];
    };
    const global = among(input.GlobalSecondaryIndexOverride, settings.GlobalSecondaryIndexes);
    const local = among(input.LocalSecondaryIndexOverride, settings.LocalSecondaryIndexes);
    const vector = among(input.VectorIndexOverride, settings.VectorIndexes);
    const made = {
      AttributeDefinitions: settings.AttributeDefinitions,
      KeySchema: settings.KeySchema,
      BillingMode: input.BillingModeOverride ?? settings.BillingMode,
      ProvisionedThroughput: input.ProvisionedThroughputOverride ?? settings.ProvisionedThroughput,
      OnDemandThroughput: input.OnDemandThroughputOverride ?? settings.OnDemandThroughput,
      SSESpecification: input.SSESpecificationOverride ?? settings.SSESpecification,
      ...(global.length > 0 && { GlobalSecondaryIndexes: global }),
      ...(local.length > 0 && { LocalSecondaryIndexes: local }),
      ...(vector.length > 0 && { VectorIndexes: vector }),
    };
    const table = this.#new(name, made, restored);
    // They are filled from the items, which takes longer than the table.
    for (const { IndexName = "" } of vector) table.indexing.set(IndexName, this.settles + 1);
    table.items = source.items;
    return { TableDescription: describedTable(table) };
  }

  UpdateTable(input: D.UpdateTableInput) {
    const table = this.#active(input.TableName);
    const { StreamSpecification: stream, WarmThroughput: warm, TableName: _, ...rest } = input;
    const {
      GlobalSecondaryIndexUpdates: updates = [],
      DeletionProtectionEnabled,
      TableClass,
      ...others
    } = rest;
    const { VectorIndexUpdates: vectors = [], ...own } = others;
    if (
      [...updates, ...vectors].filter(({ Create, Delete }) => Create ?? Delete).length + table.indexing.size >
      1
    )
      throw awsError(
        "LimitExceededException",
        400,
        "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table",
      );
    if (stream !== undefined) {
      if (stream.StreamEnabled === (table.view !== undefined))
        throw awsError("ValidationException", 400, "Table already has, or has no, enabled stream");
      if (stream.StreamEnabled) this.#switchStream(table, stream.StreamViewType ?? "KEYS_ONLY");
      else delete table.view;
    }
    for (const { Create, Update } of updates) {
      const indexes = table.settings.GlobalSecondaryIndexes ?? [];
      if (Create !== undefined) {
        table.settings.GlobalSecondaryIndexes = [...indexes, Create];
        table.indexing.set(Create.IndexName ?? "", this.settles);
      }
      const at = indexes.findIndex(({ IndexName }) => IndexName === Update?.IndexName);
      if (Update !== undefined && at < 0) throw awsError("ResourceNotFoundException", 400);
      if (Update !== undefined) indexes[at] = { ...indexes[at], ...Update } as D.GlobalSecondaryIndex;
    }
    for (const { Create } of vectors) {
      if (Create === undefined) continue;
      const { AttributeDefinitions: types = table.settings.AttributeDefinitions } = own;
      const isTyped = (of: string | undefined) => types?.some(({ AttributeName }) => AttributeName === of);
      if (table.settings.BillingMode !== "PAY_PER_REQUEST")
        throw awsError("ValidationException", 400, "Vector indexes are of tables that are paid by request");
      if (Create.SearchSchema?.some(({ AttributeName }) => !isTyped(AttributeName)))
        throw awsError("ValidationException", 400, "SearchSchema names an attribute that is not defined");
      table.settings.VectorIndexes = [...(table.settings.VectorIndexes ?? []), Create];
      table.indexing.set(Create.IndexName ?? "", this.settles);
    }
    const { BillingMode = table.settings.BillingMode } = own;
    if (BillingMode === "PROVISIONED" && table.settings.BillingMode !== "PROVISIONED")
      if (keysOf(table, "GlobalSecondaryIndexes").some(({ ProvisionedThroughput: is }) => is === undefined))
        throw awsError("ValidationException", 400, "ProvisionedThroughput must be specified for each index");
    if (DeletionProtectionEnabled !== undefined) table.protected = DeletionProtectionEnabled;
    if (TableClass !== undefined) table.class = TableClass;
    for (const [asked, is] of [
      [warm, describedTable(table).WarmThroughput] as const,
      ...updates.map(
        ({ Update }) =>
          [
            Update?.WarmThroughput,
            describedTable(table).GlobalSecondaryIndexes?.find((one) => one.IndexName === Update?.IndexName)
              ?.WarmThroughput,
          ] as const,
      ),
    ])
      if (
        Number(asked?.ReadUnitsPerSecond) < Number(is?.ReadUnitsPerSecond) ||
        Number(asked?.WriteUnitsPerSecond) < Number(is?.WriteUnitsPerSecond)
      )
        throw awsError("ValidationException", 400, "WarmThroughput cannot be decreased");
    if (warm !== undefined) table.settings.WarmThroughput = warm;
    Object.assign(table.settings, own);
    table.settling = 1;
    table.changed = true;
    return { TableDescription: describedTable(table) };
  }

  DescribeTimeToLive({ TableName }: D.DescribeTimeToLiveInput) {
    const { ttl } = this.table(TableName);
    return {
      TimeToLiveDescription: {
        TimeToLiveStatus: ttl === undefined ? "DISABLED" : "ENABLED",
        ...(ttl !== undefined && { AttributeName: ttl }),
      },
    };
  }

  UpdateTimeToLive({ TableName, TimeToLiveSpecification: to }: D.UpdateTimeToLiveInput) {
    const table = this.#active(TableName);
    if (to?.Enabled === (table.ttl !== undefined))
      throw awsError("ValidationException", 400, "TimeToLive is already so");
    if (to?.Enabled && to.AttributeName !== undefined) table.ttl = to.AttributeName;
    else delete table.ttl;
    return { TimeToLiveSpecification: to };
  }

  DescribeContinuousBackups({ TableName = "" }: D.DescribeContinuousBackupsInput) {
    const found = this.tables.get(TableName);
    if (found === undefined) throw awsError("TableNotFoundException", 400, `Table not found: ${TableName}`);
    const { recovery: days } = found;
    return {
      ContinuousBackupsDescription: {
        ContinuousBackupsStatus: "ENABLED",
        PointInTimeRecoveryDescription: {
          PointInTimeRecoveryStatus: days === undefined ? "DISABLED" : "ENABLED",
          ...(days !== undefined && {
            RecoveryPeriodInDays: days,
            EarliestRestorableDateTime: EARLIEST,
            LatestRestorableDateTime: LATEST,
          }),
        },
      },
    };
  }

  UpdateContinuousBackups({
    TableName,
    PointInTimeRecoverySpecification: to,
  }: D.UpdateContinuousBackupsInput) {
    const table = this.table(TableName);
    if (to?.PointInTimeRecoveryEnabled) table.recovery = to.RecoveryPeriodInDays ?? 35;
    else delete table.recovery;
    return this.DescribeContinuousBackups({ TableName });
  }

  ListContributorInsights({ TableName, NextToken }: D.ListContributorInsightsInput) {
    const { insights } = this.table(TableName);
    const all = [...insights].map(([index, ContributorInsightsMode]) => ({
      TableName,
      ...(index !== "" && { IndexName: index }),
      ContributorInsightsStatus: "ENABLED",
      ContributorInsightsMode,
    }));
    return this.paged("ContributorInsightsSummaries", all, NextToken, { token: "NextToken" });
  }

  UpdateContributorInsights(input: D.UpdateContributorInsightsInput) {
    const { TableName, IndexName = "", ContributorInsightsAction: action } = input;
    const { insights } = this.#active(TableName);
    if (action === "ENABLE")
      insights.set(IndexName, input.ContributorInsightsMode ?? "ACCESSED_AND_THROTTLED_KEYS");
    else insights.delete(IndexName);
    return { TableName };
  }

  GetResourcePolicy({ ResourceArn = "" }: D.GetResourcePolicyInput) {
    const Policy = this.#owner(ResourceArn).policies.get(ResourceArn);
    if (Policy === undefined)
      throw awsError("PolicyNotFoundException", 400, `Resource-based policy not found for ${ResourceArn}`);
    return { Policy, RevisionId: "1" };
  }

  PutResourcePolicy({ ResourceArn = "", Policy = "" }: D.PutResourcePolicyInput) {
    this.#owner(ResourceArn).policies.set(ResourceArn, Policy);
    return { RevisionId: "1" };
  }

  DeleteResourcePolicy({ ResourceArn = "" }: D.DeleteResourcePolicyInput) {
    this.#owner(ResourceArn).policies.delete(ResourceArn);
    return {};
  }

  DescribeKinesisStreamingDestination({ TableName }: D.DescribeKinesisStreamingDestinationInput) {
    const { name, destinations } = this.table(TableName);
    const KinesisDataStreamDestinations = [...destinations].map(([StreamArn, { status, precision }]) => ({
      StreamArn,
      DestinationStatus: status,
      ...(precision !== undefined && { ApproximateCreationDateTimePrecision: precision }),
    }));
    for (const one of destinations.values())
      one.status = one.status === "ENABLING" || one.status === "ACTIVE" ? "ACTIVE" : "DISABLED";
    return { TableName: name, KinesisDataStreamDestinations };
  }

  EnableKinesisStreamingDestination(input: D.EnableKinesisStreamingDestinationCommandInput) {
    const { TableName, StreamArn = "", EnableKinesisStreamingConfiguration: more } = input;
    const precision = more?.ApproximateCreationDateTimePrecision;
    this.#active(TableName).destinations.set(StreamArn, {
      status: "ENABLING",
      ...(precision !== undefined && { precision }),
    });
    return { TableName, StreamArn, DestinationStatus: "ENABLING" };
  }

  UpdateKinesisStreamingDestination(input: D.UpdateKinesisStreamingDestinationCommandInput) {
    const { TableName, StreamArn = "", UpdateKinesisStreamingConfiguration: to } = input;
    const one = this.#active(TableName).destinations.get(StreamArn);
    if (one?.status !== "ACTIVE") throw awsError("ValidationException", 400, "it is no active destination");
    one.precision = to?.ApproximateCreationDateTimePrecision ?? "MILLISECOND";
    return { TableName, StreamArn, DestinationStatus: "UPDATING" };
  }

  DisableKinesisStreamingDestination({
    TableName,
    StreamArn = "",
  }: D.DisableKinesisStreamingDestinationCommandInput) {
    const one = this.table(TableName).destinations.get(StreamArn);
    if (one === undefined) throw awsError("ValidationException", 400, "no such destination");
    one.status = "DISABLING";
    return { TableName, StreamArn, DestinationStatus: "DISABLING" };
  }

  ListTagsOfResource({ ResourceArn = "", NextToken }: D.ListTagsOfResourceInput) {
    const all = Object.entries(this.#owner(ResourceArn).tags).map(([Key, Value]) => ({ Key, Value }));
    return this.paged("Tags", all, NextToken, { token: "NextToken" });
  }

  TagResource({ ResourceArn = "", Tags = [] }: D.TagResourceInput) {
    const table = this.#owner(ResourceArn);
    this.#active(table.name);
    const tags = { ...table.tags, ...tagsOf(Tags) };
    if (Object.keys(tags).length > 50) throw awsError("LimitExceededException", 400, "Too many tags");
    table.tags = tags;
    return {};
  }

  UntagResource({ ResourceArn = "", TagKeys = [] }: D.UntagResourceInput) {
    const table = this.#owner(ResourceArn);
    for (const key of TagKeys) delete table.tags[key];
    return {};
  }

  table(name = ""): FakeTable {
    const found = this.tables.get(name);
    if (found === undefined)
      throw awsError(
        "ResourceNotFoundException",
        400,
        `Requested resource not found: Table: ${name} not found`,
      );
    return found;
  }

  #active(name = ""): FakeTable {
    const table = this.table(name);
    if (table.settling > 0)
      throw awsError("ResourceInUseException", 400, `Table is being made or updated: ${name}`);
    return table;
  }

  /** Of a table or of its stream. */
  #owner(arn: string): FakeTable {
    const [, name] = /:table\/([^/]+)/.exec(arn) ?? [];
    const table = this.table(name);
    const streams = table.label === undefined ? [] : [`${table.arn}/stream/${table.label}`];
    if (![table.arn, ...streams].includes(arn))
      throw awsError("ResourceNotFoundException", 400, `Requested resource not found: ${arn}`);
    return table;
  }

  #new(name: string, settings: FakeTable["settings"], restored?: Restored): FakeTable {
    const made = (this.#made.get(name) ?? 0) + 1;
    this.#made.set(name, made);
    const table: FakeTable = {
      name,
      arn: `arn:aws:dynamodb:${this.region}:${this.account}:table/${name}`,
      id: idOf(`${name} ${made}${restored === undefined ? "" : " restored"}`),
      settings: structuredClone(settings),
      settling: this.settles,
      changed: false,
      indexing: new Map(),
      ...(restored && { restored }),
      protected: settings.DeletionProtectionEnabled ?? false,
      class: settings.TableClass ?? "STANDARD",
      tags: {},
      insights: new Map(),
      policies: new Map(),
      destinations: new Map(),
      replicas: [],
      witnesses: [],
      items: "",
    };
    this.tables.set(name, table);
    return table;
  }

  /** Its ARN ends in the time at which it is switched on. */
  #switchStream(table: FakeTable, view: D.StreamViewType): void {
    table.view = view;
    table.streams = (table.streams ?? 0) + 1;
    const moment = Number.parseInt(table.id.slice(0, 8), 16) % 86_400_000;
    table.label = new Date(Date.UTC(2026, 0, 1) + moment + table.streams).toISOString().slice(0, 23);
  }
}

/** The same of the same table in every place: what is not restored is what was captured. */
function idOf(text: string): string {
  const hash = createHash("sha256").update(text).digest("hex");
  return hash.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*/, "$1-$2-4$3-8$4-$5");
}

function tagsOf(tags: readonly D.Tag[]): Record<string, string> {
  return Object.fromEntries(tags.map(({ Key = "", Value = "" }) => [Key, Value]));
}
