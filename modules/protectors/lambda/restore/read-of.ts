import type { Json } from "../../../contract/json.ts";
import { isForbidden } from "../../kit/restore-error.ts";
import type { MappingDocument } from "../document.ts";
import type { Draft } from "./draft.ts";
import { kinesisOf, type ReadUntil, readUntil } from "./read-until.ts";

/**
 * How far it had read, where nobody says where to start. Elsewhere another function reads another stream, and of one that
 * reads several, Lambda tells one age for all. No restore waits for a right to read metrics.
 */
export async function readOf(
  { ports, document, home, streams }: Draft,
  { settings }: MappingDocument,
): Promise<ReadUntil | "refused" | undefined> {
  const stream = kinesisOf(settings.EventSourceArn);
  if (stream === undefined || !home || streams !== undefined) return undefined;
  const others = document.mappings.filter(({ settings: other }) => other.StartingPosition !== undefined);
  if (others.some(({ settings: other }) => kinesisOf(other.EventSourceArn) !== stream)) return undefined;
  const seconds = (value: Json | undefined): number => Number(value ?? 0) * 1000;
  const pace = {
    gathers: seconds(settings.MaximumBatchingWindowInSeconds) + seconds(settings.TumblingWindowInSeconds),
    works: Math.max(...document.versions.map(({ configuration }) => seconds(configuration.Timeout))),
  };
  return readUntil(ports, document.name, stream, pace).catch((error: unknown) => {
    if (isForbidden(error)) return "refused";
    throw error;
  });
}
