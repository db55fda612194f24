/** Prefixes of IAM actions that are not the client's name. */
const SERVICES: Readonly<Record<string, string>> = {
  ApplicationAutoScaling: "application-autoscaling",
  CloudWatchLogs: "logs",
  ConfigService: "config",
  CognitoIdentityProvider: "cognito-idp",
  ElasticLoadBalancingV2: "elasticloadbalancing",
  EventBridge: "events",
  KeyValueStore: "cloudfront-keyvaluestore",
  SFN: "states",
};

/** Actions that IAM calls otherwise than the API. */
const ACTIONS: Readonly<Record<string, string>> = {
  "cloudfront:CreateDistributionWithTags": "cloudfront:CreateDistribution",
  "lambda:GetLayerVersionByArn": "lambda:GetLayerVersion",
  "s3:GetBucketNotificationConfiguration": "s3:GetBucketNotification",
  "s3:HeadBucket": "s3:ListBucket",
  "s3:HeadObject": "s3:GetObject",
  "s3:ListBuckets": "s3:ListAllMyBuckets",
  "s3:ListObjectsV2": "s3:ListBucket",
  "s3:PutBucketNotificationConfiguration": "s3:PutBucketNotification",
};

/** `SQSClient` and `GetQueueUrlCommand` are `sqs:GetQueueUrl`. */
export function actionOf(
  clientName: string,
  commandName: string,
): { readonly action: string; readonly call: string } {
  const client = clientName.replace(/^_*/, "").replace(/Client$/, "");
  const name = commandName.replace(/^_*/, "").replace(/Command$/, "");
  // The older one sets tags by PUT.
  if (client === "APIGateway" && name === "TagResource")
    return { action: "apigateway:PUT", call: `apigateway:${name}` };
  if (client === "ApiGatewayV2" || client === "APIGateway")
    return { action: `apigateway:${methodOf(name)}`, call: `apigateway:${name}` };
  const call = `${SERVICES[client] ?? client.toLowerCase()}:${commandName.replace(/Command$/, "")}`;
  return { action: ACTIONS[call] ?? call, call };
}

/** IAM knows calls of API Gateway by their HTTP methods. */
function methodOf(name: string): string {
  const [verb = ""] = /^[A-Z][a-z]+/.exec(name) ?? [];
  return METHODS[verb] ?? "POST";
}

const METHODS: Readonly<Record<string, string>> = {
  Delete: "DELETE",
  Export: "GET",
  Get: "GET",
  Put: "PUT",
  Untag: "DELETE",
  Update: "PATCH",
};

export function isWrite(call: string): boolean {
  return !/:(GET$|Get|List|Describe|Head|BatchGet|BatchCheck)/.test(call);
}
