import type { ActivateRequest, Activating } from "../../activating.ts";
import { ARM_AGAIN } from "../../kit/restore-error.ts";
import { parseFunctionArn } from "../arn.ts";
import { labelOf } from "../policy/read.ts";
import { callFor, hasStatement, writeStatement } from "../policy/write.ts";
import type { MappingPorts } from "../restore/ports.ts";
import type { ArmedStatement, FunctionActivation } from "./activation.ts";
import { activateMapping, mappingState } from "./mappings.ts";
import { refuseBesideSource } from "./source.ts";
import { untilArmed } from "./unmark.ts";
import { urlActivating } from "./urls.ts";

/** The statements that let somebody in, the URLs, and the mappings that were enabled when the function was captured. */
export function activatings(
  ports: MappingPorts,
  { source, mappings, statements = [], urls = [], marked = false }: FunctionActivation,
  request: ActivateRequest,
): Activating[] {
  const { arn } = request;
  const all = [
    ...statements.map((one) => statementActivating(ports, arn, one)),
    ...urls.map((one) => urlActivating(ports, parseFunctionArn(arn).name, one, request)),
    ...mappings
      .filter(({ enabled }) => enabled)
      .map((mapping) => mappingActivating(ports, mapping, source, request)),
  ];
  return marked ? untilArmed(ports, arn, all) : all;
}

function statementActivating(
  ports: MappingPorts,
  arn: string,
  { qualifier, ...wanted }: ArmedStatement,
): Activating {
  const { name } = parseFunctionArn(arn);
  const at = { name, arn, qualifier };
  return {
    title: `let in statement ${String(wanted.statement.Sid ?? "without Sid")} of ${labelOf(at)}`,
    call: callFor(wanted.statement),
    permits: true,
    active: () => hasStatement(ports, at, wanted, ARM_AGAIN),
    activate: () => writeStatement(ports, at, wanted, ARM_AGAIN),
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
