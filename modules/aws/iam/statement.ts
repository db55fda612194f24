export type Condition = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** One statement of an IAM, trust, key or resource policy, in AWS's own spelling. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: "*" | Readonly<Record<string, string>>;
  readonly Action: readonly string[];
  readonly Resource?: readonly string[];
  readonly Condition?: Condition;
}

export function allow(
  actions: readonly string[],
  resources: readonly string[],
  condition?: Condition,
): Statement {
  return {
    Effect: "Allow",
    Action: actions,
    Resource: resources,
    ...(condition !== undefined && { Condition: condition }),
  };
}

/** What no other statement can allow. `Action` may be a whole service's here: a wildcard takes away more, never less. */
export function deny(
  actions: readonly string[],
  resources: readonly string[],
  condition?: Condition,
): Statement {
  return { ...allow(actions, resources, condition), Effect: "Deny" };
}

/** Of a resource's policy: what nobody may, whatever IAM gives, but where the condition does not hold. */
export function denyAll(
  sid: string,
  actions: readonly string[],
  resources: readonly string[],
  condition?: Condition,
): Statement {
  return {
    Sid: sid,
    Effect: "Deny",
    Principal: "*",
    Action: actions,
    Resource: resources,
    ...(condition !== undefined && { Condition: condition }),
  };
}

export function policyDocument(statements: readonly Statement[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}
