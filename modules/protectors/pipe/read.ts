import {
  DescribePipeCommand,
  type DescribePipeCommandOutput,
  type PipeState,
  type PipesClient,
} from "@aws-sdk/client-pipes";
import { Redactor } from "../../core/redactor.ts";
import { secretsIn } from "../../core/secrets-in.ts";
import { CallError, call } from "../kit/calls.ts";
import { pick } from "../kit/json.ts";
import type { PipeDocument, PipeSettings } from "./document.ts";

/** What reading a pipe asks. */
export interface PipeReads {
  readonly pipes: Pick<PipesClient, "send">;
}

/** What DescribePipe gives and CreatePipe takes, but for name, state and tags. */
const SETTINGS = [
  "Description",
  "Source",
  "SourceParameters",
  "Enrichment",
  "EnrichmentParameters",
  "Target",
  "TargetParameters",
  "RoleArn",
  "LogConfiguration",
  "KmsKeyIdentifier",
] as const satisfies readonly (keyof DescribePipeCommandOutput)[];

export interface ReadPipe extends Pick<PipeDocument, "arn" | "running" | "settings" | "tags"> {
  readonly state: PipeState | "";
  /** Why it is in its state, in the words of AWS, without what is sealed. */
  readonly reason?: string;
  /** When it was last changed: ISO 8601. */
  readonly revision: string;
}

export const READ = "pipes:DescribePipe";

/** One call reads all of it, its tags too. */
export async function readPipe({ pipes }: PipeReads, name: string): Promise<ReadPipe> {
  const answer = await call(READ, name, () => pipes.send(new DescribePipeCommand({ Name: name })));
  const { Arn: arn, Source, Target, RoleArn, StateReason: reason } = answer;
  if (arn === undefined || Source === undefined || Target === undefined || RoleArn === undefined)
    throw new CallError(READ, name, new Error("answered without its ARN, source, target or role"));
  const settings = pick(answer, SETTINGS) as PipeSettings;
  return {
    arn,
    running: answer.DesiredState === "RUNNING",
    state: answer.CurrentState ?? "",
    ...(reason && { reason: shown(reason, settings) }),
    settings,
    tags: answer.Tags ?? {},
    revision: answer.LastModifiedTime?.toISOString() ?? "",
  };
}

/** An answer is no error, so no client has cleaned what it repeats. */
function shown(reason: string, settings: PipeSettings): string {
  const redactor = new Redactor();
  redactor.learn(secretsIn(settings));
  return redactor.redact(reason);
}
