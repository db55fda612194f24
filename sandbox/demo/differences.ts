import { readFile } from "node:fs/promises";
import { parseMap } from "../../modules/restore/id-map.ts";
import { compareObservations } from "./compare.ts";
import type { Observation } from "./observe.ts";
import type { Scene, ScenePlaces } from "./scene.ts";

/** All of a scene's things, each as it is; `undefined` for what is not there. */
export type SeenThings = ReadonlyMap<string, Observation | undefined>;

export async function seeAll({ things, observe }: Scene, clients: ScenePlaces["lost"]): Promise<SeenThings> {
  return new Map(
    await Promise.all(things.map(async (name) => [name, await observe(clients, name)] as const)),
  );
}

/** What is not as it was, a line each; empty when everything came back. */
export async function differences(
  scene: Scene,
  { lost, back }: ScenePlaces,
  before: SeenThings,
  { only, except }: { readonly only?: readonly string[]; readonly except?: readonly string[] },
): Promise<string[]> {
  const { mapFile } = scene;
  const { map } = mapFile === undefined ? { map: {} } : parseMap(await readFile(mapFile, "utf8"), mapFile);
  const expected = { map, from: lost.region, to: back.region };
  const found: string[] = [];
  for (const [name, after] of await seeAll(scene, back)) {
    if (after === undefined) {
      found.push(`${name}: is not there`);
      continue;
    }
    for (const { aspect, same, before: was, after: is } of compareObservations(
      before.get(name) ?? {},
      after,
      expected,
    )) {
      const asked = (only?.includes(aspect) ?? true) && !except?.includes(aspect);
      if (asked && !same)
        found.push(`${name}: ${aspect}: was ${JSON.stringify(was)}, is ${JSON.stringify(is)}`);
    }
  }
  return found;
}

export function sentence(lines: readonly string[], good: string): string {
  return lines.length === 0 ? good : ["DIFFERENT", ...lines].join("\n");
}
