import type { IncomingHttpHeaders } from "node:http";
import type { Route } from "./service-model.ts";

export interface Matched {
  readonly route: Route;
  /** What stands in the path for each variable, decoded, in the path's order. */
  readonly labels: readonly string[];
}

/** The most specific route that fits, or none. */
export function matchRoute(
  routes: readonly Route[],
  method: string,
  url: URL,
  headers: IncomingHttpHeaders,
): Matched | undefined {
  const path = url.pathname.split("/").slice(1);
  const named = url.searchParams.get("x-id"); // some SDKs say the operation's name themselves
  let best: (Matched & { readonly score: number }) | undefined;
  for (const route of routes) {
    if (route.method !== method || !carries(route, url.searchParams, headers)) continue;
    const labels = labelsOf(route, path);
    if (labels === undefined) continue;
    const score = specificity(route) + (route.operation === named ? 1_000 : 0);
    if (best === undefined || score > best.score) best = { route, labels, score };
  }
  return best;
}

function carries(route: Route, query: URLSearchParams, headers: IncomingHttpHeaders): boolean {
  return (
    route.query.every(
      ([name, value]) => query.has(name) && (value === undefined || query.get(name) === value),
    ) && route.headers.every((name) => headers[name] !== undefined)
  );
}

function labelsOf({ segments }: Route, path: readonly string[]): string[] | undefined {
  const labels: string[] = [];
  for (const [index, segment] of segments.entries()) {
    const greedy = typeof segment !== "string" && segment.greedy;
    // A greedy variable stands last in every model but one form, where fixed segments follow it.
    const after = segments.length - index - 1;
    const have = greedy ? path.slice(index, path.length - after).join("/") : (path[index] ?? "");
    if (typeof segment === "string" ? have !== segment : have === "") return undefined;
    if (typeof segment !== "string") labels.push(decode(have));
    if (greedy)
      return segments.slice(index + 1).every((s, i) => s === path[path.length - after + i])
        ? labels
        : undefined;
  }
  const rest = path.slice(segments.length);
  return rest.every((segment) => segment === "") ? labels : undefined;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a stray percent sign is part of the name
  }
}

function specificity({ segments, query, headers }: Route): number {
  const literals = segments.filter((segment) => typeof segment === "string").length;
  const greedy = segments.some((segment) => typeof segment !== "string" && segment.greedy);
  return literals * 100 + segments.length * 10 + query.length + headers.length - (greedy ? 1 : 0);
}
