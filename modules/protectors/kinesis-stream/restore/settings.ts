import {
  DecreaseStreamRetentionPeriodCommand,
  DisableEnhancedMonitoringCommand,
  EnableEnhancedMonitoringCommand,
  IncreaseStreamRetentionPeriodCommand,
  type MetricsName,
  StartStreamEncryptionCommand,
  StopStreamEncryptionCommand,
  UpdateMaxRecordSizeCommand,
  UpdateStreamModeCommand,
  UpdateStreamRecordDistributionStrategyCommand,
  UpdateStreamWarmThroughputCommand,
} from "@aws-sdk/client-kinesis";
import { DEFAULT_DISTRIBUTION, metricsOf, recordSizeOf } from "../form.ts";
import { changing, type Draft } from "./draft.ts";

/** Hours that a new stream keeps records. */
const BORN_WITH_HOURS = 24;

/** A stream changes its mode twice in 24 hours. https://docs.aws.amazon.com/kinesis/latest/APIReference/API_UpdateStreamMode.html */
export function planMode(draft: Draft): void {
  const { ports, live, document, warnings, resource } = draft;
  const { arn: StreamARN, mode } = document;
  if (live === undefined || live.summary.mode === mode) return;
  warnings.push(`${resource} is ${live.summary.mode} now: AWS changes a stream's mode twice in 24 hours`);
  changing(draft, `set mode ${mode}`, "kinesis:UpdateStreamMode", () =>
    ports.kinesis.send(new UpdateStreamModeCommand({ StreamARN, StreamModeDetails: { StreamMode: mode } })),
  );
}

/** Of a live one: a new one is born with it. Producers notice it at once, so a point that does not know it leaves it. */
export function planDistribution(draft: Draft): void {
  const { ports, live, document, warnings, resource } = draft;
  const { arn: StreamARN, recordDistributionStrategy: strategy } = document;
  const now = live?.summary.recordDistributionStrategy ?? DEFAULT_DISTRIBUTION;
  if (live === undefined || strategy === undefined || strategy === now) return;
  warnings.push(
    strategy === "AUTO"
      ? `${resource} sends records where their partition keys say: from then on AWS spreads them, and those of one key keep no order`
      : `${resource} takes records without a partition key now: from then on Kinesis refuses them`,
  );
  changing(
    draft,
    `set record distribution ${strategy}`,
    "kinesis:UpdateStreamRecordDistributionStrategy",
    () =>
      ports.kinesis.send(
        new UpdateStreamRecordDistributionStrategyCommand({
          StreamARN,
          RecordDistributionStrategy: strategy,
        }),
      ),
  );
}

export function planRetention(draft: Draft): void {
  const { ports, live, document, warnings, resource } = draft;
  const { arn: StreamARN, retentionPeriodHours: RetentionPeriodHours } = document;
  const now = live?.summary.retentionPeriodHours ?? BORN_WITH_HOURS;
  if (now === RetentionPeriodHours) return;
  const [title, longer] = [`set retention of ${RetentionPeriodHours} hours`, now < RetentionPeriodHours];
  if (longer)
    changing(draft, title, "kinesis:IncreaseStreamRetentionPeriod", () =>
      ports.kinesis.send(new IncreaseStreamRetentionPeriodCommand({ StreamARN, RetentionPeriodHours })),
    );
  else {
    warnings.push(
      `${resource} keeps records for ${now} hours now: those older than ${RetentionPeriodHours} hours will expire`,
    );
    changing(draft, title, "kinesis:DecreaseStreamRetentionPeriod", () =>
      ports.kinesis.send(new DecreaseStreamRetentionPeriodCommand({ StreamARN, RetentionPeriodHours })),
    );
  }
}

/** Of a live one: a new one is born with it. `warm`: where the account pays for it. */
export function planSizes(draft: Draft, warm: number | undefined): void {
  const { ports, live, document } = draft;
  if (live === undefined) return;
  const { arn: StreamARN } = document;
  const MaxRecordSizeInKiB = recordSizeOf(document);
  if (recordSizeOf(live.summary) !== MaxRecordSizeInKiB)
    changing(draft, `set record size of ${MaxRecordSizeInKiB} KiB`, "kinesis:UpdateMaxRecordSize", () =>
      ports.kinesis.send(new UpdateMaxRecordSizeCommand({ StreamARN, MaxRecordSizeInKiB })),
    );
  if (warm !== undefined && live.summary.warmThroughputMiBps !== warm)
    changing(draft, `set warm throughput of ${warm} MiB/s`, "kinesis:UpdateStreamWarmThroughput", () =>
      ports.kinesis.send(new UpdateStreamWarmThroughputCommand({ StreamARN, WarmThroughputMiBps: warm })),
    );
}

export function planEncryption(draft: Draft): void {
  const { ports, live, document } = draft;
  const { arn: StreamARN, keyId: KeyId } = document;
  const now = live?.summary.keyId;
  if (KeyId === now) return;
  if (KeyId !== undefined)
    changing(draft, `encrypt records with key ${KeyId}, those`, "kinesis:StartStreamEncryption", () =>
      ports.kinesis.send(new StartStreamEncryptionCommand({ StreamARN, EncryptionType: "KMS", KeyId })),
    );
  else
    changing(draft, "stop the encryption", "kinesis:StopStreamEncryption", () =>
      ports.kinesis.send(
        new StopStreamEncryptionCommand({ StreamARN, EncryptionType: "KMS", KeyId: now ?? "" }),
      ),
    );
}

export function planMetrics(draft: Draft): void {
  const { ports, live, document } = draft;
  const { arn: StreamARN } = document;
  const wanted = metricsOf(document.shardLevelMetrics);
  const now = metricsOf(live?.summary.shardLevelMetrics ?? []);
  const more = wanted.filter((one) => !now.includes(one)) as MetricsName[];
  const fewer = now.filter((one) => !wanted.includes(one)) as MetricsName[];
  if (more.length > 0)
    changing(draft, `enable metrics ${more.join(", ")}`, "kinesis:EnableEnhancedMonitoring", () =>
      ports.kinesis.send(new EnableEnhancedMonitoringCommand({ StreamARN, ShardLevelMetrics: more })),
    );
  if (fewer.length > 0)
    changing(draft, `disable metrics ${fewer.join(", ")}`, "kinesis:DisableEnhancedMonitoring", () =>
      ports.kinesis.send(new DisableEnhancedMonitoringCommand({ StreamARN, ShardLevelMetrics: fewer })),
    );
}
