import { attempt, orNone } from "../../kit/attempt.ts";
import { unfinishedMark } from "../../kit/mark.ts";
import { getFunction } from "../capture/versions.ts";
import type { MappingPorts } from "./ports.ts";

/** Key of the point whose restore has not finished; `undefined` for a function that is whole, or not there. */
export async function begunPoint(ports: MappingPorts, name: string): Promise<string | undefined> {
  const what = { resource: name, call: "lambda:GetFunction" };
  const found = await attempt(ports.sleep, what, () => orNone(() => getFunction(ports, name)));
  return unfinishedMark(found?.Tags ?? {})?.mark.point;
}
