import type { EventArchive } from "../drain/events/archive-reader.ts";
import type { RecordStream } from "../drain/stream.ts";

/** Of a kind whose spec has `records`: what its things keep a while. */
export interface Holding<Ports> {
  /** Records, to be read beside their consumers. Undefined: the thing is not there. */
  records?(ports: Ports, id: string): Promise<RecordStream | undefined>;
  /** Events, to be read past everybody's rules. Undefined: the thing is not there. */
  archived?(ports: Ports, id: string): Promise<EventArchive | undefined>;
}
