import type { ActivateRequest, Activating } from "../../activating.ts";
import { ARM_AGAIN, RestoreError } from "../../kit/restore-error.ts";
import { parseFunctionArn } from "../arn.ts";
import type { MappingPorts } from "../restore/ports.ts";
import type { ArmedStatement, FunctionActivation } from "./activation.ts";
import { mappingActivating } from "./mapping.ts";
import { statementActivating } from "./statement.ts";
import { unmarkActivating } from "./unmark.ts";
import { urlActivating } from "./urls.ts";

/**
 * The statements that let somebody in, the URLs, and the mappings that were enabled when the function was captured. Then
 * the mark goes, and in the end come statements that keep out whoever arms.
 */
export function activatings(
  ports: MappingPorts,
  { source, mappings, statements = [], urls = [], marked = false, point }: FunctionActivation,
  request: ActivateRequest,
): Activating[] {
  const { arn } = request;
  const { name } = parseFunctionArn(arn);
  const isDenial = ({ statement }: ArmedStatement): boolean => statement.Effect === "Deny";
  const { counted, isDone } = counting([
    ...statements
      .filter((one) => !isDenial(one))
      .map((one) => ({ ...statementActivating(ports, one, request), permits: true as const })),
    ...urls.map((one) => urlActivating(ports, name, one, { ...request, statements })),
    ...mappings
      .filter(({ enabled }) => enabled)
      .map((mapping) => mappingActivating(ports, mapping, source, request)),
  ]);
  const denials = statements
    .filter(isDenial)
    .map((one) => onceArmed(statementActivating(ports, one, request), name, isDone));
  // Disarmed it is marked, whether the restore had to mark it or not.
  const unmarks = marked || (point !== undefined && counted.length > 0);
  return [
    ...counted,
    ...(unmarks ? [unmarkActivating(ports, arn, { point, isArmed: isDone }, request)] : []),
    ...denials,
  ];
}

/** The same, with whether each of them went well. */
function counting(all: readonly Activating[]): {
  readonly counted: readonly Activating[];
  readonly isDone: () => boolean;
} {
  let well = 0;
  const counted = all.map(
    (one): Activating => ({
      ...one,
      activate: async () => {
        const told = await one.activate();
        well += 1;
        return told;
      },
    }),
  );
  return { counted, isDone: () => well === all.length };
}

/** After it nobody that it denies could arm the rest. */
function onceArmed(one: Activating, name: string, isArmed: () => boolean): Activating {
  return {
    ...one,
    last: true,
    activate: async () => {
      if (!isArmed())
        throw new RestoreError(
          name,
          one.call,
          "it would keep arm out, and not all else of the function is armed",
          `correct that, and ${ARM_AGAIN}`,
        );
      return one.activate();
    },
  };
}
