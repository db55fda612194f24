import type { Builder, Of } from "../builder.ts";
import { functionName } from "../names.ts";

/** Answers by the first version of a function; one without versions answers nobody at the edge. */
export function makeDistribution(
  { region, plan }: Builder,
  id: string,
  { header, calls }: Of<"distributions">,
): void {
  const { lambda, cloudfront } = region;
  const at = calls.at % plan.functions.length;
  if ((plan.functions[at]?.versions ?? 0) === 0) return;
  cloudfront.have(id, {
    ...{ CallerReference: id, Comment: "orders", Enabled: true },
    Origins: {
      Quantity: 1,
      Items: [
        {
          ...{ Id: "orders", DomainName: "orders.example.com" },
          CustomHeaders: { Quantity: 1, Items: [{ HeaderName: "x-verify", HeaderValue: header }] },
        },
      ],
    },
    DefaultCacheBehavior: {
      ...{ TargetOriginId: "orders", ViewerProtocolPolicy: "https-only" },
      LambdaFunctionAssociations: {
        Quantity: 1,
        Items: [{ LambdaFunctionARN: lambda.arn(functionName(at), "1"), EventType: "origin-request" }],
      },
    },
  });
}
