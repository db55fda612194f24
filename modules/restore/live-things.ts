import type { CaptureItem, CaptureScope } from "../contract/events.ts";
import type { Kind } from "../contract/kinds.ts";
import type { Captured, CapturePorts } from "../protectors/protector.ts";
import { blobKey } from "../recovery/layout.ts";
import { openVerified } from "../recovery/read-blob.ts";
import type { GatheredThing } from "./gathered-thing.ts";
import type { RestorePorts } from "./ports.ts";

/** What reading live things takes beside what a restore asks with. */
export type ComparePorts = RestorePorts & Pick<CapturePorts, "download" | "spool">;

/** Of points that do not say what they kept. */
const ALL: CaptureScope = { code: "all", triggers: "all" };

/** What is there of the kinds of these things, by kind and id. `warn` hears what could not be read. */
export async function listLive(
  ports: ComparePorts,
  things: readonly GatheredThing[],
  warn: (text: string) => void,
): Promise<(kind: Kind, id: string) => CaptureItem | undefined> {
  const listed = new Map<Kind, ReadonlyMap<string, CaptureItem>>();
  for (const { kind, protector } of things) {
    if (listed.has(kind)) continue;
    const items = new Map<string, CaptureItem>();
    const options = { triggers: "all", needsTags: () => false, warn } as const;
    for await (const item of protector.inventory(ports, options)) items.set(item.id, item);
    listed.set(kind, items);
  }
  return (kind, id) => listed.get(kind)?.get(id);
}

/** What is there now, read as a capture reads it. `undefined`: it is gone. */
export async function captureLive(
  ports: ComparePorts,
  thing: GatheredThing,
  item: CaptureItem,
): Promise<Captured<unknown, unknown> | undefined> {
  const { protector, point } = thing;
  return protector.capture(captureFrom(ports, thing), item, {
    scope: point.manifest.protect ?? ALL,
    today: ports.today(),
    keep: async (bytes) => {
      await bytes.discard();
      return bytes;
    },
  });
}

/** What the point has of its bytes is not read again. */
function captureFrom(ports: ComparePorts, { point }: GatheredThing): CapturePorts {
  const { store, prefix } = ports.source;
  return {
    ...ports,
    known: async ({ sha256, size }) => {
      const kept = point.manifest.blobs.find((blob) => blob.sha256 === sha256);
      if (kept === undefined) return undefined;
      const key = blobKey(prefix, sha256);
      return { sha256, size, open: () => openVerified(store, key, kept) };
    },
  };
}
