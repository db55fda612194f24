import type { Json, JsonObject } from "../../contract/json.ts";
import { canonical, isObject, sameJson } from "../kit/canonical.ts";
import { groupOf } from "./log-group.ts";

/** What AWS returns for a setting that nobody made. */
const DEFAULTS: Readonly<Record<string, Json>> = {
  Architectures: ["x86_64"],
  EphemeralStorage: { Size: 512 },
  MemorySize: 128,
  PackageType: "Zip",
  SnapStart: { ApplyOn: "None" },
  Timeout: 3,
  TracingConfig: { Mode: "PassThrough" },
};

/** One form for a version's configuration: without AWS's defaults, and without the log group that its name implies. */
export function canonicalConfiguration(configuration: JsonObject, name: string): JsonObject {
  const { LoggingConfig: logging } = configuration;
  const reduced = canonical({
    ...configuration,
    ...(isObject(logging) && {
      LoggingConfig: {
        ...logging,
        LogFormat: logging.LogFormat === "Text" ? null : (logging.LogFormat ?? null),
        LogGroup: logging.LogGroup === groupOf(name) ? null : (logging.LogGroup ?? null),
      },
    }),
  });
  return Object.fromEntries(
    Object.entries(reduced).filter(([key, value]) => !sameJson(value, DEFAULTS[key])),
  );
}
