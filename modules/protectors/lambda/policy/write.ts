import {
  AddPermissionCommand,
  type AddPermissionCommandInput,
  RemovePermissionCommand,
} from "@aws-sdk/client-lambda";
import type { JsonObject } from "../../../contract/json.ts";
import { attempt, attemptOrNone } from "../../kit/attempt.ts";
import { sameJson } from "../../kit/canonical.ts";
import { RestoreError } from "../../kit/restore-error.ts";
import type { MappingPorts } from "../restore/ports.ts";
import { type Grant, grantOf, statementForm } from "../restore/statement.ts";
import { putStatement, type Writing } from "./put.ts";
import { labelOf, type PolicyAt, readStatements, sameSid, sameStatement } from "./read.ts";

export interface WantedStatement {
  /** As it is to be, without the resource that it is attached to. */
  readonly statement: JsonObject;
  /** The form of the one that may be replaced by it. Absent: none may. */
  readonly over?: JsonObject;
}

/** The call by which a statement is written: the whole policy only where nothing else can say it. */
export function callFor(statement: JsonObject): "lambda:AddPermission" | "lambda:PutResourcePolicy" {
  return "why" in grantOf(statement) ? "lambda:PutResourcePolicy" : "lambda:AddPermission";
}

/** Whether a policy has the statement. @throws RestoreError where another one has its Sid, and may not be replaced */
export async function hasStatement(
  ports: MappingPorts,
  at: PolicyAt,
  { statement, over }: WantedStatement,
  again?: string,
): Promise<boolean> {
  const there = sameSid(await readStatements(ports, at, again), statement);
  if (there === undefined) return false;
  if (sameStatement(there, statement)) return true;
  if (over !== undefined && sameJson(statementForm(there), over)) return false;
  throw new RestoreError(
    labelOf(at),
    callFor(statement),
    `statement ${String(statement.Sid)} is there and says something else, which the restore has not seen`,
    `remove it (aws lambda remove-permission), or restore again with --replace; then ${again ?? "run it again"}`,
  );
}

/** Writes one statement of a policy, and leaves all others as they are. */
export async function writeStatement(
  ports: MappingPorts,
  at: PolicyAt,
  wanted: WantedStatement,
  how: Writing,
): Promise<"kept" | "written"> {
  if (await hasStatement(ports, at, wanted, how.again)) return "kept";
  const { statement } = wanted;
  const grant = grantOf(statement);
  if ("why" in grant) await putStatement(ports, at, statement, how);
  else await add(ports, at, grant, wanted.over !== undefined, how.again);
  return "written";
}

async function add(
  { lambda, sleep }: MappingPorts,
  at: PolicyAt,
  grant: Grant,
  replaces: boolean,
  again: string | undefined,
): Promise<void> {
  const FunctionName = at.name;
  const Qualifier = at.qualifier;
  const resource = `${labelOf(at)}, statement ${grant.StatementId}`;
  const how = { resource, ...(again !== undefined && { again }) };
  if (replaces) {
    const { StatementId } = grant;
    await attemptOrNone(sleep, { ...how, call: "lambda:RemovePermission" }, () =>
      lambda.send(new RemovePermissionCommand({ FunctionName, Qualifier, StatementId })),
    );
  }
  const { InvokedViaFunctionUrl: viaUrl, ...rest } = grant;
  const input = {
    FunctionName,
    ...(Qualifier !== undefined && { Qualifier }),
    ...rest,
    ...(viaUrl !== undefined && { InvokedViaFunctionUrl: viaUrl === "true" }),
  } as AddPermissionCommandInput;
  await attempt(sleep, { ...how, call: "lambda:AddPermission" }, () =>
    lambda.send(new AddPermissionCommand(input)),
  );
}
