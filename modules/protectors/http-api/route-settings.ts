import type { JsonObject } from "../../contract/json.ts";
import { isObject } from "../kit/canonical.ts";

interface OfStage {
  readonly settings: JsonObject;
}

interface OfRoute {
  readonly key: string;
}

/**
 * A stage without what it has for routes that are gone. API Gateway keeps such settings when a route is deleted, and then
 * makes no stage with them. https://github.com/aws/serverless-application-model/issues/1939
 */
export function withoutGoneRoutes<Stage extends OfStage>(stage: Stage, routes: readonly OfRoute[]): Stage {
  if (goneRoutes(stage, routes).length === 0) return stage;
  const { RouteSettings, ...settings } = stage.settings;
  const stays = Object.entries(isObject(RouteSettings) ? RouteSettings : {}).filter(([key]) =>
    routes.some((route) => route.key === key),
  );
  return {
    ...stage,
    settings: { ...settings, ...(stays.length > 0 && { RouteSettings: Object.fromEntries(stays) }) },
  };
}

/** Keys of routes that a stage has settings for and that are not there. */
export function goneRoutes({ settings }: OfStage, routes: readonly OfRoute[]): readonly string[] {
  const { RouteSettings } = settings;
  if (!isObject(RouteSettings)) return [];
  return Object.keys(RouteSettings).filter((key) => !routes.some((route) => route.key === key));
}
