import { GetPolicyCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import type { Json, JsonObject } from "../../contract/json.ts";
import { functionOf, isArn, parseArn } from "../../core/arn.ts";
import { matchesGlob } from "../../core/glob.ts";
import type { ProtectorPorts } from "../protector.ts";
import { attemptOrNone } from "./attempt.ts";
import { isObject } from "./canonical.ts";
import { statementsIn } from "./resource-policy.ts";

const INVOKE = "lambda:InvokeFunction";
/** Tests that name who may; a negation names whom it leaves out, and is not weighed. */
const NAMING = /^(ForAnyValue:)?(String(Equals|EqualsIgnoreCase|Like)|Arn(Equals|Like))(IfExists)?$/;

type Ports = Pick<ProtectorPorts, "account" | "region" | "sleep"> & {
  readonly lambda: Pick<LambdaClient, "send">;
};

/** Who is to invoke a function: a service, from the thing of that ARN, or from anything of the account. */
export interface Invoker {
  /** `cognito-idp.amazonaws.com` */
  readonly service: string;
  readonly source?: string;
}

/**
 * Of these ARNs of functions, those of this account and region whose own policy, at that qualifier, has no statement that
 * lets the service in. Statements that deny are not weighed.
 */
export async function closedTo(
  ports: Ports,
  arns: readonly string[],
  invoker: Required<Invoker>,
): Promise<readonly string[]> {
  const closed: string[] = [];
  for (const arn of new Set(arns)) {
    if (!isArn(arn)) continue;
    const { service, account, region } = parseArn(arn);
    if (service !== "lambda" || account !== ports.account || region !== ports.region) continue;
    const what = { resource: arn, call: "lambda:GetPolicy" };
    const { name: FunctionName, qualifier: Qualifier } = partsOf(arn);
    const there = await attemptOrNone(ports.sleep, what, () =>
      ports.lambda.send(new GetPolicyCommand({ FunctionName, Qualifier })),
    );
    const policy: Json = JSON.parse(there?.Policy ?? "{}");
    const statements = statementsIn(isObject(policy) ? policy : undefined).filter(isObject);
    if (!statements.some((one) => letsIn(one, { ...invoker, account }))) closed.push(arn);
  }
  return closed;
}

/** The command that lets a service invoke a function, at the qualifier of its ARN. */
export function letInCommand(arn: string, { service, source }: Invoker): string {
  const { account, region } = parseArn(arn);
  const { name, qualifier } = partsOf(arn);
  return [
    `aws lambda add-permission --region ${region} --function-name ${name}`,
    ...(qualifier === undefined ? [] : [`--qualifier ${qualifier}`]),
    `--statement-id ${service.split(".")[0]}-invokes --action ${INVOKE} --principal ${service}`,
    source === undefined ? `--source-account ${account}` : `--source-arn ${source}`,
  ].join(" ");
}

function partsOf(arn: string): { readonly name: string; readonly qualifier?: string } {
  const owner = functionOf(arn);
  const qualifier = arn.slice(owner.length + 1);
  const name = owner.slice(owner.lastIndexOf(":") + 1);
  return { name, ...(qualifier !== "" && { qualifier }) };
}

/** What else a statement asks for may hold. */
function letsIn(
  { Effect, Principal, Action, Condition }: JsonObject,
  { service, source, account }: Required<Invoker> & { readonly account: string },
): boolean {
  if (Effect !== "Allow") return false;
  const principals = isObject(Principal)
    ? [...texts(Principal.Service), ...texts(Principal.AWS)]
    : texts(Principal);
  if (!principals.some((one) => one === service || one === "*")) return false;
  if (!texts(Action).some((one) => matchesGlob(one.toLowerCase(), INVOKE.toLowerCase()))) return false;
  const tests = Object.entries(isObject(Condition) ? Condition : {}).flatMap(([operator, test]) =>
    NAMING.test(operator) && isObject(test) ? Object.entries(test) : [],
  );
  const is: Readonly<Record<string, string>> = { "aws:sourcearn": source, "aws:sourceaccount": account };
  return tests.every(([key, wanted]) => {
    const has = is[key.toLowerCase()];
    return has === undefined || texts(wanted).some((one) => matchesGlob(one, has));
  });
}

function texts(value: Json | undefined): readonly string[] {
  return [value ?? []].flat().filter((text) => typeof text === "string");
}
