import type { Json, JsonObject } from "../../../contract/json.ts";
import { requireAnsweredFor } from "../../kit/answered-for.ts";
import { attemptOrNone } from "../../kit/attempt.ts";
import { canonical, sameJson } from "../../kit/canonical.ts";
import { differingTags } from "../../kit/tags.ts";
import type { PlanPorts } from "../../protector.ts";
import type { PipeDocument, PipeSettings } from "../document.ts";
import { formOf } from "../form.ts";
import { type PipeReads, READ, type ReadPipe, readPipe } from "../read.ts";
import { isStopped, LOOKS, settled } from "../settle.ts";
import { fixedAtBirth, withoutStart } from "../source.ts";

type Ports = PipeReads & Pick<PlanPorts, "sleep">;

/** The pipe once nothing is under way, or after so many looks; `undefined` when none has this name. Any other answer than a full one throws. */
export async function livePipe(
  ports: Ports,
  { name, arn }: Pick<PipeDocument, "name" | "arn">,
  looks = LOOKS,
): Promise<ReadPipe | undefined> {
  const what = { resource: `pipe ${name}`, call: READ };
  const live = await settled(ports.sleep, looks, () =>
    attemptOrNone(ports.sleep, what, () => readPipe(ports, name)),
  );
  if (live !== undefined) requireAnsweredFor(live.arn, arn, what);
  return live;
}

/** What makes a live pipe as it was captured. Tags that are not in the point stay. */
export interface PipeChanges {
  /** Something of it is another, or it is not stopped and was. */
  readonly settings: boolean;
  /** What is another one and cannot be changed: its source, or what of that is said at birth alone. */
  readonly stuck: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
}

export function changesOf(
  wanted: Pick<PipeDocument, "running" | "settings" | "tags">,
  live: ReadPipe,
): PipeChanges {
  const [to, from] = [wanted.settings, live.settings];
  const stuck = [
    ...(to.Source === from.Source ? [] : ["source"]),
    ...(sameJson(lastingForm(to), lastingForm(from)) ? [] : ["topic, queue or consumer group"]),
  ];
  return {
    settings: !sameJson(withoutBirth(to), withoutBirth(from)) || (!wanted.running && !isStopped(live)),
    stuck,
    tags: differingTags(wanted.tags, live.tags),
  };
}

function lastingForm({ SourceParameters }: PipeSettings): Json {
  return canonical(fixedAtBirth(SourceParameters));
}

function withoutBirth(settings: PipeSettings): JsonObject {
  return formOf({ ...settings, SourceParameters: withoutStart(settings.SourceParameters) });
}
