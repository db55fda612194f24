import { type Models, routesOf, subjectMembersOf } from "../../sandbox/gateway/service-model.ts";

type Model = Parameters<typeof routesOf>[0];

/** Input shape of an operation: `+` before a name makes it required, `@header:x` or `@query:x` says where it goes. */
function shape(...members: string[]): Model["shapes"][string] {
  const parsed = members.map((text) => {
    const [, plus, name = "", place, wire] = /^(\+?)(\w+)(?:@(\w+):([\w-]+))?$/.exec(text) ?? [];
    const location = { header: "header", query: "querystring", uri: "uri" }[place ?? ""];
    return {
      name,
      required: plus === "+",
      at: location && { location, ...(wire && { locationName: wire }) },
    };
  });
  return {
    required: parsed.filter(({ required }) => required).map(({ name }) => name),
    members: Object.fromEntries(parsed.map(({ name, at }) => [name, at ?? {}])),
  };
}

const operation = (method: string, requestUri: string, input: string): Model["operations"][string] => ({
  http: { method, requestUri },
  input: { shape: input },
});

/** A corner of S3 with everything that makes its routes hard to tell apart. */
export const S3: Model = {
  metadata: { protocol: "rest-xml", serviceId: "S3" },
  operations: {
    ListBuckets: { http: { method: "GET", requestUri: "/" } },
    ListObjects: operation("GET", "/{Bucket}", "Bucket"),
    ListObjectsV2: operation("GET", "/{Bucket}?list-type=2", "Bucket"),
    CreateBucket: operation("PUT", "/{Bucket}", "Bucket"),
    GetBucketLifecycle: { ...operation("GET", "/{Bucket}?lifecycle", "Bucket"), deprecated: true },
    GetBucketLifecycleConfiguration: operation("GET", "/{Bucket}?lifecycle", "Bucket"),
    GetObject: operation("GET", "/{Bucket}/{Key+}", "Key"),
    PutObject: operation("PUT", "/{Bucket}/{Key+}", "Key"),
    CopyObject: operation("PUT", "/{Bucket}/{Key+}", "Copy"),
    UploadPart: operation("PUT", "/{Bucket}/{Key+}", "Part"),
    UploadPartCopy: operation("PUT", "/{Bucket}/{Key+}", "PartCopy"),
    PutObjectRetention: operation("PUT", "/{Bucket}/{Key+}?retention", "Key"),
  },
  shapes: {
    Bucket: shape("+Bucket@uri:Bucket"),
    Key: shape("+Bucket@uri:Bucket", "+Key@uri:Key"),
    Copy: shape("+Bucket@uri:Bucket", "+CopySource@header:x-amz-copy-source", "+Key@uri:Key"),
    Part: shape(
      "+Bucket@uri:Bucket",
      "+Key@uri:Key",
      "+PartNumber@query:partNumber",
      "+UploadId@query:uploadId",
    ),
    PartCopy: shape(
      "+Bucket@uri:Bucket",
      "+CopySource@header:x-amz-copy-source",
      "+Key@uri:Key",
      "+PartNumber@query:partNumber",
      "+UploadId@query:uploadId",
    ),
  },
};

export const LAMBDA: Model = {
  metadata: { protocol: "rest-json", serviceId: "Lambda" },
  operations: {
    ListFunctions: { http: { method: "GET", requestUri: "/2015-03-31/functions" } },
    CreateFunction: operation("POST", "/2015-03-31/functions", "Create"),
    GetFunction: operation("GET", "/2015-03-31/functions/{FunctionName}", "Name"),
    GetAlias: operation("GET", "/2015-03-31/functions/{FunctionName}/aliases/{Name}", "Alias"),
  },
  shapes: {
    Create: shape("+FunctionName", "+Role", "Description", "KMSKeyArn"),
    Name: shape("+FunctionName@uri:FunctionName"),
    Alias: shape("+FunctionName@uri:FunctionName", "+Name@uri:Name"),
  },
};

const IAM: Model = {
  metadata: { protocol: "query", serviceId: "IAM" },
  operations: {
    GetRole: operation("POST", "/", "Role"),
    CreateRole: operation("POST", "/", "Role"),
    PutRolePolicy: operation("POST", "/", "Policy"),
  },
  shapes: {
    Role: shape("+RoleName", "AssumeRolePolicyDocument"),
    Policy: shape("+RoleName", "+PolicyName", "+PolicyDocument"),
  },
};

const KMS: Model = {
  metadata: { protocol: "json", serviceId: "KMS" },
  operations: { Decrypt: operation("POST", "/", "Decrypt") },
  shapes: { Decrypt: shape("+CiphertextBlob", "KeyId") },
};

const ALL: Readonly<Record<string, Model>> = { s3: S3, lambda: LAMBDA, iam: IAM, kms: KMS };

/** Enough of AWS's service models for tests that have no Python to take the real ones from. */
export const smallModels: Models = (name) => {
  const model = ALL[name];
  return model === undefined
    ? { routes: [], subjects: new Map() }
    : { routes: routesOf(model), subjects: subjectMembersOf(model) };
};
