import { compareText, uniqueSorted } from "../../core/source-order.ts";
import type { ApiContent, Integration } from "./document.ts";

type Parts = Pick<ApiContent, "integrations" | "routes">;

/**
 * What integrations are called in place of the ids that AWS draws: by the routes that lead to them, and without one by what
 * they call. By id; each name once.
 */
export function integrationLabels({ integrations, routes }: Parts): ReadonlyMap<string, string> {
  const labels = new Map<string, string>();
  const taken = new Map<string, number>();
  for (const one of integrations) {
    const keys = routeKeysOf({ routes }, one.id);
    const name = keys.length > 0 ? keys.join(", ") : withoutRoute(one);
    const n = (taken.get(name) ?? 0) + 1;
    taken.set(name, n);
    labels.set(one.id, n === 1 ? name : `${name} (${n})`);
  }
  return labels;
}

/** Keys of the routes that lead to an integration, sorted. */
export function routeKeysOf({ routes }: Pick<ApiContent, "routes">, integration: string): readonly string[] {
  return uniqueSorted(routes.flatMap((route) => (route.integration === integration ? route.key : [])));
}

function withoutRoute({ settings, function: called, uri }: Integration): string {
  const type = String(settings.IntegrationSubtype ?? settings.IntegrationType ?? "integration");
  return `${type}${called === undefined && uri === undefined ? "" : ` of ${called ?? uri}`}, without a route`;
}

/** In an order that the ids say nothing of. */
export function byRoutes({ integrations, routes }: Parts): readonly Integration[] {
  const keyed = integrations.map((one) => {
    const { id: _id, ...content } = one;
    return { one, key: `${routeKeysOf({ routes }, one.id).join()} ${JSON.stringify(content)}` };
  });
  return keyed.sort((a, b) => compareText(a.key, b.key)).map(({ one }) => one);
}
