/** Where a stream starts to be read: at an end of it, or `at` a moment, ISO 8601, where AWS can start at one. */
export type StreamStart = "latest" | "trim-horizon" | { readonly at: string };
