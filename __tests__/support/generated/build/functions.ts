import type { FakeLambda } from "../../fake-lambda/lambda.ts";
import { ACCOUNT } from "../../seed-function.ts";
import type { Builder, Of } from "../builder.ts";
import { ALIAS } from "../names.ts";

export function makeFunction(builder: Builder, name: string, made: Of<"functions">): void {
  const { lambda } = builder.region;
  lambda.CreateFunction({
    FunctionName: name,
    Runtime: "nodejs22.x",
    Role: `arn:aws:iam::${ACCOUNT}:role/${name}`,
    Handler: "index.handler",
    Description: made.description,
    Code: { ZipFile: zipOf(name, 0) },
    ...(Object.keys(made.variables).length > 0 && { Environment: { Variables: { ...made.variables } } }),
    Tags: { ...made.tags },
  });
  for (let number = 1; number <= made.versions; number++) {
    settle(lambda, name);
    lambda.UpdateFunctionCode({ FunctionName: name, ZipFile: zipOf(name, number) });
    settle(lambda, name);
    lambda.PublishVersion({ FunctionName: name, Description: `build ${number}` });
  }
  settle(lambda, name);
  if (made.versions > 0)
    lambda.CreateAlias({
      FunctionName: name,
      Name: ALIAS,
      Description: "what customers use",
      FunctionVersion: String(made.versions),
      ...(made.versions > 1 &&
        made.weight > 0 && {
          RoutingConfig: { AdditionalVersionWeights: { [String(made.versions - 1)]: made.weight } },
        }),
    });
  if (made.retries !== undefined)
    lambda.PutFunctionEventInvokeConfig({ FunctionName: name, MaximumRetryAttempts: made.retries });
  if (made.url) lambda.CreateFunctionUrlConfig({ FunctionName: name, AuthType: "AWS_IAM" });
}

function zipOf(name: string, build: number): Uint8Array {
  return Buffer.from(`PK ${name} ${build}`);
}

/** Waits as a person does, who looks until nothing is under way. */
function settle(lambda: FakeLambda, FunctionName: string): void {
  for (let looks = 0; looks < 3; looks++) lambda.GetFunctionConfiguration({ FunctionName });
}
