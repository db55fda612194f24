import type { ActivateRequest, Activating } from "../../activating.ts";
import { ARM_AGAIN, RestoreError } from "../../kit/restore-error.ts";
import { parseFunctionArn } from "../arn.ts";
import { labelOf } from "../policy/read.ts";
import { callFor, hasStatement, writeStatement } from "../policy/write.ts";
import type { MappingPorts } from "../restore/ports.ts";
import type { ArmedStatement, FunctionActivation } from "./activation.ts";
import { activateMapping, mappingState } from "./mappings.ts";
import { refuseBesideSource } from "./source.ts";
import { unmarkActivating } from "./unmark.ts";
import { urlActivating } from "./urls.ts";

/**
 * The statements that let somebody in, the URLs, and the mappings that were enabled when the function was captured. Then
 * the mark goes, and in the end come statements that keep out whoever arms.
 */
export function activatings(
  ports: MappingPorts,
  { source, mappings, statements = [], urls = [], marked = false }: FunctionActivation,
  request: ActivateRequest,
): Activating[] {
  const { arn } = request;
  const { name } = parseFunctionArn(arn);
  const isDenial = ({ statement }: ArmedStatement): boolean => statement.Effect === "Deny";
  const { counted, isDone } = counting([
    ...statements
      .filter((one) => !isDenial(one))
      .map((one) => ({ ...statementActivating(ports, one, request), permits: true as const })),
    ...urls.map((one) => urlActivating(ports, name, one, request)),
    ...mappings
      .filter(({ enabled }) => enabled)
      .map((mapping) => mappingActivating(ports, mapping, source, request)),
  ]);
  const denials = statements
    .filter(isDenial)
    .map((one) => onceArmed(statementActivating(ports, one, request), name, isDone));
  return [...counted, ...(marked ? [unmarkActivating(ports, arn, isDone)] : []), ...denials];
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

function statementActivating(
  ports: MappingPorts,
  { qualifier, ...wanted }: ArmedStatement,
  { arn, note }: ActivateRequest,
): Activating {
  const { name } = parseFunctionArn(arn);
  const at = { name, arn, qualifier };
  const { Effect, Sid = "without Sid" } = wanted.statement;
  return {
    title: `${Effect === "Deny" ? "deny by" : "let in"} statement ${String(Sid)} of ${labelOf(at)}`,
    call: callFor(wanted.statement),
    active: () => hasStatement(ports, at, wanted, ARM_AGAIN),
    activate: () => writeStatement(ports, at, wanted, { again: ARM_AGAIN, note }),
  };
}

function mappingActivating(
  ports: MappingPorts,
  { uuid, source: from }: FunctionActivation["mappings"][number],
  source: string | undefined,
  { arn, alongside }: ActivateRequest,
): Activating {
  const isEnabled = async (): Promise<boolean> => {
    if ((await mappingState(ports, uuid, arn)).state === "Enabled") return true;
    if (!alongside && source !== undefined) await refuseBesideSource(ports, source, arn);
    return false;
  };
  return {
    title: `enable mapping ${uuid}${from === "" ? "" : ` from ${from}`}`,
    call: "lambda:UpdateEventSourceMapping",
    active: isEnabled,
    activate: async () => ((await isEnabled()) ? "kept" : activateMapping(ports, uuid, arn)),
  };
}
