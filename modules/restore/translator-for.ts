import { drawnFor } from "./drawn-for.ts";
import type { Gathered } from "./gather.ts";
import { leftAwayAmong } from "./left-away.ts";
import type { RestorePorts } from "./ports.ts";
import type { RestoreAsked } from "./restore-asked.ts";
import { type Translator, translatorOf } from "./translator.ts";

/** What translates all that was gathered, with what AWS has drawn for it there and what a person leaves out. Reads only. */
export async function translatorFor(
  ports: RestorePorts,
  { things, skipped }: Gathered,
  asked: RestoreAsked,
): Promise<Translator> {
  return translatorOf(ports, things, asked, {
    drawn: await drawnFor(ports, things, asked),
    away: leftAwayAmong(skipped, things),
  });
}
