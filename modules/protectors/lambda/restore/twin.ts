import type { FunctionStep } from "./draft.ts";

/** Two versions in a row of one content are one at the destination: the later takes the number of the earlier. */
export function twinStep(version: string, twin: string): FunctionStep {
  return {
    title: `version ${version} is the same as ${twin}`,
    call: "lambda:PublishVersion",
    effect: "keep",
    perform: async (ids) => {
      const number = ids.versions.get(twin);
      if (number !== undefined) ids.versions.set(version, number);
    },
  };
}
