import type { JsonObject } from "../../contract/json.ts";
import { parseExact } from "../kit/exact-json.ts";
import { CURRENT, type MachineDocument, type MachineSecrets, type Revision } from "./document.ts";

/** The document with definitions as they were written, to be compared in memory: no point keeps it so. */
export function withDefinitions(
  document: MachineDocument,
  { definitions }: MachineSecrets = { definitions: {} },
): MachineDocument {
  const whole = <One extends Revision>(one: One, label: string): One => {
    const text = definitions[label];
    return text === undefined ? one : { ...one, definition: parseExact(text) as JsonObject };
  };
  return {
    ...document,
    current: whole(document.current, CURRENT),
    versions: document.versions.map((one) => whole(one, one.version)),
  };
}
