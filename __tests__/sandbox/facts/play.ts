import * as apigateway from "@aws-sdk/client-api-gateway";
import * as iam from "@aws-sdk/client-iam";
import * as kms from "@aws-sdk/client-kms";
import * as lambda from "@aws-sdk/client-lambda";
import * as s3 from "@aws-sdk/client-s3";
import * as scheduler from "@aws-sdk/client-scheduler";
import * as sfn from "@aws-sdk/client-sfn";
import * as sns from "@aws-sdk/client-sns";
import * as sqs from "@aws-sdk/client-sqs";
import * as sts from "@aws-sdk/client-sts";
import { HOME } from "../extension/clients.ts";
import { rawCall } from "../extension/raw-call.ts";
import type { Step } from "./fact.ts";

/** An answer as far as facts speak of it. */
export interface Said {
  readonly status: number;
  readonly answer?: Readonly<Record<string, unknown>>;
  readonly refused?: { readonly codes: readonly string[]; readonly message: string };
}

type Client = { send: (command: unknown) => Promise<{ $metadata: { httpStatusCode?: number } }> };
type Module = Readonly<Record<string, new (input: unknown) => unknown>>;

const SERVICES: Readonly<Record<string, readonly [module: unknown, client: string]>> = {
  apigateway: [apigateway, "APIGatewayClient"],
  iam: [iam, "IAMClient"],
  kms: [kms, "KMSClient"],
  lambda: [lambda, "LambdaClient"],
  s3: [s3, "S3Client"],
  scheduler: [scheduler, "SchedulerClient"],
  states: [sfn, "SFNClient"],
  sns: [sns, "SNSClient"],
  sqs: [sqs, "SQSClient"],
  sts: [sts, "STSClient"],
};

/** Services that need no client of their own. */
const TARGETS: Readonly<Record<string, string>> = {
  kinesis: "Kinesis_20131202",
  dynamodb: "DynamoDB_20120810",
  events: "AWSEvents",
  logs: "Logs_20140328",
};

async function post(endpoint: string, service: string, target: string, input: unknown): Promise<Said> {
  const { status, body } = await rawCall(endpoint, service, target, input);
  if (status < 300) return { status, answer: body };
  const { __type: code = "", message = "" } = body as { __type?: string; message?: string };
  return { status, refused: { codes: [code.split("#").at(-1) ?? code], message } };
}

export type Send = (call: string, input: unknown) => Promise<Said>;

/** Calls by name: `lambda:GetFunction` is GetFunctionCommand of the SDK's client for Lambda. */
export function sender(endpoint: string): Send {
  const clients = new Map<string, Client>();
  return async (call, input) => {
    const [service = "", operation = ""] = call.split(":");
    const target = TARGETS[service];
    if (target !== undefined) return await post(endpoint, service, `${target}.${operation}`, input);
    const [module, name] = SERVICES[service] ?? [];
    if (module === undefined || name === undefined) throw new Error(`facts know no client for ${service}`);
    const sdk = module as Module;
    const make = (part: string): (new (input: unknown) => unknown) => {
      const found = sdk[part];
      if (found === undefined) throw new Error(`the SDK has no ${part}`);
      return found;
    };
    let client = clients.get(service);
    if (client === undefined) {
      const credentials = { accessKeyId: "sandbox", secretAccessKey: "sandbox" };
      const options = { endpoint, region: HOME, maxAttempts: 1, credentials, forcePathStyle: true };
      client = new (make(name))(options) as Client;
      clients.set(service, client);
    }
    return await said(client, new (make(`${operation}Command`))(input));
  };
}

async function said(client: Client, command: unknown): Promise<Said> {
  try {
    const { $metadata, ...answer } = await client.send(command);
    return { status: $metadata.httpStatusCode ?? 0, answer };
  } catch (error) {
    const { name, message, Code, $metadata } = error as {
      name: string;
      message: string;
      Code?: string;
      $metadata?: { httpStatusCode?: number };
    };
    if ($metadata?.httpStatusCode === undefined) throw error;
    const codes = [name, ...(Code === undefined ? [] : [Code])];
    // What the SDK says when AWS says nothing.
    const said = message === "UnknownError" ? "" : message;
    return { status: $metadata.httpStatusCode, refused: { codes, message: said } };
  }
}

/** `${name}` within any text of an input. A text that is nothing else becomes the very value. */
export function filled(input: unknown, made: ReadonlyMap<string, unknown>): unknown {
  if (typeof input === "string") {
    const whole = /^\$\{(\w+)\}$/.exec(input)?.[1];
    if (whole !== undefined && made.has(whole)) return made.get(whole);
    return input.replace(/\$\{(\w+)\}/g, (_, name: string) => String(made.get(name)));
  }
  if (Array.isArray(input)) return input.map((each) => filled(each, made));
  if (typeof input !== "object" || input === null || input instanceof Uint8Array || input instanceof Date)
    return input;
  return Object.fromEntries(Object.entries(input).map(([key, value]) => [key, filled(value, made)]));
}

/** What later steps need of an answer. */
export function keep(step: Step, { answer }: Said, made: Map<string, unknown>): void {
  for (const [name, path] of Object.entries(step.keep ?? {})) {
    const value = path
      .split(".")
      .reduce<unknown>((at, part) => (at as Record<string, unknown> | undefined)?.[part], answer);
    if (value === undefined) throw new Error(`${step.call} answers without ${path}`);
    made.set(name, value);
  }
}
