import type { ActivateRequest, Activating, Disarming } from "../../activating.ts";
import { changedSince, unlessGone } from "../../kit/disarming.ts";
import { ARM_AGAIN, DISARM_AGAIN } from "../../kit/restore-error.ts";
import { parseFunctionArn } from "../arn.ts";
import { labelOf, type PolicyAt, readStatements, sameSid, sameStatement } from "../policy/read.ts";
import { removeCall, removeStatement } from "../policy/remove.ts";
import { callFor, hasStatement, type WantedStatement, writeStatement } from "../policy/write.ts";
import type { MappingPorts } from "../restore/ports.ts";
import type { ArmedStatement } from "./activation.ts";

/** Writes one statement of a policy, and takes it out again where it lets somebody in. */
export function statementActivating(
  ports: MappingPorts,
  { qualifier, ...wanted }: ArmedStatement,
  { arn, note }: ActivateRequest,
): Activating {
  const { name } = parseFunctionArn(arn);
  const at = { name, arn, qualifier };
  const denies = wanted.statement.Effect === "Deny";
  const label = `statement ${String(wanted.statement.Sid ?? "without Sid")}`;
  return {
    title: `${denies ? "deny by" : "let in"} ${label} of ${labelOf(at)}`,
    call: callFor(wanted.statement),
    active: () => hasStatement(ports, at, wanted, ARM_AGAIN),
    activate: () => writeStatement(ports, at, wanted, { again: ARM_AGAIN, note }),
    ...(!denies && { disarming: disarming(ports, at, wanted, label, note) }),
  };
}

function disarming(
  ports: MappingPorts,
  at: PolicyAt,
  { statement }: WantedStatement,
  label: string,
  note: ActivateRequest["note"],
): Disarming {
  const call = removeCall(statement);
  return {
    title: `remove ${label} of ${labelOf(at)}`,
    call,
    inactive: async () => {
      const all = await unlessGone(() => readStatements(ports, at, DISARM_AGAIN));
      const there = sameSid(all ?? [], statement);
      if (there === undefined) return true;
      if (!sameStatement(there, statement)) throw changedSince(labelOf(at), call, label);
      return false;
    },
    disarm: () => removeStatement(ports, at, statement, { again: DISARM_AGAIN, note }),
  };
}
