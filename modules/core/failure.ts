/**
 * What an answer of AWS that is an error comes down to. `absent` is only what a service itself calls "not found": a 404
 * of a proxy, a refusal and a fault are not.
 */
export type FailureKind = "throttled" | "denied" | "absent" | "conflict" | "fault" | "other";

const THROTTLED =
  /^((Kms|KMS)?Throttl(ing|ed)(Exception)?|TooManyRequests(Exception)?|RequestLimitExceeded|RequestThrottled(Exception)?|SlowDown|ProvisionedThroughputExceeded(Exception)?)$/;
/**
 * Kinesis has one name for a rate and for a quota, and so has DynamoDB, for what is made at a time.
 * https://docs.aws.amazon.com/kinesis/latest/APIReference/CommonErrors.html
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTable.html
 */
const RATE_OR_QUOTA = "LimitExceededException";
const OF_PACE = /^Rate exceeded|\b(simultaneous(ly)?|concurrent(ly)?)\b/i;
const DENIED =
  /^(AccessDenied(Exception)?|Forbidden|Unauthorized(Exception|Operation)|AuthorizationError|403)$/;
const CONFLICT =
  /^(ResourceConflictException|ResourceInUseException|ConcurrentModification(Exception)?|ConcurrentUpdateException|OperationAborted(Exception)?)$/;
const FAULT =
  /^(ServiceUnavailable(Exception)?|InternalFailure|InternalError|InternalException|InternalServerError|ServiceException|50[0-9])$/;

/** Names by which services say that there is none, and the status that comes with each. */
const ABSENT: Readonly<Record<string, readonly number[]>> = {
  "AWS.SimpleQueueService.NonExistentQueue": [400],
  EntityNotFound: [404],
  ListenerNotFoundException: [400],
  LoadBalancerNotFoundException: [400],
  NoSuchBucket: [404],
  NoSuchCachePolicy: [404],
  NoSuchCloudFrontOriginAccessIdentity: [404],
  NoSuchDistribution: [404],
  NoSuchConfigRuleException: [400],
  NoSuchEntity: [404],
  NoSuchEntityException: [404],
  NoSuchFieldLevelEncryptionConfig: [404],
  NoSuchFunctionExists: [404],
  NoSuchKey: [404],
  NoSuchOriginAccessControl: [404],
  NoSuchOriginRequestPolicy: [404],
  NoSuchResource: [404],
  NoSuchResponseHeadersPolicy: [404],
  NotFoundException: [400, 404],
  PolicyNotFoundException: [400],
  QueueDoesNotExist: [400],
  RepositoryNotFoundException: [400],
  ResourceNotFound: [400],
  ResourceNotFoundException: [400, 404],
  RuleDoesNotExistException: [400],
  RuleNotFoundException: [400],
  RuleSetDoesNotExistException: [400],
  StateMachineDoesNotExist: [400],
  TableNotFoundException: [400],
  TargetGroupNotFoundException: [400],
};

export function failureOf(error: unknown): FailureKind {
  if (!(error instanceof Error)) return "other";
  const names = namesOf(error);
  const is = (pattern: RegExp): boolean => names.some((name) => pattern.test(name));
  const status = statusOf(error);
  if (names.some((name) => status !== undefined && ABSENT[name]?.includes(status))) return "absent";
  if (is(DENIED)) return "denied";
  if (is(THROTTLED) || (names.includes(RATE_OR_QUOTA) && OF_PACE.test(error.message))) return "throttled";
  if (is(CONFLICT)) return "conflict";
  return is(FAULT) ? "fault" : "other";
}

export function statusOf(error: unknown): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
}

/** An error's name, its code, its status and those of what it wraps: the SDK puts the word in any of them. */
export function namesOf(error: Error): string[] {
  const { code, Code } = error as { code?: unknown; Code?: unknown };
  const own = [error.name, code, Code, statusOf(error)].filter((name) => name !== undefined).map(String);
  const inner = error instanceof AggregateError ? error.errors : [error.cause];
  return [...own, ...inner.flatMap((cause) => (cause instanceof Error ? namesOf(cause) : []))];
}
