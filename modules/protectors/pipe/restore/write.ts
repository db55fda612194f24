import {
  CreatePipeCommand,
  type CreatePipeCommandInput,
  TagResourceCommand,
  UpdatePipeCommand,
  type UpdatePipeCommandInput,
} from "@aws-sdk/client-pipes";
import type { Json, JsonObject } from "../../../contract/json.ts";
import { isObject } from "../../kit/canonical.ts";
import { writableTags } from "../../kit/tags.ts";
import type { PipeDocument, PipeSettings } from "../document.ts";
import type { PipeReads } from "../read.ts";
import { updatable } from "../source.ts";

/** Made stopped: one that runs reads its source at once. */
export async function createPipe(
  { pipes }: PipeReads,
  { name, settings, tags }: Pick<PipeDocument, "name" | "settings" | "tags">,
): Promise<void> {
  const own = writableTags(tags);
  await pipes.send(
    new CreatePipeCommand({
      ...(dated(settings) as unknown as CreatePipeCommandInput),
      Name: name,
      DesiredState: "STOPPED",
      ...(Object.keys(own).length > 0 && { Tags: own }),
    }),
  );
}

/**
 * Stopped, and as the point has it: what is left out of the request stays as it is there, so what is to go is said empty, as
 * AWS wants it; and each object of parameters is written whole, for it takes the place of what is there.
 * https://docs.aws.amazon.com/eventbridge/latest/pipes-reference/API_UpdatePipe.html
 */
export async function updatePipe(
  { pipes }: PipeReads,
  { name, settings }: Pick<PipeDocument, "name" | "settings">,
  live: PipeSettings,
): Promise<void> {
  const { Source: _, SourceParameters, ...rest } = settings;
  const input = {
    ...rest,
    ...emptied(live, settings, {
      Description: "",
      Enrichment: "",
      KmsKeyIdentifier: "",
      LogConfiguration: { Level: "OFF" },
    }),
    ...parametersOf("SourceParameters", updatable(SourceParameters), updatable(live.SourceParameters), {
      FilterCriteria: { Filters: [] },
    }),
    ...parametersOf("EnrichmentParameters", settings.EnrichmentParameters, live.EnrichmentParameters, {
      InputTemplate: "",
    }),
    ...parametersOf("TargetParameters", settings.TargetParameters, ofTarget(live, settings), {
      InputTemplate: "",
    }),
  };
  await pipes.send(
    new UpdatePipeCommand({
      ...(input as unknown as UpdatePipeCommandInput),
      Name: name,
      DesiredState: "STOPPED",
    }),
  );
}

/** Tags that are not given stay. */
export async function tagPipe(
  { pipes }: PipeReads,
  resourceArn: string,
  tags: Readonly<Record<string, string>>,
): Promise<void> {
  await pipes.send(new TagResourceCommand({ resourceArn, tags: { ...tags } }));
}

/** Of one target to another of another service, what was said for the first means nothing. */
function ofTarget(live: PipeSettings, { Target }: PipeSettings): Json | undefined {
  const { TargetParameters: there } = live;
  const same = live.Target.split(":")[2] === Target.split(":")[2];
  if (same || !isObject(there) || there.InputTemplate === undefined) return same ? there : undefined;
  return { InputTemplate: there.InputTemplate };
}

/** What is there and not wanted, by what takes it away. */
function emptied(live: JsonObject, wanted: JsonObject, none: JsonObject): JsonObject {
  const gone = Object.entries(none).filter(([key]) => live[key] !== undefined && wanted[key] === undefined);
  return Object.fromEntries(gone);
}

/** An object of parameters with all that it is to have; `none`: members that go by a word of their own, others by an empty object. */
function parametersOf(
  name: string,
  wanted: Json | undefined,
  live: Json | undefined,
  none: JsonObject,
): JsonObject {
  const [to, from] = [isObject(wanted) ? wanted : {}, isObject(live) ? live : {}];
  const gone = Object.keys(from).filter((key) => to[key] === undefined);
  const all = { ...Object.fromEntries(gone.map((key) => [key, none[key] ?? {}])), ...to };
  return Object.keys(all).length > 0 ? { [name]: all } : {};
}

/** The one date of a pipe, as the SDK takes it. */
function dated(settings: PipeSettings): JsonObject {
  const { SourceParameters: source } = settings;
  const stream = isObject(source) ? source.KinesisStreamParameters : undefined;
  if (!isObject(source) || !isObject(stream) || typeof stream.StartingPositionTimestamp !== "string")
    return settings;
  const at = new Date(stream.StartingPositionTimestamp) as unknown as string;
  return {
    ...settings,
    SourceParameters: { ...source, KinesisStreamParameters: { ...stream, StartingPositionTimestamp: at } },
  };
}
