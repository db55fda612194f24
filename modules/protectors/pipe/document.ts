import type { JsonObject } from "../../contract/json.ts";
import { parserOf } from "../kit/parse.ts";
import schema from "./document.schema.json" with { type: "json" };

/** Of `PipeDocument`; another number is another form. */
export const FORMAT = 1;

/** What filters look for: they take events by it. */
const PATTERN = "settings.SourceParameters.FilterCriteria.Filters.*.Pattern";

/** What is the pipe's own text for those whom it calls, and so may hold credentials. */
export const TOLD = [
  "settings.EnrichmentParameters.InputTemplate",
  "settings.EnrichmentParameters.HttpParameters",
  "settings.TargetParameters.InputTemplate",
  "settings.TargetParameters.HttpParameters",
  "settings.TargetParameters.RedshiftDataParameters.Sqls",
  "settings.TargetParameters.SageMakerPipelineParameters",
  "settings.TargetParameters.BatchJobParameters.Parameters",
  "settings.TargetParameters.BatchJobParameters.ContainerOverrides",
  "settings.TargetParameters.EcsTaskParameters.Overrides.ContainerOverrides",
];

/** Fields that are kept among the secrets. */
export const SEALED = [PATTERN, ...TOLD];

/** What CreatePipe takes, by its own names and dates in ISO 8601: without name, desired state and tags. */
export interface PipeSettings extends JsonObject {
  /** ARN, or `smk://HOST:PORT` of a Kafka cluster of one's own. */
  readonly Source: string;
  readonly Target: string;
  readonly RoleArn: string;
}

/** What a pipe was: the part of a recovery point that a restore reads. */
export interface PipeDocument {
  readonly kind: "pipe";
  readonly name: string;
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  /** Whether it was to run: it may not have, where it could not start. */
  readonly running: boolean;
  readonly settings: PipeSettings;
  readonly tags: Readonly<Record<string, string>>;
}

/** @throws FormError */
export const parsePipe = parserOf<PipeDocument>(schema, "the document of a pipe");
