import type { LoadedThing } from "./load-thing.ts";

/** A thing that comes back: asked for, or because another one was captured with it. */
export type GatheredThing = LoadedThing & { readonly asked: boolean };
