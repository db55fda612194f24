import type { FunctionConfiguration } from "@aws-sdk/client-lambda";
import type { CaptureItem } from "../../modules/contract/events.ts";
import type { FakeLambda } from "./fake-lambda/lambda.ts";
import { type Config, type Fn, newFn, type Version } from "./fake-lambda/state.ts";

export const ACCOUNT = "123456789012";
export const functionArn = (name: string): string => `arn:aws:lambda:us-east-1:${ACCOUNT}:function:${name}`;

/** A version whose bytes and revision tell where it comes from. */
export function version(text: string, config: FunctionConfiguration = {}): Version {
  return { code: Buffer.from(`PK ${text}`), revision: `revision of ${text}`, config: config as Config };
}

/** A function that is there already, with the least that AWS shows of any, so that a test sees what it put there. */
export function seedFunction(lambda: FakeLambda, name: string, config: FunctionConfiguration = {}): Fn {
  const fn = newFn(version(`${name} latest`, { ...least(name), ...config }));
  lambda.functions.set(name, fn);
  return fn;
}

/** So many more versions of it, each of other bytes. */
export function seedVersions(
  { published }: Fn,
  name: string,
  count: number,
  config: FunctionConfiguration = {},
): void {
  for (let i = 0; i < count; i++) {
    const number = String(published.size + 1);
    published.set(number, version(`${name} ${number}`, { ...least(name), ...config }));
  }
}

export function seedLayer(lambda: FakeLambda, name: string, number: number, text: string): void {
  const { code } = version(text);
  lambda.layers.set(name, new Map([[number, { code, config: { CompatibleRuntimes: ["nodejs22.x"] } }]]));
}

function least(name: string): FunctionConfiguration {
  return {
    Runtime: "nodejs22.x",
    Role: `arn:aws:iam::${ACCOUNT}:role/${name}`,
    Handler: "index.handler",
    PackageType: "Zip",
  };
}

/** A function as a run pins it, called by nobody that is known. */
export const itemOf = (name: string): CaptureItem => ({
  kind: "lambda",
  id: name,
  name,
  arn: functionArn(name),
  related: [],
  hints: { mappings: [] },
});
