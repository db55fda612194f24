import type { Json, JsonObject } from "../../../contract/json.ts";
import { isArn } from "../../../core/arn.ts";
import { isObject } from "../../kit/canonical.ts";
import { pathText } from "../../kit/json-texts.ts";
import { namedFunction } from "../../kit/named-function.ts";
import type { RestoreTarget } from "../../protector.ts";

/** A call of a function or of another machine. */
export interface TaskCall {
  /** ARN, with its qualifier. */
  readonly to: string;
  /** Where its name stands: `States.Charge.Parameters.FunctionName`. */
  readonly at: string;
  readonly text: string;
  /** Where its qualifier stands, if that is beside the name. */
  readonly qualifier?: string;
}

export interface TaskCalls {
  readonly known: readonly TaskCall[];
  /** Where states stand that call what only an execution knows. */
  readonly unknown: readonly string[];
}

const INVOKE = /:states:::(?:aws-sdk:)?lambda:invoke(?:Async)?(?:\.\w+)?$/;
const START = /:states:::(?:aws-sdk:sfn|states):start(?:Sync)?Execution(?:\.\w+(?::\d+)?)?$/;
/** One that only an execution knows is left out: the function is known all the same. */
const QUALIFIER = /^[\w$-]+$/;
const FUNCTION = /^arn:[^:]+:lambda:[^:]*:[^:]*:function:/;

/** What the states of a definition call, those in maps and branches too. */
export function callsOf(definition: JsonObject, place: RestoreTarget): TaskCalls {
  const known: TaskCall[] = [];
  const unknown: string[] = [];
  const machine = (one: Json | undefined, path: readonly (string | number)[]): void => {
    if (!isObject(one) || !isObject(one.States)) return;
    for (const [name, state] of Object.entries(one.States))
      if (isObject(state)) visit(state, [...path, "States", name]);
  };
  const visit = (state: JsonObject, path: readonly (string | number)[]): void => {
    const call = callOf(state, pathText(path), place);
    if (call === "unknown") unknown.push(pathText(path));
    else if (call !== undefined) known.push(call);
    for (const [at, branch] of [state.Branches ?? []].flat().entries())
      machine(branch as Json, [...path, "Branches", at]);
    for (const key of ["ItemProcessor", "Iterator"]) machine(state[key], [...path, key]);
  };
  machine(definition, []);
  return { known, unknown };
}

function callOf(
  { Resource: resource, ...state }: JsonObject,
  path: string,
  place: RestoreTarget,
): TaskCall | "unknown" | undefined {
  if (typeof resource !== "string") return undefined;
  if (FUNCTION.test(resource)) return { to: resource, at: `${path}.Resource`, text: resource };
  const [key, toArn] = INVOKE.test(resource)
    ? (["FunctionName", namedFunction] as const)
    : START.test(resource)
      ? (["StateMachineArn", (text: string) => (isArn(text) ? text : undefined)] as const)
      : [];
  if (key === undefined) return undefined;
  const field = state.Arguments === undefined ? "Parameters" : "Arguments";
  const told = state[field];
  const { [key]: text, Qualifier: qualifier } = isObject(told) ? told : {};
  const beside = typeof qualifier === "string" && QUALIFIER.test(qualifier) ? qualifier : undefined;
  const to = typeof text === "string" ? toArn(text, beside, place) : undefined;
  if (typeof text !== "string" || to === undefined) return "unknown";
  return {
    to,
    at: `${path}.${field}.${key}`,
    text,
    ...(beside !== undefined && key === "FunctionName" && { qualifier: `${path}.${field}.Qualifier` }),
  };
}
