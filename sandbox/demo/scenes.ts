import { applicationScene } from "./application-scene.ts";
import { regionScene } from "./region-scene.ts";
import type { Scene } from "./scene.ts";

/** By what `--scene` is called; the first one is what `npm start` shows by itself. */
export const SCENES = { region: regionScene, application: applicationScene } as const satisfies Record<
  string,
  Scene
>;

export type SceneName = keyof typeof SCENES;
