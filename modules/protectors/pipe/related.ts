import type { Related, Thing } from "../../contract/kinds.ts";
import { tableOf } from "../../core/arn.ts";
import { destinationName } from "../api-destination/arn.ts";
import { orNone } from "../kit/attempt.ts";
import { isObject } from "../kit/canonical.ts";
import { thingAt } from "../thing-at.ts";
import type { PipeSettings } from "./document.ts";
import { type PipeReads, readPipe } from "./read.ts";

type Called = Partial<Pick<PipeSettings, "Source" | "Target">> & { readonly Enrichment?: string };

/** What a list shows of what a pipe cannot be made without: its source, and API destinations that it calls. */
export function relatedListed({ Source = "", Enrichment = "", Target = "" }: Called): readonly Related[] {
  const called = [Enrichment, Target].filter((arn) => destinationName(arn) !== undefined);
  return [tableOf(Source), ...called].flatMap((arn) => thingAt(arn) ?? []);
}

/** The queue that takes what a stream's records came to nothing by. */
export async function relatedLetters(reads: PipeReads, { id }: Thing): Promise<readonly Related[]> {
  const found = await orNone(() => readPipe(reads, id));
  return lettersOf(found?.settings).flatMap(({ arn }) => thingAt(arn) ?? []);
}

/** What takes what came to nothing, by its place in the document. */
export function lettersOf(
  settings: PipeSettings | undefined,
): readonly { readonly path: string; readonly arn: string }[] {
  const parameters = settings?.SourceParameters;
  if (!isObject(parameters)) return [];
  return Object.entries(parameters).flatMap(([key, one]) => {
    const letters = isObject(one) ? one.DeadLetterConfig : undefined;
    if (!isObject(letters) || typeof letters.Arn !== "string") return [];
    return [{ path: `settings.SourceParameters.${key}.DeadLetterConfig.Arn`, arn: letters.Arn }];
  });
}
