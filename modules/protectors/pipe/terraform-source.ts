import type { JsonObject } from "../../contract/json.ts";
import { isObject } from "../kit/canonical.ts";
import type { Argument, Arguments } from "../kit/terraform/argument.ts";
import { wholeSeconds } from "../kit/terraform/whole-seconds.ts";

const [START, AT] = ["StartingPosition", "StartingPositionTimestamp"];

/** Source parameters that start as those of the pipe that is there do: to say otherwise is to make another pipe. */
export function startingAsThere(parameters: JsonObject, there: JsonObject | undefined): JsonObject {
  if (there === undefined) return parameters;
  return Object.fromEntries(
    Object.entries(parameters).map(([key, one]) => {
      const now = there[key];
      if (!isObject(one) || !isObject(now)) return [key, one];
      const { [START]: _, [AT]: __, ...rest } = one;
      const starts = [START, AT].flatMap((field) =>
        now[field] === undefined ? [] : [[field, now[field]] as const],
      );
      return [key, { ...rest, ...Object.fromEntries(starts) }];
    }),
  );
}

/** Source parameters in the provider's words with times as it shows them, and the places where they say a start. */
export function withPlainStarts(source: Arguments): {
  readonly source: Arguments;
  /** For `ignore_changes`: where a pipe once began says nothing once it reads. */
  readonly starts: readonly string[];
} {
  const isStarting = (one: Argument): one is Arguments =>
    typeof one === "object" && Object.hasOwn(one, "starting_position");
  const at = "starting_position_timestamp";
  return {
    source: Object.fromEntries(
      Object.entries(source).map(([key, one]) => [
        key,
        isStarting(one) ? { ...one, [at]: wholeSeconds(one[at]) } : one,
      ]),
    ),
    starts: Object.entries(source).flatMap(([key, one]) =>
      isStarting(one)
        ? ["starting_position", ...(one[at] === undefined ? [] : [at])].map(
            (field) => `source_parameters[0].${key}[0].${field}`,
          )
        : [],
    ),
  };
}
