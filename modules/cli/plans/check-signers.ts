import { paginateGetParametersByPath, SSMClient } from "@aws-sdk/client-ssm";
import { SIGNERS_PATH, signersParameters } from "../../aws/signers-parameters.ts";
import { show } from "../../core/printable.ts";
import type { Plan, StandbyUnit } from "../../planner/plan.ts";
import { explainError, isAccessDenied } from "../aws/aws-error.ts";
import type { ClientsOf } from "../aws/clients.ts";
import type { Io } from "../terminal/io.ts";
import type { Unasked } from "./ask-signing-keys.ts";

/** A parameter that says something else than the lock does. */
export interface ParameterFault {
  readonly region: string;
  readonly name: string;
  readonly message: string;
}

export interface CheckedSigners {
  /** Sorted by region and name. */
  readonly faults: readonly ParameterFault[];
  readonly unanswered: readonly Unasked[];
}

/** Holds the parameters of each region where points lie against the keys that the plan pins for it. */
export async function checkSigners(plan: Plan, clients: ClientsOf, env: Io["env"]): Promise<CheckedSigners> {
  const standbys = plan.stacks
    .flatMap(({ units }) => units.flatMap((unit) => (unit.kind === "standby" ? [unit] : [])))
    .sort((a, b) => (a.site < b.site ? -1 : 1));
  const asked = await Promise.allSettled(
    standbys.map(async (unit) => faultsOf(unit, await parametersOf(clients, unit.site))),
  );
  return {
    faults: asked.flatMap((answer) => (answer.status === "fulfilled" ? answer.value : [])),
    unanswered: asked.flatMap((answer, index) => {
      if (answer.status === "fulfilled") return [];
      const { message, hint } = explainError(answer.reason, env);
      const help = isAccessDenied(answer.reason)
        ? `ssm:GetParametersByPath on parameter${SIGNERS_PATH} is needed`
        : hint;
      return [{ region: standbys[index]?.site ?? "", message, ...(help !== undefined && { hint: help }) }];
    }),
  };
}

async function parametersOf(clients: ClientsOf, region: string): Promise<ReadonlyMap<string, string>> {
  const client = clients(region).client(SSMClient);
  const found = new Map<string, string>();
  for await (const { Parameters = [] } of paginateGetParametersByPath({ client }, { Path: SIGNERS_PATH }))
    for (const { Name = "", Value = "" } of Parameters) found.set(Name, Value);
  return found;
}

function faultsOf({ site: region, signers = [] }: StandbyUnit, found: ReadonlyMap<string, string>) {
  const pinned = new Map(signersParameters(signers).map(({ name, value }) => [name, value]));
  return [...new Set([...pinned.keys(), ...found.keys()])].sort().flatMap((name): ParameterFault[] => {
    const [told, due] = [found.get(name), pinned.get(name)];
    if (told === due) return [];
    if (told === undefined) return [{ region, name, message: "is not there" }];
    if (due === undefined)
      return [{ region, name, message: "is of a region for which no key is pinned there" }];
    return [{ region, name, message: differences(told.split(","), due.split(",")) }];
  });
}

/** Keys by their fingerprints, so that other days of one are not two differences. */
function differences(told: readonly string[], due: readonly string[]): string {
  const [has, wants] = [told, due].map((keys) => new Map(keys.map((key) => [key.split(" ")[0] ?? "", key])));
  const faults = [
    ...[...(has ?? [])].flatMap(([id, key]) => {
      const other = wants?.get(id);
      if (other === undefined) return [`has ${short(id)}, which is not pinned`];
      return other === key ? [] : [`has other days of ${short(id)}`];
    }),
    ...[...(wants ?? [])].flatMap(([id]) => (has?.has(id) ? [] : [`lacks ${short(id)}`])),
  ];
  return faults.length === 0 ? "has its keys in another order" : faults.join(", ");
}

/** What somebody wrote there may be anything. */
function short(fingerprint: string): string {
  return /^[0-9a-f]{64}$/.test(fingerprint) ? `sha256:${fingerprint.slice(0, 16)}...` : show(fingerprint);
}
