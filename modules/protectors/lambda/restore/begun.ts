import { attempt, orNone } from "../../kit/attempt.ts";
import { isForged, unfinishedMark } from "../../kit/mark.ts";
import { getFunction, listVersions } from "../capture/versions.ts";
import type { MappingPorts } from "./ports.ts";

/** Key of the point whose restore has not finished; `undefined` for a function that is whole, or not there. */
export async function begunPoint(ports: MappingPorts, name: string): Promise<string | undefined> {
  const what = { resource: name, call: "lambda:GetFunction" };
  const found = await attempt(ports.sleep, what, () => orNone(() => getFunction(ports, name)));
  const mark = unfinishedMark(found?.Tags ?? {})?.mark;
  if (mark === undefined) return undefined;
  const { since } = await attempt(ports.sleep, { ...what, call: "lambda:ListVersionsByFunction" }, () =>
    listVersions(ports, name),
  );
  return isForged(mark, since) ? undefined : mark.point;
}
